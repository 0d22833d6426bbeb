import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sectionForm } from '../../../src/discord/setup/form.ts';
import { renderOverview, renderSection } from '../../../src/discord/setup/panel.ts';
import { SECTIONS } from '../../../src/discord/setup/sections.ts';
import { DEFAULT_GUILD_SETTINGS, withChanges } from '../../../src/moderation/guild-settings.ts';
import { settingNames, settingTitle } from '../../../src/moderation/settings-words.ts';
import { checkLayout } from '../../../src/sandbox/discord/component-rules.ts';
import { component } from '../../../src/sandbox/discord/component-schema.ts';
import { modal } from '../../../src/sandbox/discord/modal-schema.ts';
import { someSettings } from '../../moderation/settings-arbitrary.ts';

const V2 = 1 << 15;
const parse = (parts: readonly unknown[]) => parts.map((part) => component.parse(part));

const texts = (parts: readonly unknown[]): string =>
  parse(parts)
    .map(({ content }) => content ?? '')
    .join('\n');

test('every page fits into a message, whatever is set', () => {
  fc.assert(
    fc.property(someSettings, (settings) => {
      const note = 'x'.repeat(5_000);
      const pages = [
        renderOverview(settings),
        ...SECTIONS.map((section) => renderSection(section, settings, note)),
      ];
      for (const page of pages) checkLayout({ components: parse(page) }, V2);
    }),
  );
});

test('every form is one that Discord takes, whatever is set', () => {
  fc.assert(
    fc.property(someSettings, (settings) => {
      for (const section of SECTIONS.filter((one) => one.texts.length > 0)) {
        modal.parse(sectionForm(section, settings));
      }
    }),
  );
});

test('the first page shows every setting, and which of them are defaults', () => {
  const defaults = texts(renderOverview(DEFAULT_GUILD_SETTINGS)).split('\n');
  for (const name of settingNames()) {
    expect(defaults.filter((line) => line.startsWith(`${settingTitle(name)}: `))).toEqual([
      expect.stringMatching(/\*\(default\)\*$/),
    ]);
  }
  const set = texts(renderOverview(withChanges(DEFAULT_GUILD_SETTINGS, { audio: 'never' })));
  expect(set).toContain('Sound: **never**\n');
});

test('a section without anything to type offers no form', () => {
  const labels = (parts: readonly unknown[]) =>
    parse(parts).flatMap(({ components = [] }) => components.flatMap(({ label }) => label ?? []));
  for (const section of SECTIONS) {
    const offered = labels(renderSection(section, DEFAULT_GUILD_SETTINGS));
    expect(offered.includes('Edit numbers')).toBe(section.texts.length > 0);
    expect(offered).toEqual(expect.arrayContaining(['Back', 'Check']));
  }
});

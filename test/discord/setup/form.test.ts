import { ComponentType } from 'discord.js';
import { expect, test } from 'vitest';
import { readForm, sectionForm } from '../../../src/discord/setup/form.ts';
import { moneySection } from '../../../src/discord/setup/money-section.ts';
import {
  DEFAULT_GUILD_SETTINGS,
  type GuildSettings,
  withChanges,
} from '../../../src/moderation/guild-settings.ts';

/** A form as it comes back: as it was shown, but for what was typed. */
function submitted(settings: GuildSettings, typed: Record<string, string>) {
  return sectionForm(moneySection, settings).components.map((part) => {
    if (part.type !== ComponentType.Label || part.component.type !== ComponentType.TextInput) {
      throw new Error('an unknown part');
    }
    const { custom_id: customId, value = '' } = part.component;
    const name = Object.keys(typed).find((one) => customId.startsWith(`${one}:`));
    return { customId, value: name === undefined ? value : (typed[name] ?? '') };
  });
}

const settings = withChanges(DEFAULT_GUILD_SETTINGS, { budgetPerDayUnits: 100, maxRunning: 3 });

test('a form shows what is set', () => {
  expect(submitted(settings, {}).map(({ value }) => value)).toEqual(['100', '', '', '3']);
});

test('only what was typed anew is changed: what others saved meanwhile stays', () => {
  expect(readForm(moneySection, submitted(settings, {}))).toEqual({});
  expect(readForm(moneySection, submitted(settings, { confirmFromUnits: '50' }))).toEqual({
    confirmFromUnits: 50,
  });
});

test('what was emptied goes back to its default', () => {
  expect(readForm(moneySection, submitted(settings, { budgetPerDayUnits: ' ', maxRunning: '4' }))).toEqual({
    budgetPerDayUnits: undefined,
    maxRunning: 4,
  });
});

test('all mistakes are named at once, and nothing is changed', () => {
  const read = () =>
    readForm(
      moneySection,
      submitted(settings, { budgetPerDayUnits: 'lots', maxRunning: '0', confirmFromUnits: '5' }),
    );
  expect(read).toThrow(
    /^Nothing was changed\.\n\*\*Budget a day\*\*: “lots” .*\n\*\*Videos at work at once\*\*: “0” .*$/,
  );
});

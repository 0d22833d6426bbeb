import { ComponentType } from 'discord.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MenuField } from '../../../src/discord/setup/field.ts';
import { findMenu, SECTIONS } from '../../../src/discord/setup/sections.ts';
import { ExpectedError } from '../../../src/lib/errors.ts';
import {
  DEFAULT_GUILD_SETTINGS,
  type GuildSettings,
  guildSettingsSchema,
  withChanges,
} from '../../../src/moderation/guild-settings.ts';
import { settingNames, settingsChangeText } from '../../../src/moderation/settings-words.ts';
import { someSettings } from '../../moderation/settings-arbitrary.ts';

const MENUS = SECTIONS.flatMap(({ menus }) => menus);
const TEXTS = SECTIONS.flatMap(({ texts }) => texts);

function menu(number: number): MenuField {
  const found = findMenu(number);
  if (!found) throw new Error(`no menu ${number}`);
  return found.field;
}

/** What a menu shows as picked. */
function picked(field: MenuField, settings: GuildSettings): string[] {
  const shown = field.menu(settings, 'x');
  if (shown.type === ComponentType.StringSelect) {
    return shown.options.filter((option) => option.default).map(({ value }) => value);
  }
  return shown.default_values?.map(({ id }) => id) ?? [];
}

test('every setting stands in one section', () => {
  expect(SECTIONS.flatMap(({ names }) => names).toSorted()).toEqual(settingNames().toSorted());
});

test('every menu has a number of its own', () => {
  const numbers = MENUS.map(({ number }) => number);
  expect(new Set(numbers).size).toBe(numbers.length);
  expect(findMenu(0)).toBeUndefined();
});

test('what is picked again as it is shown changes nothing', () => {
  fc.assert(
    fc.property(someSettings, fc.constantFrom(...MENUS), (settings, field) => {
      const after = withChanges(settings, field.change(picked(field, settings), settings));
      expect(settingsChangeText(settings, after)).toBe('');
    }),
  );
});

test('picking nothing takes a setting back to its default, and no other', () => {
  fc.assert(
    fc.property(someSettings, fc.constantFrom(...MENUS), (settings, field) => {
      const after = withChanges(settings, field.change([], settings));
      expect(picked(field, after)).toEqual(picked(field, DEFAULT_GUILD_SETTINGS));
      for (const other of MENUS) {
        // The gallery and where results go are one setting.
        if (other !== field && ![2, 3].includes(other.number)) {
          expect(picked(other, after)).toEqual(picked(other, settings));
        }
      }
    }),
  );
});

test('everything that can be picked from a list is then shown as picked, and valid', () => {
  fc.assert(
    fc.property(someSettings, fc.constantFrom(...MENUS), (settings, field) => {
      const shown = field.menu(settings, 'x');
      if (shown.type !== ComponentType.StringSelect) return;
      for (const { value } of shown.options) {
        if (value === 'gallery' && settings.results.kind !== 'gallery') continue;
        const after = withChanges(settings, field.change([value], settings));
        expect(picked(field, after)).toEqual([value]);
        expect(guildSettingsSchema.parse(after)).toEqual(after);
      }
    }),
  );
});

test('a value that is not on the list is refused', () => {
  for (const field of MENUS) {
    if (field.menu(DEFAULT_GUILD_SETTINGS, 'x').type !== ComponentType.StringSelect) continue;
    expect(() => field.change(['nonsense'], DEFAULT_GUILD_SETTINGS)).toThrow(ExpectedError);
  }
});

describe('where results go', () => {
  const [place, gallery] = [menu(2), menu(3)];
  const inGallery = withChanges(DEFAULT_GUILD_SETTINGS, { results: { kind: 'gallery', channelId: '5' } });
  const inThreads = withChanges(DEFAULT_GUILD_SETTINGS, { results: { kind: 'thread' } });

  test('a gallery is switched on by picking its channel', () => {
    expect(() => place.change(['gallery'], DEFAULT_GUILD_SETTINGS)).toThrow('pick its channel');
    expect(gallery.change(['5'], inThreads)).toEqual({ results: { kind: 'gallery', channelId: '5' } });
    expect(place.change(['gallery'], inGallery)).toEqual({ results: inGallery.results });
  });

  test('clearing the gallery sends results back, and leaves threads alone', () => {
    expect(withChanges(inGallery, gallery.change([], inGallery)).results).toEqual({ kind: 'same-channel' });
    expect(withChanges(inThreads, gallery.change([], inThreads)).results).toEqual({ kind: 'thread' });
  });
});

describe('what is typed', () => {
  const field = (name: string) => {
    const found = TEXTS.find((one) => one.name === name);
    if (!found) throw new Error(`no input ${name}`);
    return found;
  };

  test.each([
    ['budgetPerDayUnits', '500', 500],
    ['budgetPerMonthUnits', '12.5', 12.5],
    ['confirmFromUnits', '0.5', 0.5],
    ['maxRunning', '100', 100],
    ['retentionDays', '1', 1],
    ['newMemberDays', '365', 365],
    ['timeZone', 'Europe/Berlin', 'Europe/Berlin'],
    ['timeZone', 'europe/berlin', 'Europe/Berlin'],
  ])('%s takes %s', (name, text, value) => {
    expect(field(name).change(text)).toEqual({ [name]: value });
  });

  test.each([
    ['budgetPerDayUnits', 'abc', 'a number of creative units above 0'],
    ['budgetPerDayUnits', '0', 'above 0'],
    ['budgetPerMonthUnits', '-5', 'above 0'],
    ['confirmFromUnits', '1e9', 'above 0'],
    ['confirmFromUnits', '1,000', 'like 500'],
    ['budgetPerDayUnits', '100000001', 'above 0'],
    ['maxRunning', '0', 'from 1 to 100'],
    ['maxRunning', '2.5', 'a whole number'],
    ['retentionDays', '0', 'from 1 to 3650'],
    ['retentionDays', '3651', 'from 1 to 3650'],
    ['newMemberDays', '366', 'from 1 to 365'],
    ['timeZone', 'Berlin', 'like `Europe/Berlin`'],
    ['timeZone', '2026-01-01T00:00+01:00[Europe/Berlin]', 'IANA'],
    ['timeZone', '2026-01-01T00:00Z', 'IANA'],
  ])('%s refuses %s, and says what to type', (name, text, wanted) => {
    expect(() => field(name).change(text)).toThrow(ExpectedError);
    expect(() => field(name).change(text)).toThrow(wanted);
  });

  test('nothing is the default', () => {
    for (const one of TEXTS) {
      expect(withChanges(DEFAULT_GUILD_SETTINGS, one.change(''))).toEqual(DEFAULT_GUILD_SETTINGS);
    }
  });

  test('what was refused is shown without its formatting', () => {
    expect(() => field('maxRunning').change('**<@1>**')).toThrow('“\\*\\*\\<\\@1\\>\\*\\*”');
  });

  test('what is shown can be typed again, whatever it is', () => {
    fc.assert(
      fc.property(someSettings, fc.constantFrom(...TEXTS), (settings, one) => {
        // Very small and very large numbers are written otherwise.
        const text = one.typed(settings);
        fc.pre(!text.includes('e-'));
        expect(withChanges(settings, one.change(text))).toEqual(withChanges(settings, {}));
      }),
    );
  });
});

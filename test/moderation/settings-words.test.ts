import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_GUILD_SETTINGS, withChanges } from '../../src/moderation/guild-settings.ts';
import {
  isDefaultSetting,
  settingNames,
  settingsChangeText,
  settingText,
  settingTitle,
} from '../../src/moderation/settings-words.ts';
import { someSettings } from './settings-arbitrary.ts';

test('titles fit into a form, and differ', () => {
  const titles = settingNames().map(settingTitle);
  expect(new Set(titles).size).toBe(titles.length);
  expect(titles.filter((title) => title.length > 45)).toEqual([]);
});

test('every setting is among them', () => {
  const names = Object.keys(withChanges(DEFAULT_GUILD_SETTINGS, {}));
  expect(settingNames()).toEqual(expect.arrayContaining(names));
});

test('every setting has words for every value', () => {
  fc.assert(
    fc.property(someSettings, (settings) => {
      for (const name of settingNames()) {
        expect(settingText(settings, name)).not.toMatch(/undefined|null|object|^$/);
      }
    }),
  );
});

describe('a change', () => {
  test('is told as before → after, for each setting that differs', () => {
    const before = withChanges(DEFAULT_GUILD_SETTINGS, { audio: 'never', budgetPerDayUnits: 50.5 });
    const after = withChanges(before, {
      audio: undefined,
      budgetPerDayUnits: 100,
      channelIds: ['1', '2'],
      results: { kind: 'gallery', channelId: '3' },
      defaults: { duration: 4 },
    });
    expect(settingsChangeText(before, after).split('\n')).toEqual([
      'Channels for videos: all channels → <#1>, <#2>',
      'Results go: where the video was asked for → to <#3>',
      'Defaults: the bot’s → 4 s',
      'Sound: never → as its author likes',
      'Budget a day: 50.5 CU → 100 CU',
    ]);
  });

  test('between any two servers names just what differs', () => {
    fc.assert(
      fc.property(someSettings, someSettings, (before, after) => {
        const lines = settingsChangeText(before, after).split('\n').filter(Boolean);
        const differing = settingNames().filter(
          (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
        );
        expect(lines.map((line) => line.split(':')[0])).toEqual(differing.map(settingTitle));
      }),
    );
  });
});

test('what was never set is told from what was', () => {
  const settings = withChanges(DEFAULT_GUILD_SETTINGS, { notify: 'silent' });
  expect(settingNames().filter((name) => !isDefaultSetting(settings, name))).toEqual(['notify']);
});

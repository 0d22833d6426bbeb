import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ExpectedError } from '../../src/lib/errors.ts';
import {
  checkSettings,
  DEFAULT_GUILD_SETTINGS,
  type GuildSettings,
  withChanges,
} from '../../src/moderation/guild-settings.ts';
import type { SettingsChanges } from '../../src/moderation/settings-store.ts';
import { settingsChangeText } from '../../src/moderation/settings-words.ts';
import { createCaseStore } from '../../src/store/case-book.ts';
import { openDatabase } from '../../src/store/open.ts';
import { createSettingsStore } from '../../src/store/settings-store.ts';

const GUILD = '100';
const MO = '7';

function openSettings() {
  const { db, close } = openDatabase(':memory:', join(import.meta.dirname, '..', '..', 'drizzle'));
  onTestFinished(close);
  const settings = createSettingsStore(db);
  const change = (changes: SettingsChanges | ((before: GuildSettings) => SettingsChanges), guild = GUILD) =>
    settings.change(guild, changes, { actorId: MO }, settingsChangeText, 1_000);
  return { settings, change, cases: createCaseStore(db) };
}

test('a server that has set nothing has the defaults', async () => {
  const { settings } = openSettings();
  expect(await settings.of(GUILD)).toEqual(DEFAULT_GUILD_SETTINGS);
});

test('a change is kept together with its case, and touches nothing else', async () => {
  const { settings, change, cases } = openSettings();
  await change({ audio: 'never' });
  const saved = await change({ maxRunning: 3 });
  expect(saved).toMatchObject({
    before: { audio: 'never' },
    after: { audio: 'never', maxRunning: 3 },
    case: { number: 2, kind: 'setup', actorId: MO, detail: expect.stringContaining('→ at most 3') },
  });
  expect(await settings.of(GUILD)).toMatchObject({ audio: 'never', maxRunning: 3 });
  expect(await settings.of('200')).toEqual(DEFAULT_GUILD_SETTINGS);
  expect((await cases.list(GUILD, {}, 10)).map(({ number }) => number)).toEqual([2, 1]);
});

test('undefined takes a setting back to its default', async () => {
  const { settings, change } = openSettings();
  await change({ audio: 'never', budgetPerDayUnits: 10, channelIds: ['1'] });
  await change({ audio: undefined, budgetPerDayUnits: undefined, channelIds: undefined });
  expect(await settings.of(GUILD)).toEqual(DEFAULT_GUILD_SETTINGS);
});

test('the same once more is no change and no case', async () => {
  const { change, cases } = openSettings();
  await change({ audio: 'never' });
  expect(await change({ audio: 'never' })).toBeUndefined();
  expect(await cases.list(GUILD, {}, 10)).toHaveLength(1);
});

test('changes made of what is set see what others have saved just before', async () => {
  const { settings, change } = openSettings();
  await Promise.all([
    change(({ defaults }) => ({ defaults: { ...defaults, resolution: '1080p' } })),
    change(({ defaults }) => ({ defaults: { ...defaults, duration: 4 } })),
  ]);
  expect((await settings.of(GUILD)).defaults).toEqual({ resolution: '1080p', duration: 4 });
});

test('a change that throws leaves neither change nor case', async () => {
  const { settings, change, cases } = openSettings();
  const refused = change(() => {
    throw new ExpectedError('setting', 'no');
  });
  await expect(refused).rejects.toThrow('no');
  expect(await settings.of(GUILD)).toEqual(DEFAULT_GUILD_SETTINGS);
  expect(await cases.list(GUILD, {}, 10)).toEqual([]);
});

test('approval without a channel to see it in is a contradiction', () => {
  const settings = (changes: SettingsChanges) => withChanges(DEFAULT_GUILD_SETTINGS, changes);
  expect(() => checkSettings(settings({ approval: 'all' }))).toThrow('name a moderators’ channel');
  expect(() => checkSettings(settings({ approval: 'new-members' }))).toThrow(ExpectedError);
  for (const channel of [{ logChannelId: '1' }, { moderatorsChannelId: '1' }]) {
    expect(() => checkSettings(settings({ approval: 'all', ...channel }))).not.toThrow();
  }
  expect(() => checkSettings(settings({}))).not.toThrow();
});

import { describe, expect, test } from 'vitest';
import { DEFAULT_GUILD_SETTINGS } from '../../src/moderation/guild-settings.ts';
import { createCaseStore } from '../../src/store/case-book.ts';
import { guildSettings } from '../../src/store/schema.ts';
import { createSettingsStore } from '../../src/store/settings-store.ts';
import { openStore } from './fixture.ts';
import { START } from './orders.ts';

function setUp() {
  const { db } = openStore();
  const settings = createSettingsStore(db);
  const change = (changes: Parameters<typeof settings.change>[1], guildId = 'guild') =>
    settings.change(
      guildId,
      changes,
      { actorId: 'mod', reason: 'Tidier' },
      (before, after) => `${before.notify} → ${after.notify}`,
      START,
    );
  return { db, settings, change, cases: createCaseStore(db) };
}

describe('a server', () => {
  test('that has set nothing has the defaults', async () => {
    const { settings } = setUp();
    expect(await settings.of('guild')).toEqual(DEFAULT_GUILD_SETTINGS);
  });

  test('that changes something is told before and after, in a case', async () => {
    const { settings, change } = setUp();
    const after = { ...DEFAULT_GUILD_SETTINGS, notify: 'dm', retentionDays: 30 };
    expect(await change({ notify: 'dm', retentionDays: 30 })).toEqual({
      before: DEFAULT_GUILD_SETTINGS,
      after,
      case: {
        guildId: 'guild',
        number: 1,
        at: START,
        kind: 'setup',
        actorId: 'mod',
        reason: 'Tidier',
        detail: 'ping → dm',
      },
    });
    expect(await settings.of('guild')).toEqual(after);
    expect(await settings.of('other')).toEqual(DEFAULT_GUILD_SETTINGS);
  });

  test('keeps what it set before when it sets something else', async () => {
    const { settings, change } = setUp();
    await change({ notify: 'dm' });
    await change({ maxRunning: 2 });
    expect(await settings.of('guild')).toEqual({ ...DEFAULT_GUILD_SETTINGS, notify: 'dm', maxRunning: 2 });
  });

  test('has only its choices kept, so that it goes along with a default that changes some day', async () => {
    const { db, change } = setUp();
    await change({ notify: 'dm', maxRunning: 2 });
    await change({ notify: 'ping' });
    expect(db.select().from(guildSettings).all()[0]?.settings).toEqual({ maxRunning: 2 });
  });

  test('takes a setting back to its default with nothing in its place', async () => {
    const { settings, change } = setUp();
    await change({ notify: 'dm', maxRunning: 2, resolutions: ['1080p'] });
    await change({ notify: undefined, maxRunning: undefined, resolutions: undefined });
    expect(await settings.of('guild')).toEqual(DEFAULT_GUILD_SETTINGS);
  });

  test('that changes nothing makes no case', async () => {
    const { change, cases } = setUp();
    expect(await change({ notify: 'ping', maxRunning: undefined })).toBeUndefined();
    await change({ notify: 'dm' });
    expect(await change({ notify: 'dm' })).toBeUndefined();
    expect(await cases.list('guild', {}, 9)).toHaveLength(1);
  });

  test('cannot set what makes no sense: it stays as it was', async () => {
    const { settings, change, cases } = setUp();
    await expect(change({ timeZone: 'Mars/Olympus' })).rejects.toThrow();
    await expect(change({ maxRunning: 0 })).rejects.toThrow();
    expect(await settings.of('guild')).toEqual(DEFAULT_GUILD_SETTINGS);
    expect(await cases.list('guild', {}, 9)).toEqual([]);
  });
});

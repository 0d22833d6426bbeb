import { describe, expect, test } from 'vitest';
import type { Challenge } from '../../src/challenges/challenge.ts';
import { dueReminder, reminderClose, wasToldLately } from '../../src/challenges/reminders.ts';
import { challengeSettingsSchema } from '../../src/challenges/settings.ts';

const HOUR_MS = 3_600_000;
const OPENS = 1_800_000_000_000;
const ENTRIES_UNTIL = OPENS + 100 * HOUR_MS;
const VOTES_UNTIL = OPENS + 200 * HOUR_MS;

const challenge = (changes: Partial<Challenge> = {}): Challenge => ({
  id: 1,
  guildId: 'guild',
  hostId: 'host',
  phase: 'open',
  phaseSince: OPENS,
  title: 'Boats',
  theme: 'Boats',
  rules: undefined,
  settings: challengeSettingsSchema.parse({}),
  schedule: { opensAt: OPENS, entriesUntil: ENTRIES_UNTIL, reviewUntil: undefined, votesUntil: VOTES_UNTIL },
  round: 1,
  runOffEntryIds: [],
  pausedAt: undefined,
  reason: undefined,
  channelId: 'channel',
  threadId: undefined,
  scheduledEventId: undefined,
  votesFrom: undefined,
  secret: 'secret',
  seriesId: undefined,
  createdAt: 0,
  publishedAt: 0,
  closedAt: undefined,
  ...changes,
});
const voting = (changes: Partial<Challenge> = {}) =>
  challenge({ phase: 'voting', phaseSince: ENTRIES_UNTIL, votesFrom: ENTRIES_UNTIL, ...changes });

/** What goes out so many hours before entries close. */
const hoursAt = (hoursLeft: number, of = challenge()): number | undefined =>
  dueReminder(of, ENTRIES_UNTIL - hoursLeft * HOUR_MS)?.hours;

describe('a reminder is due', () => {
  test('24 hours and one hour before the close, until half of that is over', () => {
    const hours = [25, 24, 13, 12, 2, 1, 0.6, 0.5, 0, -1].map((left) => hoursAt(left));
    const none = undefined;
    expect(hours).toEqual([none, 24, 24, none, none, 1, 1, none, none, none]);
  });

  test('in a phase that is longer than that only', () => {
    const short = challenge({ phaseSince: ENTRIES_UNTIL - 20 * HOUR_MS });
    expect(hoursAt(20, short)).toBeUndefined();
    expect(hoursAt(1, short)).toBe(1);
    expect(hoursAt(24, challenge({ phaseSince: ENTRIES_UNTIL - 24 * HOUR_MS }))).toBeUndefined();
  });

  test('of votes once they are taken', () => {
    const now = VOTES_UNTIL - HOUR_MS;
    expect(dueReminder(voting(), now)).toMatchObject({ close: 'votes', hours: 1 });
    expect(dueReminder(voting({ votesFrom: undefined }), now)).toBeUndefined();
  });

  test('never while it is paused, and in no other phase', () => {
    expect(hoursAt(1, challenge({ pausedAt: OPENS }))).toBeUndefined();
    for (const phase of ['draft', 'announced', 'review', 'tallying', 'closed', 'cancelled'] as const) {
      expect(hoursAt(1, challenge({ phase })), phase).toBeUndefined();
    }
  });
});

test('its number tells what closes, and is another one for each close', () => {
  const at = (of: Challenge, now: number) => {
    const reminder = dueReminder(of, now);
    if (!reminder) throw new Error('none is due');
    expect(reminderClose(reminder.subjectId)).toBe(reminder.close);
    return reminder.subjectId;
  };
  const numbers = [
    at(challenge(), ENTRIES_UNTIL - 24 * HOUR_MS),
    at(challenge(), ENTRIES_UNTIL - HOUR_MS),
    at(voting(), VOTES_UNTIL - 24 * HOUR_MS),
    at(voting(), VOTES_UNTIL - HOUR_MS),
  ];
  expect(new Set(numbers).size).toBe(4);
  expect(at(challenge(), ENTRIES_UNTIL - 13 * HOUR_MS)).toBe(numbers[0]);
});

test('a close that was moved is not told again before half of the time has passed', () => {
  const first = dueReminder(challenge(), ENTRIES_UNTIL - 24 * HOUR_MS);
  const moved = challenge({
    schedule: { ...challenge().schedule, entriesUntil: ENTRIES_UNTIL + 2 * HOUR_MS },
  });
  const second = dueReminder(moved, ENTRIES_UNTIL - 20 * HOUR_MS);
  if (!first || !second) throw new Error('none is due');
  const earlier = [{ subjectId: first.subjectId, createdAt: ENTRIES_UNTIL - 24 * HOUR_MS }];
  expect(wasToldLately(second, earlier, ENTRIES_UNTIL - 20 * HOUR_MS)).toBe(true);
  expect(wasToldLately(second, earlier, ENTRIES_UNTIL - 11 * HOUR_MS)).toBe(false);
  expect(wasToldLately(first, earlier, ENTRIES_UNTIL - 20 * HOUR_MS), 'the same one').toBe(false);
  expect(wasToldLately({ ...second, subjectId: second.subjectId + 1 }, earlier, 0), 'of votes').toBe(false);
});

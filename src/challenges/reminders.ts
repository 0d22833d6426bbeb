import type { Challenge } from './challenge.ts';

/** What members are reminded of. */
export type Close = 'entries' | 'votes';

/** That a close is near. */
export interface Reminder {
  close: Close;
  hours: number;
  /** Of its post, and of the direct messages: another one when the close was moved. */
  subjectId: number;
}

/** How long before a close members are reminded. */
const REMINDER_HOURS = [24, 1] as const;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** The last digits of a reminder's number: hours, and what closes. */
const KINDS = 100;

/**
 * The reminder that is to go out now: so long before a close, if the phase is longer than that, and at the latest when half
 * of that time is left.
 */
export function dueReminder(challenge: Challenge, now: number): Reminder | undefined {
  const ahead = closeAhead(challenge);
  if (challenge.pausedAt !== undefined || ahead === undefined) return undefined;
  const { close, since, at } = ahead;
  const leftMs = at - now;
  const hours = REMINDER_HOURS.find(
    (one) => since < at - one * HOUR_MS && leftMs <= one * HOUR_MS && leftMs > (one * HOUR_MS) / 2,
  );
  return hours === undefined ? undefined : { close, hours, subjectId: numberOf(close, hours, at) };
}

function closeAhead({ phase, phaseSince, votesFrom, schedule }: Challenge) {
  if (phase === 'open') return { close: 'entries', since: phaseSince, at: schedule.entriesUntil } as const;
  if (phase !== 'voting' || votesFrom === undefined) return undefined;
  return { close: 'votes', since: votesFrom, at: schedule.votesUntil } as const;
}

const numberOf = (close: Close, hours: number, at: number): number =>
  Math.floor(at / MINUTE_MS) * KINDS + hours * 2 + (close === 'votes' ? 1 : 0);

/** What the reminder with this number is of. */
export const reminderClose = (subjectId: number): Close => (subjectId % 2 === 1 ? 'votes' : 'entries');

/**
 * Whether the same was told a short while ago, of a close that a host has moved since: members are not told again before half
 * of the time has passed.
 * @param earlier the challenge's reminders
 */
export const wasToldLately = (
  { subjectId, hours }: Reminder,
  earlier: readonly { subjectId: number; createdAt: number }[],
  now: number,
): boolean =>
  earlier.some(
    (post) =>
      post.subjectId !== subjectId &&
      post.subjectId % KINDS === subjectId % KINDS &&
      post.createdAt > now - (hours * HOUR_MS) / 2,
  );

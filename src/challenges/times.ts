import { ExpectedError } from '../lib/errors.ts';
import { parseDuration } from '../moderation/duration-text.ts';
import { dayAfter, momentAt, wallClock } from '../quota/zoned-time.ts';
import { endsShifted } from './movable-ends.ts';
import type { Schedule } from './phases.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** In a draft: entries open with the publication. Its ends count from then. */
export const AT_PUBLICATION = 0;
/** How long entries and votes may be taken. */
export const PHASE_LENGTH_MS = { min: 10 * MINUTE_MS, max: 90 * DAY_MS } as const;
export const AHEAD_MAX_MS = 365 * DAY_MS;

/** What a host says of a challenge's times. */
export interface Times {
  /** Milliseconds since the epoch, or `AT_PUBLICATION`. */
  opensAt: number;
  entriesMs: number;
  votingMs: number;
}

export function scheduleOf(
  { opensAt, entriesMs, votingMs }: Times,
  reviewHours: number | undefined,
): Schedule {
  const entriesUntil = opensAt + entriesMs;
  const reviewUntil = reviewHours === undefined ? undefined : entriesUntil + reviewHours * HOUR_MS;
  return { opensAt, entriesUntil, reviewUntil, votesUntil: (reviewUntil ?? entriesUntil) + votingMs };
}

/** The other way round. */
export const timesOf = ({ opensAt, entriesUntil, reviewUntil, votesUntil }: Schedule): Times => ({
  opensAt,
  entriesMs: entriesUntil - opensAt,
  votingMs: votesUntil - (reviewUntil ?? entriesUntil),
});

/** A draft's schedule once it is published. */
export const publishedSchedule = (schedule: Schedule, now: number): Schedule =>
  schedule.opensAt === AT_PUBLICATION ? endsShifted('announced', schedule, now) : schedule;

/** @throws ExpectedError for times that no challenge can have */
export function checkTimes({ opensAt, entriesMs, votingMs }: Times, now: number): void {
  checkLength('Entries', entriesMs);
  checkLength('Votes', votingMs);
  if (opensAt > now + AHEAD_MAX_MS) {
    throw new ExpectedError('times', 'A challenge can open within a year from now: choose an earlier time.');
  }
}

function checkLength(what: string, ms: number): void {
  if (ms >= PHASE_LENGTH_MS.min && ms <= PHASE_LENGTH_MS.max) return;
  throw new ExpectedError(
    'times',
    `${what} are taken for 10 minutes at least and 90 days at most: choose a time between.`,
  );
}

/**
 * A moment as hosts type it: "now", "in 3h", "18:00" (the next), "tomorrow 18:00", "2026-11-30 18:00".
 * @param timeZone of calendars and clocks
 * @returns `AT_PUBLICATION` for "now"; what it returns else may be past
 * @throws ExpectedError for anything else, with what to type
 */
export function parseMoment(text: string, now: number, timeZone: string): number {
  const typed = text.trim().toLowerCase();
  if (typed === 'now') return AT_PUBLICATION;
  if (/^in\s/.test(typed)) return now + parseDuration(typed.slice(2));
  const moment = clockTime(typed, now, timeZone) ?? calendarTime(typed, timeZone);
  if (moment !== undefined && moment > 0) return moment;
  throw new ExpectedError(
    'moment',
    `I do not understand that time: write \`now\`, a time from now like \`in 3h\`, a time of day like \`18:00\` or \`tomorrow 18:00\`, or a date like \`2026-11-30 18:00\`. This server’s time zone is ${timeZone}.`,
  );
}

const CLOCK = /^(?:(today|tomorrow)\s+(?:at\s+)?)?(\d{1,2}:\d{2})$/;
const CALENDAR = /^(\d{4}-\d{2}-\d{2})(?:[\st]+(?:at\s+)?(\d{1,2}:\d{2}))?$/;

function clockTime(typed: string, now: number, timeZone: string): number | undefined {
  const [, day, time] = CLOCK.exec(typed) ?? [];
  if (time === undefined) return undefined;
  const { date } = wallClock(now, timeZone);
  const today = momentAt(date, twoDigits(time), timeZone);
  if (today === undefined || day === 'today') return today;
  const isNext = day === undefined && today > now;
  return isNext ? today : momentAt(dayAfter(date), twoDigits(time), timeZone);
}

function calendarTime(typed: string, timeZone: string): number | undefined {
  const [, date, time = '00:00'] = CALENDAR.exec(typed) ?? [];
  return date === undefined ? undefined : momentAt(date, twoDigits(time), timeZone);
}

const twoDigits = (time: string): string => time.padStart('18:00'.length, '0');

/** A moment as `parseMoment` reads it. */
export function momentTyped(at: number, timeZone: string): string {
  if (at === AT_PUBLICATION) return 'now';
  const { date, time } = wallClock(at, timeZone);
  return `${date} ${time}`;
}

const UNITS = [
  [DAY_MS, 'd'],
  [HOUR_MS, 'h'],
  [MINUTE_MS, 'm'],
] as const;

/** A length as `parseDuration` reads it, to the minute: "7d", "1d 12h". */
export function lengthTyped(ms: number): string {
  let rest = Math.round(ms / MINUTE_MS) * MINUTE_MS;
  const parts = UNITS.flatMap(([unitMs, unit]) => {
    const number = Math.floor(rest / unitMs);
    rest -= number * unitMs;
    return number === 0 ? [] : [`${number}${unit}`];
  });
  return parts.join(' ') || '0m';
}

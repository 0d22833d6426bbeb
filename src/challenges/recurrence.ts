import { Cron } from 'croner';

/**
 * The next moments at which a pattern is met, in milliseconds, the earliest first: fewer when there are no more. A time of day
 * that clocks leave out comes when they have been put forward; one that they show twice comes the first time.
 * @param pattern minute, hour, day, month, weekday
 * @param after the first moment is later than this one
 * @throws Error for a pattern or time zone that there is not
 */
export const nextOccurrences = (
  pattern: string,
  timeZone: string,
  after: number,
  count: number,
): readonly number[] =>
  new Cron(pattern, { timezone: timeZone, mode: '5-part', paused: true })
    .nextRuns(count, new Date(after))
    .map((date) => date.getTime());

/** The first of them. @returns undefined when there is none any more */
export const nextOccurrence = (pattern: string, timeZone: string, after: number): number | undefined =>
  nextOccurrences(pattern, timeZone, after, 1)[0];

/** As many months as hold the shortest time between two of them. */
const LOOKED_AHEAD = 24;

/**
 * The shortest time between two challenges, by the calendar: an hour by which clocks are put forward in between does not count.
 * @returns Infinity for a pattern that is met only once
 */
export function shortestPeriodMs(pattern: string, now: number): number {
  const moments = nextOccurrences(pattern, 'UTC', now, LOOKED_AHEAD);
  return Math.min(
    ...moments.slice(1).map((at, index) => at - (moments[index] ?? at)),
    Number.POSITIVE_INFINITY,
  );
}

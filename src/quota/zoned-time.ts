import { Temporal } from 'temporal-polyfill';

/**
 * The moment at which calendars and clocks of a time zone show this. Where clocks are put forward and never show it, as much
 * later as they are put; where they are put back and show it twice, the first time.
 * @param date `2026-11-30`
 * @param time `18:00`
 * @returns undefined for a date or time that does not exist anywhere
 */
export function momentAt(date: string, time: string, timeZone: string): number | undefined {
  try {
    const wall = Temporal.PlainDate.from(date).toPlainDateTime(Temporal.PlainTime.from(time));
    return wall.toZonedDateTime(timeZone).epochMilliseconds;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** What calendars and clocks of a time zone show: `2026-11-30 18:00`, as `momentAt` reads it. */
export function wallClock(at: number, timeZone: string): { date: string; time: string } {
  const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
  return { date: zoned.toPlainDate().toString(), time: zoned.toPlainTime().toString().slice(0, 5) };
}

/** The day after. @param date `2026-11-30` */
export const dayAfter = (date: string): string => Temporal.PlainDate.from(date).add({ days: 1 }).toString();

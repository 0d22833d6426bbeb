import { Temporal } from 'temporal-polyfill';

/** The stretches of time that a limit can hold for. Calendar ones begin at midnight in the server's time zone, weeks on Monday. */
export const QUOTA_WINDOWS = [
  'rolling-hour',
  'rolling-day',
  'rolling-week',
  'rolling-month',
  'calendar-day',
  'calendar-week',
  'calendar-month',
] as const;
export type QuotaWindow = (typeof QUOTA_WINDOWS)[number];

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MONTH_DAYS = 30;

const ROLLING_MS: Partial<Record<QuotaWindow, number>> = {
  'rolling-hour': HOUR_MS,
  'rolling-day': DAY_MS,
  'rolling-week': 7 * DAY_MS,
  'rolling-month': MONTH_DAYS * DAY_MS,
};

/** No window reaches further back: older reservations need not be read. */
export const LONGEST_WINDOW_MS = 32 * DAY_MS;

/** How a window is spoken of: "3 videos in any 24 hours". */
export const WINDOW_TEXTS: Record<QuotaWindow, string> = {
  'rolling-hour': 'in any hour',
  'rolling-day': 'in any 24 hours',
  'rolling-week': 'in any 7 days',
  'rolling-month': 'in any 30 days',
  'calendar-day': 'a day',
  'calendar-week': 'a week',
  'calendar-month': 'a month',
};

/**
 * The moment at which what was taken at `takenAt` comes back. What is taken counts against a limit as long as this lies
 * ahead.
 * @param timeZone an IANA name, for calendar windows; days there may have 23 or 25 hours
 */
export function comesBackAt(window: QuotaWindow, takenAt: number, timeZone: string): number {
  const rollingMs = ROLLING_MS[window];
  if (rollingMs !== undefined) return takenAt + rollingMs;
  return startOf(nextPeriod(window, dateAt(takenAt, timeZone)), timeZone);
}

export const BUDGET_PERIODS = ['day', 'month'] as const;
export type BudgetPeriod = (typeof BUDGET_PERIODS)[number];

/** The calendar day or month that a moment lies in: its first moment, and the first that lies in it no more. */
export function periodAt(
  period: BudgetPeriod,
  at: number,
  timeZone: string,
): { startsAt: number; endsAt: number } {
  const date = dateAt(at, timeZone);
  const first = period === 'day' ? date : date.with({ day: 1 });
  return {
    startsAt: startOf(first, timeZone),
    endsAt: startOf(nextPeriod(period === 'day' ? 'calendar-day' : 'calendar-month', date), timeZone),
  };
}

/** The day that a moment lies on, as `2026-11-23`. */
export const dayAt = (at: number, timeZone: string): string => dateAt(at, timeZone).toString();

/** Whether calendars can be reckoned in this zone: a name of the IANA database, such as `Europe/Berlin`. */
export function isTimeZone(name: string): boolean {
  try {
    dateAt(0, name);
    return true;
  } catch {
    // Thrown for every name that is none.
    return false;
  }
}

const dateAt = (at: number, timeZone: string): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toPlainDate();

const startOf = (date: Temporal.PlainDate, timeZone: string): number =>
  date.toZonedDateTime(timeZone).epochMilliseconds;

function nextPeriod(window: QuotaWindow, date: Temporal.PlainDate): Temporal.PlainDate {
  switch (window) {
    case 'calendar-week':
      return date.subtract({ days: date.dayOfWeek - 1 }).add({ weeks: 1 });
    case 'calendar-month':
      return date.with({ day: 1 }).add({ months: 1 });
    default:
      return date.add({ days: 1 });
  }
}

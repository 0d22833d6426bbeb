import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  BUDGET_PERIODS,
  comesBackAt,
  dayAt,
  isTimeZone,
  LONGEST_WINDOW_MS,
  periodAt,
  QUOTA_WINDOWS,
  type QuotaWindow,
} from '../../src/quota/window.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const at = (text: string): number => Date.parse(text);
const iso = (ms: number): string => new Date(ms).toISOString();

// The other reckoning: what a calendar on the wall shows, by the formatter that browsers have.
const formatters = new Map<string, Intl.DateTimeFormat>();
function localDay(ms: number, timeZone: string): { year: number; month: number; day: number } {
  const format =
    formatters.get(timeZone) ??
    new Intl.DateTimeFormat('en', {
      timeZone,
      calendar: 'gregory',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
    });
  formatters.set(timeZone, format);
  const parts = new Map(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
  return { year: parts.get('year') ?? 0, month: parts.get('month') ?? 0, day: parts.get('day') ?? 0 };
}

/** A name of the calendar day, week or month that a moment lies in. */
function periodName(window: QuotaWindow, ms: number, timeZone: string): string {
  const { year, month, day } = localDay(ms, timeZone);
  switch (window) {
    case 'calendar-day':
      return `${year}-${month}-${day}`;
    case 'calendar-month':
      return `${year}-${month}`;
    default: {
      const asUtc = Date.UTC(year, month - 1, day);
      const daysSinceMonday = (new Date(asUtc).getUTCDay() + 6) % 7;
      return iso(asUtc - daysSinceMonday * DAY_MS);
    }
  }
}

const ZONES = Intl.supportedValuesOf('timeZone');
/** With a change of clocks at midnight, by half an hour, over the date line, or far from Greenwich. */
const ODD_ZONES = [
  'America/Nuuk',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Pacific/Apia',
  'Pacific/Kiritimati',
  'Africa/Cairo',
  'Asia/Beirut',
  'Atlantic/Azores',
  'America/Havana',
  'Asia/Kathmandu',
  'Europe/Dublin',
  'Africa/Casablanca',
];
const zones = fc.oneof(fc.constantFrom(...ZONES), fc.constantFrom(...ODD_ZONES));
const moments = fc.oneof(
  fc.integer({ min: at('2024-01-01T00:00:00Z'), max: at('2036-01-01T00:00:00Z') }),
  // Near the end of a month, when most zones are at midnight.
  fc
    .tuple(fc.integer({ min: 0, max: 143 }), fc.integer({ min: -14 * HOUR_MS, max: 14 * HOUR_MS }))
    .map(([months, offset]) => Date.UTC(2024, months, 1) + offset),
  // Near the changes of the clocks in Europe and America.
  fc
    .tuple(
      fc.constantFrom(
        '2026-03-08',
        '2026-03-29',
        '2026-10-25',
        '2026-11-01',
        '2027-03-28',
        '2027-10-31',
        '2026-04-24',
      ),
      fc.integer({ min: -DAY_MS, max: DAY_MS }),
    )
    .map(([day, offset]) => at(`${day}T00:00:00Z`) + offset),
);
const calendarWindows = fc.constantFrom('calendar-day', 'calendar-week', 'calendar-month');

describe('what was taken comes back', () => {
  test.for([
    ['rolling-hour', HOUR_MS],
    ['rolling-day', DAY_MS],
    ['rolling-week', 7 * DAY_MS],
    ['rolling-month', 30 * DAY_MS],
  ] as const)('from a %s after exactly %d ms, whatever the clocks do', ([window, ms]) => {
    fc.assert(
      fc.property(moments, zones, (takenAt, timeZone) => {
        expect(comesBackAt(window, takenAt, timeZone)).toBe(takenAt + ms);
      }),
    );
  });

  test.for([
    ['calendar-day', '2026-11-22T12:00:00Z', 'UTC', '2026-11-23T00:00:00Z'],
    // To the millisecond.
    ['calendar-day', '2026-11-22T23:59:59.999Z', 'UTC', '2026-11-23T00:00:00Z'],
    ['calendar-day', '2026-11-23T00:00:00Z', 'UTC', '2026-11-24T00:00:00Z'],
    ['calendar-day', '2026-11-22T23:30:00Z', 'Asia/Tokyo', '2026-11-23T15:00:00Z'],
    // A day of 23 hours, and one of 25.
    ['calendar-day', '2026-03-28T23:00:00Z', 'Europe/Berlin', '2026-03-29T22:00:00Z'],
    ['calendar-day', '2026-10-24T22:00:00Z', 'Europe/Berlin', '2026-10-25T23:00:00Z'],
    // The clocks go from 24 h back to 23 h: the day is not over yet.
    ['calendar-day', '2026-10-24T23:30:00Z', 'America/Nuuk', '2026-10-25T02:00:00Z'],
    // There is no midnight: the day begins at 1 o'clock.
    ['calendar-day', '2026-04-23T12:00:00Z', 'Africa/Cairo', '2026-04-23T22:00:00Z'],
    // A Sunday evening, and a Monday's first moment.
    ['calendar-week', '2026-11-22T23:59:59Z', 'UTC', '2026-11-23T00:00:00Z'],
    ['calendar-week', '2026-11-23T00:00:00Z', 'UTC', '2026-11-30T00:00:00Z'],
    ['calendar-week', '2026-12-31T12:00:00Z', 'UTC', '2027-01-04T00:00:00Z'],
    ['calendar-month', '2026-02-28T12:00:00Z', 'UTC', '2026-03-01T00:00:00Z'],
    ['calendar-month', '2028-02-28T12:00:00Z', 'UTC', '2028-03-01T00:00:00Z'],
    ['calendar-month', '2026-12-31T23:59:59Z', 'UTC', '2027-01-01T00:00:00Z'],
    ['calendar-month', '2026-12-31T23:59:59Z', 'Europe/Berlin', '2027-01-31T23:00:00Z'],
    ['calendar-month', '2026-01-31T12:00:00Z', 'America/New_York', '2026-02-01T05:00:00Z'],
  ] as const)('of a %s that holds %s in %s at %s', ([window, takenAt, timeZone, expected]) => {
    expect(iso(comesBackAt(window, at(takenAt), timeZone))).toBe(iso(at(expected)));
  });

  test('from a calendar window at the first moment that its wall calendar calls another one', () => {
    fc.assert(
      fc.property(calendarWindows, moments, zones, (window, takenAt, timeZone) => {
        const back = comesBackAt(window, takenAt, timeZone);
        const own = periodName(window, takenAt, timeZone);
        expect(periodName(window, back - 1, timeZone)).toBe(own);
        expect(periodName(window, back, timeZone)).not.toBe(own);
      }),
      { numRuns: 2_000 },
    );
  });

  test('always later than it was taken, and never later than any limit looks back', () => {
    fc.assert(
      fc.property(fc.constantFrom(...QUOTA_WINDOWS), moments, zones, (window, takenAt, timeZone) => {
        const back = comesBackAt(window, takenAt, timeZone);
        expect(back).toBeGreaterThan(takenAt);
        expect(back).toBeLessThanOrEqual(takenAt + LONGEST_WINDOW_MS);
      }),
      { numRuns: 1_000 },
    );
  });

  test('never before what was taken earlier', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...QUOTA_WINDOWS),
        moments,
        fc.nat(3 * DAY_MS),
        zones,
        (window, takenAt, later, timeZone) => {
          expect(comesBackAt(window, takenAt + later, timeZone)).toBeGreaterThanOrEqual(
            comesBackAt(window, takenAt, timeZone),
          );
        },
      ),
    );
  });
});

describe('the period of a budget', () => {
  test('holds its moment, and is a whole day or month of the wall calendar', () => {
    fc.assert(
      fc.property(fc.constantFrom(...BUDGET_PERIODS), moments, zones, (period, moment, timeZone) => {
        const { startsAt, endsAt } = periodAt(period, moment, timeZone);
        const window = period === 'day' ? 'calendar-day' : 'calendar-month';
        const name = periodName(window, moment, timeZone);
        expect(startsAt).toBeLessThanOrEqual(moment);
        expect(endsAt).toBeGreaterThan(moment);
        expect(periodName(window, startsAt, timeZone)).toBe(name);
        expect(periodName(window, endsAt - 1, timeZone)).toBe(name);
        expect(periodName(window, startsAt - 1, timeZone)).not.toBe(name);
        expect(periodName(window, endsAt, timeZone)).not.toBe(name);
      }),
      { numRuns: 1_000 },
    );
  });

  test('is followed by the next without a gap', () => {
    fc.assert(
      fc.property(fc.constantFrom(...BUDGET_PERIODS), moments, zones, (period, moment, timeZone) => {
        const { startsAt, endsAt } = periodAt(period, moment, timeZone);
        expect(periodAt(period, endsAt, timeZone).startsAt).toBe(endsAt);
        expect(periodAt(period, startsAt - 1, timeZone).endsAt).toBe(startsAt);
      }),
    );
  });
});

test('the day of a moment is the one that its wall calendar shows', () => {
  fc.assert(
    fc.property(moments, zones, (moment, timeZone) => {
      const { year, month, day } = localDay(moment, timeZone);
      const two = (number: number) => String(number).padStart(2, '0');
      expect(dayAt(moment, timeZone)).toBe(`${year}-${two(month)}-${two(day)}`);
    }),
  );
});

test('every zone of the IANA database is one, and nothing else', () => {
  for (const name of [...ZONES, 'UTC', 'europe/berlin']) expect(isTimeZone(name)).toBe(true);
  for (const name of ['', 'Berlin', 'Europe/Atlantis', 'Mars', 'UTC+99', '2026-01-01']) {
    expect(isTimeZone(name)).toBe(false);
  }
});

import type { ServerStatistics, StatisticsDay } from '../../src/charts/statistics.ts';

const DAY_MS = 24 * 60 * 60_000;
const TODAY = Date.parse('2026-11-23');

export const NOTHING = { delivered: 0, failed: 0, blocked: 0, cancelled: 0, other: 0, units: 0 };

/** Days up to today, oldest first, as the function says what happened on each. */
export const daysOf = (
  days: ServerStatistics['days'],
  happened: (index: number) => Partial<StatisticsDay>,
): StatisticsDay[] =>
  Array.from({ length: days }, (_, index) => ({
    day: new Date(TODAY - (days - 1 - index) * DAY_MS).toISOString().slice(0, 10),
    ...NOTHING,
    ...happened(index),
  }));

/** A server where every day is like the others. */
export const statisticsOf = (changes: Partial<ServerStatistics> = {}): ServerStatistics => ({
  serverName: 'Film club',
  days: 30,
  timeZone: 'Europe/Berlin',
  perDay: daysOf(changes.days ?? 30, () => ({
    delivered: 6,
    failed: 2,
    blocked: 1,
    cancelled: 1,
    other: 1,
    units: 40,
  })),
  budget: { unitsPerDay: 60, unitsPerMonth: 1_500, spentToday: 40, spentThisMonth: 920 },
  topUsers: [
    { name: 'Ada', videos: 80, units: 500 },
    { name: 'Bob', videos: 60, units: 400 },
    { name: 'Cleo', videos: 40, units: 300 },
  ],
  medianWaitMs: 48_000,
  medianTotalMs: 126_000,
  ...changes,
});

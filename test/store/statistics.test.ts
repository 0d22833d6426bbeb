import fc from 'fast-check';
import { expect, test } from 'vitest';
import { JOB_STATES, type JobState } from '../../src/jobs/states.ts';
import type { ServerFigures } from '../../src/moderation/statistics.ts';
import { jobs, spendLedger } from '../../src/store/schema.ts';
import { createStatisticsStore } from '../../src/store/statistics.ts';
import { openStore, withStore } from './fixture.ts';
import { newJob } from './orders.ts';

const HOUR_MS = 3_600_000;
const HALF_HOUR_MS = HOUR_MS / 2;
const DAY_MS = 24 * HOUR_MS;
const MEMBERS = 3;

/** Half-hour shifts, midnights that do not exist, both hemispheres, odd offsets. */
const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/Santiago',
  'Asia/Beirut',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Kiritimati',
] as const;

interface Made {
  guildId: string;
  userId: string;
  state: JobState;
  createdAt: number;
  waitMs: number | undefined;
  totalMs: number;
  spends: readonly { entry: 'charge' | 'refund'; units: number; afterMs: number }[];
}

type Db = Parameters<typeof createStatisticsStore>[0];

function insert(db: Db, made: readonly Made[]): void {
  for (const { guildId, userId, state, createdAt, waitMs, totalMs, spends } of made) {
    const [row] = db
      .insert(jobs)
      .values({
        ...newJob({ guildId, userId }),
        state,
        createdAt,
        stateSince: createdAt + totalMs,
        runAt: createdAt,
        submittedAt: waitMs === undefined ? null : createdAt + waitMs,
      })
      .returning()
      .all();
    for (const { entry, units, afterMs } of spends) {
      db.insert(spendLedger)
        .values({ guildId, jobId: row?.id ?? 0, entry, units, at: createdAt + afterMs })
        .run();
    }
  }
}

/** The day as the platform's own calendar has it. */
function calendar(timeZone: string): (at: number) => string {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });
  return (at) => format.format(at);
}

const dayBefore = (day: string): string => new Date(Date.parse(day) - DAY_MS).toISOString().slice(0, 10);

const OUTCOMES: Partial<Record<JobState, 'delivered' | 'failed' | 'blocked' | 'cancelled' | 'other'>> = {
  delivered: 'delivered',
  failed: 'failed',
  blocked: 'blocked',
  cancelled: 'cancelled',
  undeliverable: 'other',
  denied: 'other',
};

function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** The same numbers, counted by hand from the list. */
function counted(all: readonly Made[], days: number, timeZone: string, now: number): ServerFigures {
  const dayOf = calendar(timeZone);
  const shown = [dayOf(now)];
  while (shown.length < days) shown.unshift(dayBefore(shown[0] ?? ''));
  const own = all.filter(({ guildId }) => guildId === 'guild');
  const ordered = own.filter(({ createdAt }) => shown.includes(dayOf(createdAt)));
  const spends = own.flatMap(({ createdAt, spends }) =>
    spends.map(({ entry, units, afterMs }) => ({
      day: dayOf(createdAt + afterMs),
      units: entry === 'charge' ? units : -units,
    })),
  );
  const spentOn = (is: (day: string) => boolean) =>
    sum(spends.filter(({ day }) => is(day)).map(({ units }) => units));
  const today = shown.at(-1) ?? '';
  const members = [...Map.groupBy(ordered, ({ userId }) => userId)].map(([userId, theirs]) => ({
    userId,
    videos: theirs.filter(({ state }) => state === 'delivered').length,
    units: sum(
      theirs.flatMap(({ spends }) => spends.map(({ entry, units }) => (entry === 'charge' ? units : -units))),
    ),
  }));
  return {
    perDay: shown.map((day) => {
      const outcomes = ordered
        .filter(({ createdAt }) => dayOf(createdAt) === day)
        .map(({ state }) => OUTCOMES[state]);
      const many = (outcome: string) => outcomes.filter((one) => one === outcome).length;
      return {
        day,
        delivered: many('delivered'),
        failed: many('failed'),
        blocked: many('blocked'),
        cancelled: many('cancelled'),
        other: many('other'),
        units: spentOn((one) => one === day),
      };
    }),
    spentToday: spentOn((day) => day >= today),
    spentThisMonth: spentOn((day) => day >= `${today.slice(0, 8)}01`),
    topUsers: members
      .filter(({ videos }) => videos > 0)
      .sort((a, b) => b.videos - a.videos || b.units - a.units || (a.userId < b.userId ? -1 : 1))
      .slice(0, MEMBERS),
    medianWaitMs: median(ordered.flatMap(({ waitMs }) => waitMs ?? [])),
    medianTotalMs: median(ordered.filter(({ state }) => state === 'delivered').map(({ totalMs }) => totalMs)),
  };
}

const spendsArbitrary = fc.uniqueArray(
  fc.record({
    entry: fc.constantFrom('charge' as const, 'refund' as const),
    units: fc.integer({ min: 0, max: 400 }),
    afterMs: fc.integer({ min: 0, max: 6 * HOUR_MS }),
  }),
  { selector: ({ entry }) => entry, maxLength: 2 },
);

const sceneArbitrary = fc
  .record({
    now: fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 1) }),
    days: fc.constantFrom(7, 30, 90),
    timeZone: fc.constantFrom(...ZONES),
  })
  .chain((scene) =>
    fc.record({
      scene: fc.constant(scene),
      made: fc.array(
        fc.record<Made>({
          guildId: fc.constantFrom('guild', 'guild', 'guild', 'elsewhere'),
          userId: fc.constantFrom('ada', 'bob', 'cleo', 'dan', 'eve'),
          state: fc.constantFrom(...JOB_STATES),
          // Near the edges of half hours, where days begin.
          createdAt: fc
            .tuple(fc.integer({ min: 0, max: (scene.days + 2) * 48 }), fc.constantFrom(-1, 0, 0, 1))
            .map(([halfHours, ms]) => {
              const edge = (Math.floor(scene.now / HALF_HOUR_MS) - halfHours) * HALF_HOUR_MS;
              return Math.min(scene.now, edge + ms);
            }),
          waitMs: fc.option(fc.integer({ min: 0, max: HOUR_MS }), { nil: undefined }),
          totalMs: fc.integer({ min: 0, max: HOUR_MS }),
          spends: spendsArbitrary,
        }),
        { maxLength: 100, size: 'max' },
      ),
    }),
  );

test('whatever was made, the statistics are what a count by the platform’s calendar gives', async () => {
  await fc.assert(
    fc.asyncProperty(sceneArbitrary, async ({ scene: { now, days, timeZone }, made }) => {
      // Nothing is charged in the future.
      const past = made.map((one) => ({
        ...one,
        spends: one.spends.filter(({ afterMs }) => one.createdAt + afterMs <= now),
      }));
      await withStore(async (_store, db) => {
        insert(db, past);
        const figures = await createStatisticsStore(db).figures(
          'guild',
          { days, timeZone, members: MEMBERS },
          now,
        );
        expect(figures).toEqual(counted(past, days, timeZone, now));
      });
    }),
    { numRuns: 100 },
  );
});

const MADE: Made = {
  guildId: 'guild',
  userId: 'ada',
  state: 'delivered',
  createdAt: 0,
  waitMs: undefined,
  totalMs: 0,
  spends: [],
};

test('the day on which clocks go back has 25 hours, and each of its videos is counted on it', async () => {
  const { db } = openStore();
  const midnight = Date.UTC(2026, 9, 24, 22);
  const made = Array.from({ length: 27 }, (_, hour) => ({
    ...MADE,
    createdAt: midnight + (hour - 1) * HOUR_MS,
  }));
  insert(db, made);
  const figures = await createStatisticsStore(db).figures(
    'guild',
    { days: 7, timeZone: 'Europe/Berlin', members: MEMBERS },
    Date.UTC(2026, 9, 26, 12),
  );
  expect(figures.perDay.slice(-3).map(({ day, delivered }) => [day, delivered])).toEqual([
    ['2026-10-24', 1],
    ['2026-10-25', 25],
    ['2026-10-26', 1],
  ]);
});

test('an empty server has days without gaps, and no medians', async () => {
  const { db } = openStore();
  const figures = await createStatisticsStore(db).figures(
    'guild',
    { days: 90, timeZone: 'UTC', members: MEMBERS },
    Date.UTC(2026, 10, 23, 23, 59),
  );
  expect(figures.perDay).toHaveLength(90);
  expect(figures.perDay[0]).toEqual({
    day: '2026-08-26',
    delivered: 0,
    failed: 0,
    blocked: 0,
    cancelled: 0,
    other: 0,
    units: 0,
  });
  expect(figures.perDay.at(-1)?.day).toBe('2026-11-23');
  expect(figures).toMatchObject({ topUsers: [], spentToday: 0, spentThisMonth: 0 });
  expect(figures.medianWaitMs).toBeUndefined();
  expect(figures.medianTotalMs).toBeUndefined();
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JobStore, RunningCaps } from '../../src/jobs/job-store.ts';
import { type JobState, RUNNING_STATES } from '../../src/jobs/states.ts';
import type { Database } from '../../src/store/open.ts';
import { jobs } from '../../src/store/schema.ts';
import {
  admit,
  admitInto,
  claimNext,
  drain,
  NO_CAPS,
  openStore,
  WAY_TO,
  walk,
  withStore,
} from './fixture.ts';
import { START } from './orders.ts';

const caps = (some: Partial<RunningCaps>): RunningCaps => ({ ...NO_CAPS, ...some });

test('no more than `total` jobs run at once, and a freed place is used', async () => {
  const { store } = openStore();
  for (const userId of ['u', 'v', 'w', 'x']) await admit(store, { guildId: `of-${userId}`, userId });
  expect(await drain(store, caps({ total: 2 }))).toEqual([1, 2]);
  await walk(store, 3, ['cancelled']);
  await store.move(1, { from: 'preparing', to: 'failed', token: 'token', at: START });
  expect(await drain(store, caps({ total: 2 }))).toEqual([4]);
});

test('no more than `perGuild` of a guild run at once; other guilds go on past it', async () => {
  const { store } = openStore();
  for (const userId of ['u', 'v', 'w']) await admit(store, { guildId: 'a', userId });
  for (const userId of ['x', 'y', 'z']) await admit(store, { guildId: 'b', userId });
  expect(await drain(store, caps({ perGuild: 2 }))).toEqual([1, 4, 2, 5]);
  await store.move(2, { from: 'preparing', to: 'failed', token: 'token', at: START });
  expect(await drain(store, caps({ perGuild: 2 }))).toEqual([3]);
});

test('no more than `perUser` of a member run at once; others of the guild go on past it', async () => {
  const { store } = openStore();
  for (const userId of ['u', 'u', 'u', 'v', 'v']) await admit(store, { userId });
  expect(await drain(store, caps({ perUser: 1 }))).toEqual([1, 4]);
  await store.move(1, { from: 'preparing', to: 'failed', token: 'token', at: START });
  expect(await drain(store, caps({ perUser: 1 }))).toEqual([2]);
});

test('a member at the cap in one guild has a place in another', async () => {
  const { store } = openStore();
  for (const guildId of ['a', 'a', 'b']) await admit(store, { guildId, userId: 'u' });
  expect(await drain(store, caps({ perUser: 1 }))).toEqual([1, 3]);
});

test('a guild that was held back keeps its turn, and is first when it may again', async () => {
  const { store } = openStore();
  for (const guildId of ['a', 'a', 'b', 'b', 'c']) await admit(store, { guildId, userId: `of-${guildId}` });
  const perGuild = caps({ perGuild: 1 });
  expect(await drain(store, perGuild)).toEqual([1, 3, 5]);
  for (const jobId of [1, 3]) {
    await store.move(jobId, { from: 'preparing', to: 'failed', token: 'token', at: START });
  }
  expect((await claimNext(store, perGuild))?.id).toBe(2);
});

test.each(RUNNING_STATES)('a job that is %s takes a place', async (state) => {
  const { store } = openStore();
  const busy = await admit(store);
  await walk(store, busy.id, WAY_TO[state]);
  await admit(store);
  for (const cap of ['total', 'perGuild', 'perUser']) {
    expect(await claimNext(store, caps({ [cap]: 1 }))).toBeUndefined();
  }
  expect((await claimNext(store, caps({ total: 2, perGuild: 2, perUser: 2 })))?.id).toBe(2);
});

test.each([
  'fetching',
  'delivering',
  'delivered',
  'undeliverable',
  'failed',
  'blocked',
  'cancelled',
  'held',
  'denied',
] as const)('a job that is %s takes no place', async (state) => {
  const { store } = openStore();
  await admitInto(store, state);
  await admit(store);
  expect((await claimNext(store, { total: 1, perGuild: 1, perUser: 1 }))?.id).toBe(2);
});

test('a cap of 0 holds everything back', async () => {
  const { store } = openStore();
  await admit(store);
  for (const cap of ['total', 'perGuild', 'perUser']) {
    expect(await claimNext(store, caps({ [cap]: 0 }))).toBeUndefined();
  }
});

const countOf = (rows: readonly { guildId: string; userId: string }[], guildId: string, userId?: string) =>
  rows.filter((row) => row.guildId === guildId && (userId === undefined || row.userId === userId)).length;

/** Whether somebody who looks at every row finds a job that may run. */
function somethingMayRun(db: Database, { total, perGuild, perUser }: RunningCaps): boolean {
  const running: readonly JobState[] = RUNNING_STATES;
  const rows = db.select().from(jobs).all();
  const atWork = rows.filter(({ state }) => running.includes(state));
  return (
    atWork.length < total &&
    rows.some(
      ({ state, guildId, userId }) =>
        state === 'queued' &&
        countOf(atWork, guildId) < perGuild &&
        countOf(atWork, guildId, userId) < perUser,
    )
  );
}

async function endOne(store: JobStore, pick: number): Promise<void> {
  const running = await store.inState('preparing');
  const job = running[pick % Math.max(1, running.length)];
  if (job) await store.move(job.id, { from: 'preparing', to: 'failed', token: 'token', at: START });
}

test('under any load caps hold, and no place stays empty while somebody may take it', async () => {
  const cap = fc.integer({ min: 1, max: 4 });
  const step = fc.oneof(
    fc.record({ guildId: fc.constantFrom('a', 'b', 'c'), userId: fc.constantFrom('u', 'v', 'w') }),
    fc.constant('claim' as const),
    fc.nat(10),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.record({ total: cap, perGuild: cap, perUser: cap }),
      fc.array(step, { minLength: 10, maxLength: 60 }),
      async (limits, sequence) => {
        await withStore(async (store, db) => {
          for (const action of sequence) {
            if (typeof action === 'number') await endOne(store, action);
            else if (action !== 'claim') await admit(store, action);
            else {
              const possible = somethingMayRun(db, limits);
              expect((await claimNext(store, limits)) !== undefined).toBe(possible);
            }
            const atWork = await store.inState('preparing');
            expect(atWork.length).toBeLessThanOrEqual(limits.total);
            for (const { guildId, userId } of atWork) {
              expect(countOf(atWork, guildId)).toBeLessThanOrEqual(limits.perGuild);
              expect(countOf(atWork, guildId, userId)).toBeLessThanOrEqual(limits.perUser);
            }
          }
        });
      },
    ),
    { numRuns: 100 },
  );
});

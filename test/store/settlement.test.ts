import { describe, expect, test } from 'vitest';
import { FINAL_STATES, JOB_STATES, settlementFor } from '../../src/jobs/states.ts';
import { quotaLedger, spendLedger } from '../../src/store/schema.ts';
import { faultsIn } from './books.ts';
import { admit, admitInto, openStore, WAY_TO, walk } from './fixture.ts';
import { ROOMY_LIMIT, START, termsOf } from './orders.ts';

const LATER = START + 60_000;

function setUp() {
  const { db, store } = openStore();
  const entries = () =>
    db
      .select()
      .from(quotaLedger)
      .all()
      .map(({ entry, at }) => ({ entry, at }));
  const used = async () => {
    const { quota } = await store.view('guild', termsOf({ limits: [ROOMY_LIMIT] }), 8, LATER);
    return quota.limits[0]?.used;
  };
  return { db, store, entries, used };
}

test.each([
  ['delivered', 'commit', 1],
  ['undeliverable', 'release', 0],
  ['failed', 'release', 0],
  ['blocked', 'release', 0],
  ['cancelled', 'release', 0],
] as const)('a job that ends as %s has its quota settled once: %s', async (state, entry, used) => {
  const setup = setUp();
  const job = await admit(setup.store);
  expect(await setup.used()).toBe(1);
  await walk(setup.store, job.id, WAY_TO[state], LATER);
  expect(setup.entries()).toEqual([
    { entry: 'reserve', at: START },
    { entry, at: LATER },
  ]);
  expect(await setup.used()).toBe(used);
  expect(settlementFor(state)).toBe(entry);
  expect(faultsIn(setup.db)).toEqual([]);
});

test('the final states are all settled, and no other state is', () => {
  const settled = JOB_STATES.filter((state) => settlementFor(state) !== undefined);
  expect(settled.toSorted()).toEqual([...FINAL_STATES].toSorted());
});

test('a job that is still on its way is not settled', async () => {
  const { store, entries, used } = setUp();
  const { id } = await admit(store);
  await walk(store, id, [...WAY_TO.unknown, 'generating', 'fetching', 'delivering'], LATER);
  expect(entries()).toEqual([{ entry: 'reserve', at: START }]);
  expect(await used()).toBe(1);
});

test('a failed job that shows up and is delivered after all was given back and stays so', async () => {
  const { db, store, entries, used } = setUp();
  const { id } = await admit(store);
  await walk(store, id, [...WAY_TO.unknown, 'failed'], LATER, {
    changes: { failure: { code: 'submit-lost' } },
  });
  const adopted = await walk(store, id, ['generating'], LATER + 1, { changes: { remoteId: 'job_late' } });
  expect(adopted.failure).toBeUndefined();
  await walk(store, id, ['fetching', 'delivering', 'delivered'], LATER + 2);
  expect(entries()).toEqual([
    { entry: 'reserve', at: START },
    { entry: 'release', at: LATER },
  ]);
  expect(await used()).toBe(0);
  expect(faultsIn(db)).toEqual([]);
});

test('an undeliverable video that is delivered later is not charged', async () => {
  const { store, entries, used } = setUp();
  const { id } = await admit(store);
  await walk(store, id, WAY_TO.undeliverable, LATER);
  await walk(store, id, ['delivering', 'delivered'], LATER + 1);
  expect(entries().map(({ entry }) => entry)).toEqual(['reserve', 'release']);
  expect(await used()).toBe(0);
});

test('a job that fails, is adopted and fails again is given back once', async () => {
  const { db, store, entries } = setUp();
  const { id } = await admit(store);
  await walk(store, id, [...WAY_TO.generating, 'failed', 'generating', 'failed'], LATER);
  expect(entries()).toHaveLength(2);
  expect(faultsIn(db)).toEqual([]);
});

test.each(FINAL_STATES)('%s cannot be entered twice', async (state) => {
  const { store, entries } = setUp();
  const { id } = await admitInto(store, state);
  const before = entries();
  await expect(store.move(id, { from: state, to: state, at: LATER })).rejects.toThrow(/cannot go from/);
  expect(entries()).toEqual(before);
});

test('of two that end the same job, one does', async () => {
  const { store, entries } = setUp();
  const { id } = await admit(store);
  const moves = await Promise.all(
    [1, 2].map(() => store.move(id, { from: 'queued', to: 'cancelled', at: LATER })),
  );
  expect(moves.filter((moved) => moved !== undefined)).toHaveLength(1);
  expect(entries()).toHaveLength(2);
});

describe('money', () => {
  test('is noted with the move that learnt of it, each kind once for a job', async () => {
    const { db, store } = setUp();
    const { id } = await admit(store);
    const charge = { spend: { kind: 'charge' as const, units: 60 } };
    const refund = { spend: { kind: 'refund' as const, units: 60 } };
    await walk(store, id, WAY_TO.generating, LATER, charge);
    await walk(store, id, ['failed'], LATER + 1, refund);
    await walk(store, id, ['generating'], LATER + 2, charge);
    const rows = db.select().from(spendLedger).all();
    expect(
      rows.map(({ entry, units, at, guildId, jobId }) => ({ entry, units, at, guildId, jobId })),
    ).toEqual([
      { entry: 'charge', units: 60, at: LATER, guildId: 'guild', jobId: id },
      { entry: 'refund', units: 60, at: LATER + 1, guildId: 'guild', jobId: id },
    ]);
  });

  test('is not noted with a move that was refused', async () => {
    const { db, store } = setUp();
    const { id } = await admit(store);
    const spend = { kind: 'charge' as const, units: 60 };
    expect(await store.move(id, { from: 'submitting', to: 'generating', at: LATER, spend })).toBeUndefined();
    await expect(store.move(id, { from: 'queued', to: 'delivered', at: LATER, spend })).rejects.toThrow();
    expect(db.select().from(spendLedger).all()).toEqual([]);
  });
});

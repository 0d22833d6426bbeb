import { describe, expect, test } from 'vitest';
import type { JobStore } from '../../src/jobs/job-store.ts';
import { queuePositions } from '../../src/jobs/queue-order.ts';
import { faultsIn } from './books.ts';
import { admit, claimNext, drain, openStore, walk } from './fixture.ts';

/** Admits `guild/user` pairs in the order given; the answer names a job by its pair and number. */
async function admitAll(store: JobStore, orders: readonly string[]) {
  const names = new Map<number, string>();
  const counts = new Map<string, number>();
  for (const order of orders) {
    const [guildId = '', userId = ''] = order.split('/');
    const number = (counts.get(order) ?? 0) + 1;
    counts.set(order, number);
    const { id } = await admit(store, { guildId, userId });
    names.set(id, `${order}${number}`);
  }
  return (ids: readonly number[]) => ids.map((id) => names.get(id) ?? '?');
}

test("one member's jobs are served in the order in which they came", async () => {
  const { store } = openStore();
  const named = await admitAll(store, ['a/u', 'a/u', 'a/u']);
  expect(named(await drain(store))).toEqual(['a/u1', 'a/u2', 'a/u3']);
});

test('members of a guild take turns', async () => {
  const { store } = openStore();
  const named = await admitAll(store, ['a/u', 'a/u', 'a/u', 'a/v', 'a/v', 'a/w']);
  expect(named(await drain(store))).toEqual(['a/u1', 'a/v1', 'a/w1', 'a/u2', 'a/v2', 'a/u3']);
});

test('guilds take turns, and in each of their turns their members do', async () => {
  const { store } = openStore();
  const named = await admitAll(store, ['a/u', 'a/u', 'a/v', 'a/v', 'b/x', 'b/x', 'c/y']);
  expect(named(await drain(store))).toEqual(['a/u1', 'b/x1', 'c/y1', 'a/v1', 'b/x2', 'a/u2', 'a/v2']);
});

test('the same member in two guilds stands in two lines', async () => {
  const { store } = openStore();
  const named = await admitAll(store, ['a/u', 'a/u', 'b/u', 'b/u']);
  expect(named(await drain(store))).toEqual(['a/u1', 'b/u1', 'a/u2', 'b/u2']);
});

test.each([0, 1, 7])(
  "1,000 waiting jobs of one guild do not delay another guild's first, after %i claims",
  async (claimsBefore) => {
    const { db, store } = openStore();
    for (let count = 0; count < 1_000; count += 1) {
      await admit(store, { guildId: 'busy', userId: `member-${count % 50}` });
    }
    for (let count = 0; count < claimsBefore; count += 1) await claimNext(store);
    const small = await admit(store, { guildId: 'small' });
    const next = [await claimNext(store), await claimNext(store)];
    expect(next.map((job) => job?.id)).toContain(small.id);
    expect(faultsIn(db)).toEqual([]);
  },
);

test('a member who comes back right after being served does not jump the queue', async () => {
  const { store } = openStore();
  const first = await admitAll(store, ['a/u', 'a/v', 'a/w']);
  expect(first([(await claimNext(store))?.id ?? 0])).toEqual(['a/u1']);
  const again = await admit(store, { guildId: 'a', userId: 'u' });
  const rest = await drain(store);
  expect(first(rest.slice(0, 2))).toEqual(['a/v1', 'a/w1']);
  expect(rest.at(-1)).toBe(again.id);
});

test('a guild that comes back right after being served does not jump the queue', async () => {
  const { store } = openStore();
  const first = await admitAll(store, ['a/u', 'b/v', 'c/w']);
  await claimNext(store);
  const again = await admit(store, { guildId: 'a', userId: 'z' });
  const rest = await drain(store);
  expect(first(rest.slice(0, 2))).toEqual(['b/v1', 'c/w1']);
  expect(rest.at(-1)).toBe(again.id);
});

test('a member who cancels and asks again goes to the back', async () => {
  const { store } = openStore();
  const named = await admitAll(store, ['a/u', 'a/v']);
  const [firstId = 0] = [...(await store.lanes('a'))].flatMap(({ jobIds }) => jobIds);
  await walk(store, firstId, ['cancelled']);
  const again = await admit(store, { guildId: 'a', userId: 'u' });
  const order = await drain(store);
  expect(named(order.slice(0, 1))).toEqual(['a/v1']);
  expect(order.at(-1)).toBe(again.id);
});

test('a cancelled job gives its turn to the next one of the same member', async () => {
  const { db, store } = openStore();
  const named = await admitAll(store, ['a/u', 'a/v', 'a/u']);
  await walk(store, 1, ['cancelled']);
  expect(named(await drain(store))).toEqual(['a/u2', 'a/v1']);
  expect(faultsIn(db)).toEqual([]);
});

describe('a job that is put back after its turn', () => {
  test('is first again, before its guild and before others', async () => {
    const { db, store } = openStore();
    const named = await admitAll(store, ['a/u', 'a/u', 'a/v', 'b/x']);
    const claimed = await claimNext(store);
    await store.move(claimed?.id ?? 0, { from: 'preparing', to: 'queued', token: 'token', at: 0 });
    expect(named(await drain(store))).toEqual(['a/u1', 'b/x1', 'a/v1', 'a/u2']);
    expect(faultsIn(db)).toEqual([]);
  });

  test('is first again when its lane was empty meanwhile', async () => {
    const { store } = openStore();
    const named = await admitAll(store, ['a/u', 'b/x', 'b/y']);
    const claimed = await claimNext(store);
    await store.move(claimed?.id ?? 0, { from: 'preparing', to: 'queued', token: 'token', at: 0 });
    expect(named(await drain(store))).toEqual(['a/u1', 'b/x1', 'b/y1']);
  });
});

describe('the places that members are shown', () => {
  test('count a guild for itself, and start at 1', async () => {
    const { store } = openStore();
    await admitAll(store, ['a/u', 'a/u', 'b/x', 'a/v']);
    expect(Object.fromEntries(queuePositions(await store.lanes('a')))).toEqual({ 1: 1, 4: 2, 2: 3 });
    expect(Object.fromEntries(queuePositions(await store.lanes('b')))).toEqual({ 3: 1 });
    expect(queuePositions(await store.lanes('nowhere')).size).toBe(0);
  });
});

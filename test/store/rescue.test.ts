import { expect, test } from 'vitest';
import { faultsIn } from './books.ts';
import { admit, drain, NO_CAPS, openStore } from './fixture.ts';
import { START } from './orders.ts';

const UNTIL = START + 300_000;
const LEASE = { token: 'token', until: UNTIL };

test('a job whose lease still runs is left alone', async () => {
  const { store } = openStore();
  await admit(store);
  await store.claimQueued(NO_CAPS, LEASE, START);
  expect(await store.recover('expired', UNTIL - 1)).toEqual({ requeued: 0, unknown: 0 });
  expect(await store.find(1)).toMatchObject({ state: 'preparing' });
});

test('a prepared job whose lease ran out goes back to the queue', async () => {
  const { db, store } = openStore();
  await admit(store);
  await store.claimQueued(NO_CAPS, LEASE, START);
  expect(await store.recover('expired', UNTIL)).toEqual({ requeued: 1, unknown: 0 });
  expect(await drain(store, NO_CAPS, UNTIL)).toEqual([1]);
  expect(faultsIn(db)).toEqual([]);
});

test('an order whose lease ran out is looked for, not sent again, and its late worker changes nothing', async () => {
  const { store } = openStore();
  await admit(store);
  await store.claimQueued(NO_CAPS, LEASE, START);
  await store.move(1, { from: 'preparing', to: 'submitting', token: 'token', at: START });
  expect(await store.recover('expired', UNTIL)).toEqual({ requeued: 0, unknown: 1 });
  const late = await store.move(1, { from: 'submitting', to: 'generating', token: 'token', at: UNTIL });
  expect(late).toBeUndefined();
  expect(await store.find(1)).toMatchObject({ state: 'unknown' });
});

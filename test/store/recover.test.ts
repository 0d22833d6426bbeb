import { expect, test } from 'vitest';
import type { JobState } from '../../src/jobs/states.ts';
import { faultsIn } from './books.ts';
import { admit, admitInto, claimNext, drain, NO_CAPS, openStore, WAY_TO, walk } from './fixture.ts';
import { START } from './orders.ts';

const RESTART = START + 3_600_000;

test('prepared jobs go back to the head of the queue, interrupted submissions become unknown', async () => {
  const { db, store } = openStore();
  for (const userId of ['u', 'v', 'w']) await admit(store, { userId });
  const submitting = await claimNext(store);
  await store.move(submitting?.id ?? 0, { from: 'preparing', to: 'submitting', token: 'token', at: START });
  await claimNext(store);
  expect(await store.recover('all', RESTART)).toEqual({ requeued: 1, unknown: 1 });
  expect(await store.find(1)).toMatchObject({ state: 'unknown', stateSince: RESTART });
  expect(await store.find(2)).toMatchObject({ state: 'queued', stateSince: RESTART, attempts: 0 });
  expect(await drain(store)).toEqual([2, 3]);
  expect(faultsIn(db)).toEqual([]);
});

test('prepared jobs are served again in the order in which their turns had come', async () => {
  const { store } = openStore();
  // The later order was claimed first: its owner had not been served yet.
  for (const userId of ['u', 'u', 'v', 'w']) await admit(store, { userId });
  const turns: number[] = [];
  for (const at of [START, START + 1, START + 2]) turns.push((await claimNext(store, NO_CAPS, at))?.id ?? 0);
  expect(turns).toEqual([1, 3, 4]);
  await store.move(1, { from: 'preparing', to: 'failed', token: 'token', at: START });
  turns.push((await claimNext(store, NO_CAPS, START + 3))?.id ?? 0);
  await admit(store, { userId: 'x' });
  await store.recover('all', RESTART);
  expect(await drain(store)).toEqual([3, 4, 2, 5]);
});

test('prepared jobs of several guilds are served again before jobs that waited', async () => {
  const { db, store } = openStore();
  for (const guildId of ['a', 'b', 'c', 'd']) await admit(store, { guildId });
  for (const at of [START, START + 1]) await claimNext(store, NO_CAPS, at);
  await store.recover('all', RESTART);
  expect(await drain(store)).toEqual([1, 2, 3, 4]);
  expect(faultsIn(db)).toEqual([]);
});

test('leases of the process that died bind nobody', async () => {
  const { store } = openStore();
  const job = await admit(store);
  await walk(store, job.id, WAY_TO.delivering);
  await store.claimDue('delivering', { token: 'dead', until: RESTART + 1e9 }, START);
  await store.recover('all', RESTART);
  expect(
    await store.move(1, { from: 'delivering', to: 'delivered', token: 'dead', at: RESTART }),
  ).toBeUndefined();
  expect((await store.claimDue('delivering', { token: 'new', until: RESTART + 1 }, RESTART))?.job.id).toBe(1);
});

test('an interrupted submission can be looked for at once, and is never in the queue', async () => {
  const { store } = openStore();
  const job = await admit(store);
  await claimNext(store);
  await store.move(job.id, {
    from: 'preparing',
    to: 'submitting',
    token: 'token',
    at: START,
    changes: { submittedAt: START },
  });
  await store.recover('all', RESTART);
  expect(await claimNext(store)).toBeUndefined();
  const claimed = await store.claimDue('unknown', { token: 'new', until: RESTART + 1 }, RESTART);
  expect(claimed?.job).toMatchObject({ id: 1, submittedAt: START });
});

const UNTOUCHED: JobState[] = [
  'queued',
  'unknown',
  'generating',
  'fetching',
  'delivering',
  'delivered',
  'undeliverable',
  'failed',
  'blocked',
  'cancelled',
  'held',
  'denied',
];
test.each(UNTOUCHED)('a job that is %s stays as it is', async (state) => {
  const { store } = openStore();
  const { id } = await admitInto(store, state);
  const before = await store.find(id);
  expect(await store.recover('all', RESTART)).toEqual({ requeued: 0, unknown: 0 });
  expect(await store.find(id)).toEqual(before);
});

test('recovering twice is recovering once', async () => {
  const { db, store } = openStore();
  for (const userId of ['u', 'v']) await admit(store, { userId });
  await claimNext(store);
  await store.recover('all', RESTART);
  expect(await store.recover('all', RESTART + 1)).toEqual({ requeued: 0, unknown: 0 });
  expect(await drain(store)).toEqual([1, 2]);
  expect(faultsIn(db)).toEqual([]);
});

import { describe, expect, test } from 'vitest';
import type { JobStore } from '../../src/jobs/job-store.ts';
import { admit, claimNext, drain, NO_CAPS, openStore } from './fixture.ts';
import { START } from './orders.ts';

const WAIT_MS = 60_000;

/** Gives the job whose turn it is back to the queue, to wait. */
async function putOffNext(store: JobStore, at = START, waitMs = WAIT_MS): Promise<number | undefined> {
  const job = await claimNext(store, NO_CAPS, at);
  if (!job) return undefined;
  await store.move(job.id, {
    from: 'preparing',
    to: 'queued',
    token: 'token',
    at,
    failedAttempt: true,
    waitMs,
  });
  return job.id;
}

describe('a job that was put off', () => {
  test('is passed over until its time, and keeps its tries', async () => {
    const { store } = openStore();
    await admit(store);
    await putOffNext(store);
    expect(await claimNext(store, NO_CAPS, START + WAIT_MS - 1)).toBeUndefined();
    expect(await claimNext(store, NO_CAPS, START + WAIT_MS)).toMatchObject({ id: 1, attempts: 1 });
  });

  test('lets the later ones of its author go, and everybody else', async () => {
    const { store } = openStore();
    await admit(store, { userId: 'ada' });
    await admit(store, { userId: 'ada' });
    await admit(store, { userId: 'bert' });
    await admit(store, { guildId: 'other', userId: 'cleo' });
    expect(await putOffNext(store)).toBe(1);
    expect((await drain(store)).toSorted()).toEqual([2, 3, 4]);
    expect(await drain(store, NO_CAPS, START + WAIT_MS)).toEqual([1]);
  });

  test('gives its lane no turn before the others of its server', async () => {
    const { store } = openStore();
    await admit(store, { userId: 'ada' });
    await admit(store, { userId: 'ada' });
    await admit(store, { userId: 'bert' });
    await putOffNext(store);
    expect(await claimNext(store)).toMatchObject({ id: 3 });
  });

  test('stays in the places that cards show', async () => {
    const { store } = openStore();
    await admit(store, { userId: 'ada' });
    await putOffNext(store);
    expect((await store.lanes('guild')).map(({ jobIds }) => jobIds)).toEqual([[1]]);
  });

  test('waits ten minutes at most, and not at all when the clock was put back', async () => {
    const { store } = openStore();
    await admit(store);
    await putOffNext(store, START, 24 * 3_600_000);
    expect(await claimNext(store, NO_CAPS, START + 10 * 60_000 - 1)).toBeUndefined();
    expect(await claimNext(store, NO_CAPS, START - 3_600_000)).toMatchObject({ id: 1 });
  });
});

test('a job that goes back without a wait has its turn at once', async () => {
  const { store } = openStore();
  await admit(store, { userId: 'ada' });
  await admit(store, { userId: 'bert' });
  const job = await claimNext(store);
  await store.move(job?.id ?? 0, { from: 'preparing', to: 'queued', token: 'token', at: START });
  expect(await claimNext(store)).toMatchObject({ id: 1 });
});

import { describe, expect, test } from 'vitest';
import type { JobStore } from '../../src/jobs/job-store.ts';
import { admit, claimNext, NO_CAPS, openStore, WAY_TO, walk } from './fixture.ts';
import { START } from './orders.ts';

const LEASE_MS = 1_000;
const lease = (token: string, at = START) => ({ token, until: at + LEASE_MS });

async function jobIn(store: JobStore, state: 'unknown' | 'fetching' | 'delivering', at = START) {
  const job = await admit(store, {}, at);
  return walk(store, job.id, WAY_TO[state], at);
}

describe('a claim from the queue', () => {
  test('moves the job to `preparing` under the token', async () => {
    const { store } = openStore();
    await admit(store);
    const claimed = await store.claimQueued(NO_CAPS, lease('mine'), START + 5);
    expect(claimed).toMatchObject({
      token: 'mine',
      job: { id: 1, state: 'preparing', stateSince: START + 5 },
    });
    expect(await store.find(1)).toEqual(claimed?.job);
  });

  test('of an empty queue is nothing', async () => {
    const { store } = openStore();
    expect(await store.claimQueued(NO_CAPS, lease('mine'), START)).toBeUndefined();
  });
});

describe('a worker with a stale token', () => {
  /** A job in `delivering` whose lease ran out and was taken by another. */
  async function takenOver() {
    const { store } = openStore();
    const { id } = await jobIn(store, 'delivering');
    await store.claimDue('delivering', lease('slow'), START);
    await store.claimDue('delivering', lease('quick', START + LEASE_MS), START + LEASE_MS);
    return { store, id, before: await store.find(id) };
  }

  test('moves nothing', async () => {
    const { store, id, before } = await takenOver();
    const changes = { resultMessageId: 'from-slow' };
    for (const to of ['delivered', 'undeliverable'] as const) {
      const moved = await store.move(id, { from: 'delivering', to, token: 'slow', at: START, changes });
      expect(moved).toBeUndefined();
    }
    expect(await store.find(id)).toEqual(before);
  });

  test('postpones nothing, and spends no attempt', async () => {
    const { store, id, before } = await takenOver();
    expect(await store.postpone(id, 'slow', START + 9, true)).toBe(false);
    expect(await store.find(id)).toEqual(before);
    expect(await store.claimDue('delivering', lease('third'), START + LEASE_MS)).toBeUndefined();
  });

  test('may not begin to post', async () => {
    const { store, id } = await takenOver();
    expect(await store.startPosting(id, 'slow', START)).toBe(false);
    expect((await store.find(id))?.postingSince).toBeUndefined();
    expect(await store.startPosting(id, 'quick', START + 3)).toBe(true);
  });

  test('does not end the lease of the one who works on it now', async () => {
    const { store, id } = await takenOver();
    await store.move(id, { from: 'delivering', to: 'undeliverable', token: 'slow', at: START });
    const moved = await store.move(id, { from: 'delivering', to: 'delivered', token: 'quick', at: START });
    expect(moved?.state).toBe('delivered');
  });
});

describe('a move', () => {
  test('of a leased job needs the token', async () => {
    const { store } = openStore();
    await admit(store);
    await claimNext(store);
    expect(await store.move(1, { from: 'preparing', to: 'failed', at: START })).toBeUndefined();
    expect((await store.find(1))?.state).toBe('preparing');
  });

  test('of a job that nobody leased needs none, and refuses one', async () => {
    const { store } = openStore();
    await admit(store);
    const cancel = { from: 'queued', to: 'cancelled', at: START } as const;
    expect(await store.move(1, { ...cancel, token: 'mine' })).toBeUndefined();
    expect((await store.move(1, cancel))?.state).toBe('cancelled');
  });

  test('from a state that the job has left changes nothing', async () => {
    const { store } = openStore();
    await admit(store);
    await claimNext(store);
    expect(await store.move(1, { from: 'queued', to: 'cancelled', at: START })).toBeUndefined();
    expect(await store.move(99, { from: 'queued', to: 'cancelled', at: START })).toBeUndefined();
  });

  test('that the state table does not know throws and changes nothing', async () => {
    const { store } = openStore();
    const job = await admit(store);
    await expect(store.move(1, { from: 'queued', to: 'generating', at: START })).rejects.toThrow(
      'job 1 cannot go from queued to generating',
    );
    expect(await store.find(1)).toEqual(job);
  });

  test('to `submitting` keeps the lease, every other ends it', async () => {
    const { store } = openStore();
    await admit(store);
    await claimNext(store);
    const step = { at: START, token: 'token' };
    expect(await store.move(1, { ...step, from: 'preparing', to: 'submitting' })).toBeDefined();
    expect(await store.move(1, { ...step, from: 'submitting', to: 'generating' })).toBeDefined();
    expect(await store.move(1, { ...step, from: 'generating', to: 'fetching' })).toBeUndefined();
    expect(await store.move(1, { from: 'generating', to: 'fetching', at: START })).toBeDefined();
  });

  test('writes what was learnt with it', async () => {
    const { store } = openStore();
    const { id } = await admit(store);
    await walk(store, id, WAY_TO.submitting, START, { changes: { submittedAt: START + 1 } });
    await walk(store, id, ['generating'], START, { changes: { remoteId: 'job_1', costUnits: 60.5 } });
    await walk(store, id, ['fetching'], START, { changes: { assetId: 'asset_1', generatedAt: START + 9 } });
    await walk(store, id, ['delivering'], START, { changes: { video: { path: 'videos/1.mp4', bytes: 5 } } });
    expect(await store.find(id)).toMatchObject({
      submittedAt: START + 1,
      remoteId: 'job_1',
      costUnits: 60.5,
      assetId: 'asset_1',
      generatedAt: START + 9,
      video: { path: 'videos/1.mp4', bytes: 5 },
    });
    expect(await store.knownRemoteIds(['job_1', 'job_2'])).toEqual(new Set(['job_1']));
  });
});

describe('work that is due', () => {
  test('is leased to one at a time', async () => {
    const { store } = openStore();
    await jobIn(store, 'fetching');
    expect((await store.claimDue('fetching', lease('first'), START))?.token).toBe('first');
    expect(await store.claimDue('fetching', lease('second'), START + LEASE_MS - 1)).toBeUndefined();
  });

  test('is free for another once the lease has run out', async () => {
    const { store } = openStore();
    await jobIn(store, 'fetching');
    await store.claimDue('fetching', lease('first'), START);
    const second = await store.claimDue('fetching', lease('second'), START + LEASE_MS);
    expect(second).toMatchObject({ token: 'second', job: { id: 1 } });
  });

  test('is taken in the order in which it became due', async () => {
    const { store } = openStore();
    for (const at of [START + 30, START + 10, START + 20]) await jobIn(store, 'delivering', at);
    const ids: (number | undefined)[] = [];
    for (const token of ['a', 'b', 'c', 'd']) {
      ids.push((await store.claimDue('delivering', lease(token), START + 100))?.job.id);
    }
    expect(ids).toEqual([2, 3, 1, undefined]);
  });

  test('is only that of the state asked for', async () => {
    const { store } = openStore();
    await jobIn(store, 'fetching');
    expect(await store.claimDue('delivering', lease('a'), START)).toBeUndefined();
    expect(await store.claimDue('unknown', lease('a'), START)).toBeUndefined();
  });

  test('is not due before the moment it was put off to', async () => {
    const { store } = openStore();
    await jobIn(store, 'unknown');
    await store.claimDue('unknown', lease('first'), START);
    expect(await store.postpone(1, 'first', START + 500, false)).toBe(true);
    expect(await store.claimDue('unknown', lease('second'), START + 499)).toBeUndefined();
    expect((await store.claimDue('unknown', lease('second'), START + 500))?.job.id).toBe(1);
  });

  test('cannot be put off by one who has given it back', async () => {
    const { store } = openStore();
    await jobIn(store, 'unknown');
    await store.claimDue('unknown', lease('first'), START);
    await store.postpone(1, 'first', START + 500, true);
    expect(await store.postpone(1, 'first', START + 900, true)).toBe(false);
    expect((await store.find(1))?.attempts).toBe(1);
  });
});

describe('attempts', () => {
  test('are counted when a step failed, and not when it was merely too early', async () => {
    const { store } = openStore();
    await jobIn(store, 'fetching');
    for (const [round, failed] of [true, false, true].entries()) {
      await store.claimDue('fetching', lease(`${round}`), START);
      await store.postpone(1, `${round}`, START, failed);
    }
    expect((await store.find(1))?.attempts).toBe(2);
  });

  test('begin anew with the next step', async () => {
    const { store } = openStore();
    await jobIn(store, 'fetching');
    await store.claimDue('fetching', lease('a'), START);
    await store.postpone(1, 'a', START, true);
    expect((await walk(store, 1, ['delivering'])).attempts).toBe(0);
  });

  test('are kept over turns that were used up in vain', async () => {
    const { store } = openStore();
    await admit(store);
    for (const failedAttempt of [true, false, true]) {
      await claimNext(store);
      await store.move(1, { from: 'preparing', to: 'queued', token: 'token', at: START, failedAttempt });
    }
    expect((await claimNext(store))?.attempts).toBe(2);
  });
});

describe('the beginning of a post', () => {
  test('is noted once: a second try keeps the first moment', async () => {
    const { store } = openStore();
    await jobIn(store, 'delivering');
    await store.claimDue('delivering', lease('a'), START);
    expect(await store.startPosting(1, 'a', START + 1)).toBe(true);
    expect(await store.startPosting(1, 'a', START + 2)).toBe(true);
    expect((await store.find(1))?.postingSince).toBe(START + 1);
  });

  test('is for jobs in `delivering` alone', async () => {
    const { store } = openStore();
    await jobIn(store, 'fetching');
    await store.claimDue('fetching', lease('a'), START);
    expect(await store.startPosting(1, 'a', START)).toBe(false);
  });
});

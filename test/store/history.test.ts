import { describe, expect, test } from 'vitest';
import { JOB_STATES } from '../../src/jobs/states.ts';
import { admit, admitInto, openStore, WAY_TO, walk } from './fixture.ts';
import { START } from './orders.ts';

describe('prices', () => {
  test('are wanted for waiting jobs that have none', async () => {
    const { store } = openStore();
    await admit(store);
    await admit(store, { priceUnits: 60 });
    await admit(store);
    await walk(store, 3, ['cancelled']);
    expect((await store.withoutPrice(9)).map(({ id }) => id)).toEqual([1]);
  });

  test('are wanted for no more jobs than asked for', async () => {
    const { store } = openStore();
    for (const _ of [1, 2, 3]) await admit(store);
    expect(await store.withoutPrice(2)).toHaveLength(2);
  });

  test('are noted for all the jobs that they were found for', async () => {
    const { store } = openStore();
    for (const _ of [1, 2, 3]) await admit(store);
    await store.priceFound([1, 3], 60.5);
    expect((await store.withoutPrice(9)).map(({ id }) => id)).toEqual([2]);
    expect((await store.find(3))?.priceUnits).toBe(60.5);
    await store.priceFound([], 1);
    expect((await store.find(2))?.priceUnits).toBeUndefined();
  });
});

describe('a guild', () => {
  test('is shown its jobs that have not ended, oldest first', async () => {
    const { store } = openStore();
    for (const state of JOB_STATES) {
      await admitInto(store, state);
    }
    await admit(store, { guildId: 'other' });
    const states = (await store.activeInGuild('guild')).map(({ state }) => state);
    expect(states).toEqual([
      'held',
      'queued',
      'preparing',
      'submitting',
      'unknown',
      'generating',
      'fetching',
      'delivering',
      'fitting',
    ]);
  });
});

test('jobs that have not ended are counted by state', async () => {
  const { store } = openStore();
  for (const way of [WAY_TO.queued, WAY_TO.queued, WAY_TO.blocked]) {
    await walk(store, (await admit(store)).id, way);
  }
  expect(await store.countUnfinished()).toEqual({ queued: 2 });
});

test('jobs that were given up lately, for one of the reasons asked for, are found again', async () => {
  const { store } = openStore();
  const fail = async (code: 'submit-lost' | 'generation-failed', at: number) => {
    const { id } = await admit(store);
    await walk(store, id, ['failed'], at, { changes: { failure: { code, detail: 'why' } } });
  };
  await fail('submit-lost', START);
  await fail('submit-lost', START + 1);
  await fail('generation-failed', START + 1);
  const found = await store.failedSince(['submit-lost', 'generation-timeout'], START);
  expect(found).toMatchObject([{ id: 2, failure: { code: 'submit-lost', detail: 'why' } }]);
});

test('recent durations are those of the latest delivered jobs, newest first', async () => {
  const { store } = openStore();
  for (const [index, tookMs] of [100, 200, 300].entries()) {
    const { id } = await admit(store);
    const at = START + index;
    await walk(store, id, WAY_TO.submitting, at, { changes: { submittedAt: at } });
    await walk(store, id, ['generating', 'fetching'], at, { changes: { generatedAt: at + tookMs } });
    await walk(store, id, ['delivering', 'delivered'], at);
  }
  const failed = await admit(store);
  await walk(store, failed.id, WAY_TO.failed, START + 9);
  expect(await store.recentDurations(2)).toEqual([300, 200]);
});

test('of the ids that Scenario names, only those of our own jobs are known', async () => {
  const { store } = openStore();
  await admit(store);
  await walk(store, 1, WAY_TO.generating, START, { changes: { remoteId: 'job_ours' } });
  expect(await store.knownRemoteIds(['job_ours', 'job_foreign'])).toEqual(new Set(['job_ours']));
  expect(await store.knownRemoteIds([])).toEqual(new Set());
});

test('one of Scenario’s jobs cannot become two of ours', async () => {
  const { store } = openStore();
  for (const _ of [1, 2]) await walk(store, (await admit(store)).id, WAY_TO.unknown);
  await walk(store, 1, ['generating'], START, { changes: { remoteId: 'job_x' } });
  const second = walk(store, 2, ['generating'], START, { changes: { remoteId: 'job_x' } });
  await expect(second).rejects.toThrow(/remote_id/);
  expect((await store.find(2))?.state).toBe('unknown');
});

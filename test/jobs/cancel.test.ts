import { describe, expect, test } from 'vitest';
import { type Actor, cancelJob } from '../../src/jobs/cancel.ts';
import type { JobState } from '../../src/jobs/states.ts';
import { ADA, BEN, GUILD, openBench } from './bench.ts';

const ada: Actor = { userId: ADA, guildId: GUILD, managesMessages: false };
const ben: Actor = { userId: BEN, guildId: GUILD, managesMessages: false };
const moderator: Actor = { ...ben, managesMessages: true };

test.each([
  ['its owner', ada],
  ['a moderator', moderator],
])('%s cancels a waiting job and gets its quota back', async (_who, actor) => {
  const { store, clock, queued, used } = openBench();
  const job = await queued();
  expect(await used()).toBe(1);

  await clock.advance(5_000);
  const cancelled = await cancelJob(store, clock, job.id, actor);
  expect(cancelled).toMatchObject({ id: job.id, state: 'cancelled', stateSince: clock.now() });
  expect(await used()).toBe(0);
  expect(await store.lanes(GUILD)).toEqual([]);
});

test('a job that waits for approval can be cancelled, though nothing was reserved for it', async () => {
  const { store, clock, queued, used } = openBench();
  const hold = { hold: 'approval', reason: undefined, until: clock.now() + 1_000 } as const;
  const job = await queued({}, hold);
  expect(await used()).toBe(0);
  expect(await cancelJob(store, clock, job.id, ada)).toMatchObject({ state: 'cancelled', hold: 'approval' });
  expect(await used()).toBe(0);
});

describe('refused, with nothing changed:', () => {
  test('a job of another member', async () => {
    const { store, clock, queued } = openBench();
    const job = await queued();
    await expect(cancelJob(store, clock, job.id, ben)).rejects.toMatchObject({
      code: 'not-yours',
      message: expect.stringContaining(`<@${ADA}>`),
    });
    expect((await store.find(job.id))?.state).toBe('queued');
  });

  test('a job of another server, even to a moderator of this one', async () => {
    const { store, clock, queued } = openBench();
    const job = await queued({ guildId: '999' });
    for (const actor of [ada, moderator]) {
      await expect(cancelJob(store, clock, job.id, actor)).rejects.toMatchObject({ code: 'no-such-job' });
    }
    expect((await store.find(job.id))?.state).toBe('queued');
  });

  test('a job that does not exist', async () => {
    const { store, clock } = openBench();
    await expect(cancelJob(store, clock, 12, ada)).rejects.toMatchObject({ code: 'no-such-job' });
  });

  test.each<[JobState, JobState[]]>([
    ['preparing', []],
    ['submitting', ['submitting']],
    ['unknown', ['submitting', 'unknown']],
    ['generating', ['submitting', 'generating']],
    ['fetching', ['submitting', 'generating', 'fetching']],
    ['delivering', ['submitting', 'generating', 'fetching', 'delivering']],
  ])('a job that is %s', async (state, way) => {
    const { store, clock, queued, lead, used } = openBench();
    await queued();
    const job = await lead(...way);
    await expect(cancelJob(store, clock, job.id, ada)).rejects.toMatchObject({ code: 'already-at-scenario' });
    expect((await store.find(job.id))?.state).toBe(state);
    expect(await used()).toBe(1);
  });

  test.each<[JobState, JobState[]]>([
    ['delivered', ['submitting', 'generating', 'fetching', 'delivering', 'delivered']],
    ['undeliverable', ['submitting', 'generating', 'fetching', 'delivering', 'undeliverable']],
    ['failed', ['failed']],
    ['blocked', ['submitting', 'blocked']],
  ])('a job that is %s', async (state, way) => {
    const { store, clock, queued, lead } = openBench();
    await queued();
    const job = await lead(...way);
    await expect(cancelJob(store, clock, job.id, ada)).rejects.toMatchObject({ code: 'already-ended' });
    expect((await store.find(job.id))?.state).toBe(state);
  });

  test('a job that was cancelled already', async () => {
    const { store, clock, queued } = openBench();
    const job = await queued();
    await cancelJob(store, clock, job.id, ada);
    await expect(cancelJob(store, clock, job.id, ada)).rejects.toMatchObject({ code: 'already-ended' });
  });
});

test('two who cancel at once: one succeeds, and the quota comes back once', async () => {
  const { store, clock, queued, used } = openBench();
  const job = await queued();
  await queued();
  const both = await Promise.allSettled([
    cancelJob(store, clock, job.id, ada),
    cancelJob(store, clock, job.id, moderator),
  ]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(await used()).toBe(1);
});

import { describe, expect, test } from 'vitest';
import { queuePositions } from '../../src/jobs/queue-order.ts';
import { createCaseStore } from '../../src/store/case-book.ts';
import { createSettingsStore } from '../../src/store/settings-store.ts';
import { faultsIn } from './books.ts';
import { admit, claimNext, drain, NO_CAPS, openStore, walk } from './fixture.ts';
import { deed, MODERATOR } from './moderators.ts';
import { START } from './orders.ts';

const PAUSED = { mode: 'paused', reason: 'Dinner', byId: 'mod', since: START } as const;
const DRAINING = { ...PAUSED, mode: 'draining' } as const;

function setUp() {
  const { db, store } = openStore();
  const pause = (guildId = 'guild') => store.setQueueMode(guildId, PAUSED, deed('queue-pause'), START);
  const resume = (guildId = 'guild') => store.setQueueMode(guildId, undefined, deed('queue-resume'), START);
  const fill = async (userIds: readonly string[], guildId = 'guild') => {
    for (const userId of userIds) await admit(store, { userId, guildId });
  };
  const front = (jobId: number) => store.moveToFront(jobId, deed('queue-front', { jobId }), START);
  const positions = async () => [...queuePositions(await store.lanes('guild')).keys()];
  return { db, store, pause, resume, fill, front, positions };
}

describe('a paused server', () => {
  test('has none of its videos started, and keeps their order', async () => {
    const { db, store, pause, resume, fill, positions } = setUp();
    await fill(['u', 'u', 'v', 'w']);
    const before = await positions();
    await pause();
    expect(await claimNext(store)).toBeUndefined();
    expect(await positions()).toEqual(before);
    expect(faultsIn(db)).toEqual([]);
    await resume();
    expect(await drain(store)).toEqual(before);
    expect(faultsIn(db)).toEqual([]);
  });

  test('takes new videos, behind those that wait', async () => {
    const { db, store, pause, resume, fill } = setUp();
    await fill(['u', 'v']);
    await pause();
    await fill(['w', 'u']);
    expect(await claimNext(store)).toBeUndefined();
    expect(faultsIn(db)).toEqual([]);
    await resume();
    expect(await drain(store)).toEqual([1, 2, 3, 4]);
  });

  test('does not hold others back', async () => {
    const { db, store, pause, resume, fill } = setUp();
    await fill(['u', 'v']);
    await fill(['u', 'v'], 'other');
    await pause();
    expect(await drain(store)).toEqual([3, 4]);
    await fill(['w'], 'other');
    await resume();
    expect(await drain(store)).toEqual([5, 1, 2]);
    expect(faultsIn(db)).toEqual([]);
  });

  test('lets what is in the making go on, and has it back in the queue if it must', async () => {
    const { db, store, pause, resume, fill } = setUp();
    await fill(['u', 'v']);
    const running = await claimNext(store);
    await pause();
    await store.move(running?.id ?? 0, { from: 'preparing', to: 'queued', token: 'token', at: START });
    expect(await claimNext(store)).toBeUndefined();
    expect(faultsIn(db)).toEqual([]);
    await resume();
    expect(await drain(store)).toEqual([1, 2]);
  });

  test('stands in no line once its videos were cancelled', async () => {
    const { db, store, pause, resume, fill } = setUp();
    await fill(['u']);
    await pause();
    await walk(store, 1, ['cancelled']);
    expect(faultsIn(db)).toEqual([]);
    await resume();
    expect(faultsIn(db)).toEqual([]);
    expect(await claimNext(store)).toBeUndefined();
  });

  test('that is drained instead starts its videos again', async () => {
    const { db, store, pause, fill } = setUp();
    await fill(['u']);
    await pause();
    await store.setQueueMode('guild', DRAINING, deed('queue-drain'), START);
    expect(await store.queueMode('guild')).toEqual(DRAINING);
    expect(await drain(store)).toEqual([1]);
    expect(faultsIn(db)).toEqual([]);
  });

  test('is one case; pausing again, and opening an open one, are none', async () => {
    const { db, store, pause, resume } = setUp();
    expect(await resume()).toBeUndefined();
    expect(await pause()).toMatchObject({ number: 1, kind: 'queue-pause' });
    expect(await pause()).toBeUndefined();
    expect(await store.queueMode('guild')).toEqual(PAUSED);
    expect(await resume()).toMatchObject({ number: 2, kind: 'queue-resume' });
    expect(await store.queueMode('guild')).toBeUndefined();
    expect(await createCaseStore(db).list('guild', {}, 9)).toHaveLength(2);
  });
});

describe('a video that is put first', () => {
  test('goes before all others of its server: its author’s and everybody’s', async () => {
    const { db, store, fill, front, positions } = setUp();
    await fill(['u', 'u', 'v', 'w', 'w']);
    expect(await front(5)).toMatchObject({ kind: 'queue-front', number: 1, jobId: 5 });
    expect((await positions())[0]).toBe(5);
    expect((await drain(store))[0]).toBe(5);
    expect(faultsIn(db)).toEqual([]);
  });

  test('goes before one that was put first earlier', async () => {
    const { store, fill, front, positions } = setUp();
    await fill(['u', 'u', 'u', 'v']);
    await front(2);
    await front(3);
    expect((await positions()).slice(0, 2)).toEqual([3, 4]);
    expect(await drain(store)).toEqual([3, 4, 2, 1]);
  });

  test('leaves servers their turns', async () => {
    const { store, fill, front } = setUp();
    await fill(['u'], 'a');
    await fill(['u', 'v'], 'b');
    await front(3);
    expect(await drain(store)).toEqual([1, 3, 2]);
  });

  test('of a paused server is the first once that goes on', async () => {
    const { db, store, pause, resume, fill, front } = setUp();
    await fill(['u', 'v']);
    await pause();
    await front(2);
    expect(await claimNext(store)).toBeUndefined();
    expect(faultsIn(db)).toEqual([]);
    await resume();
    expect(await drain(store)).toEqual([2, 1]);
  });

  test('must be waiting', async () => {
    const { store, fill, front } = setUp();
    await fill(['u', 'v']);
    await claimNext(store);
    await walk(store, 2, ['cancelled']);
    for (const id of [1, 2, 99]) expect(await front(id)).toBeUndefined();
  });
});

describe('the most of a server at once', () => {
  const limited = async (maxRunning: number | undefined, guildId = 'guild') => {
    const setup = setUp();
    await createSettingsStore(setup.db).change(guildId, { maxRunning }, MODERATOR, () => '', START);
    await setup.fill(['u', 'v', 'w']);
    return setup;
  };

  test('is what it has set itself', async () => {
    const { store } = await limited(2);
    expect(await drain(store)).toEqual([1, 2]);
    await store.move(1, { from: 'preparing', to: 'failed', token: 'token', at: START });
    expect(await drain(store)).toEqual([3]);
  });

  test('is never more than the operator allows', async () => {
    const { store } = await limited(100);
    expect(await drain(store, { ...NO_CAPS, perGuild: 1 })).toEqual([1]);
  });

  test('is the operator’s where it has set none, or something else', async () => {
    const { db, store } = await limited(undefined);
    await createSettingsStore(db).change('guild', { notify: 'dm' }, MODERATOR, () => '', START);
    expect(await drain(store, { ...NO_CAPS, perGuild: 2 })).toEqual([1, 2]);
  });

  test('does not hold other servers back', async () => {
    const { store, fill } = await limited(1);
    await fill(['u', 'v'], 'other');
    expect(await drain(store)).toEqual([1, 4, 5]);
  });
});

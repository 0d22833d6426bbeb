import { describe, expect, test } from 'vitest';
import { createLibraryStore } from '../../src/store/library-store.ts';
import { createResultCopyStore } from '../../src/store/result-copies.ts';
import { quotaLedger } from '../../src/store/schema.ts';
import { admit, openStore, WAY_TO, walk } from './fixture.ts';
import { deed } from './moderators.ts';
import { START } from './orders.ts';

const LATER = START + 1_000;

const copyOf = (jobId: number, messageId: string, postedAt = LATER) => ({
  jobId,
  messageId,
  channelId: 'elsewhere',
  byId: 'bob',
  postedAt,
});

const videoAt = (path: string) => ({
  path,
  hash: path,
  bytes: 9,
  durationMs: 8_000,
  width: 1_280,
  height: 720,
  videoCodec: 'avc',
  audioCodec: undefined,
  storedAt: START,
});

async function setUp() {
  const { db, store } = openStore();
  for (const [resultMessageId, path] of [
    ['first', 'videos/a.mp4'],
    ['second', 'videos/b.mp4'],
  ] as const) {
    await walk(store, (await admit(store)).id, WAY_TO.delivered, START, {
      changes: { resultMessageId, assetId: `asset of ${path}`, video: { path, bytes: 9 } },
    });
  }
  return { db, store, copies: createResultCopyStore(db) };
}

describe('copies of a result', () => {
  test('are kept in the order in which they were posted, each once, until their messages are gone', async () => {
    const { copies } = await setUp();
    await copies.add(copyOf(1, 'late', LATER + 1));
    await copies.add(copyOf(1, 'early'));
    await copies.add(copyOf(1, 'early'));
    await copies.add(copyOf(2, 'other'));
    expect(await copies.ofJob(1)).toEqual([copyOf(1, 'early'), copyOf(1, 'late', LATER + 1)]);
    await copies.forget('early');
    await copies.forget('unknown');
    expect((await copies.ofJob(1)).map(({ messageId }) => messageId)).toEqual(['late']);
    expect(await copies.ofJob(3)).toEqual([]);
  });

  test('in direct messages name nobody, and are found by whose video it is', async () => {
    const { copies } = await setUp();
    const direct = { ...copyOf(1, 'direct'), byId: undefined };
    await copies.add(direct);
    await copies.add(copyOf(1, 'in a channel'));
    expect(await copies.ofJob(1)).toEqual([direct, copyOf(1, 'in a channel')]);
    expect(await copies.directOfMember('guild', 'ada')).toEqual([direct]);
    expect(await copies.directOfMember('guild', 'bob')).toEqual([]);
    expect(await copies.directOfMember('other', 'ada')).toEqual([]);
  });

  test('lead to their video, in its own server', async () => {
    const { store, copies } = await setUp();
    await copies.add(copyOf(2, 'copy'));
    expect((await store.byMessage('guild', 'copy'))?.id).toBe(2);
    expect((await store.byMessage('guild', 'first'))?.id).toBe(1);
    expect(await store.byMessage('other', 'copy')).toBeUndefined();
    await copies.forget('copy');
    expect(await store.byMessage('guild', 'copy')).toBeUndefined();
  });
});

describe('a result that its author deletes', () => {
  test('is removed once, by them; its quota stays spent, its texts stay, its video does not', async () => {
    const { db, store } = await setUp();
    const before = db.select().from(quotaLedger).all();
    const prompt = (await store.find(1))?.settings.prompt;
    expect(await store.removeOwn(1, LATER)).toBe(true);
    expect(await store.removeOwn(1, LATER + 1)).toBe(false);
    expect(await store.find(1)).toMatchObject({
      removedAt: LATER,
      removedById: 'ada',
      video: undefined,
      assetId: undefined,
      settings: { prompt },
    });
    expect((await store.find(2))?.video?.path).toBe('videos/b.mp4');
    expect(db.select().from(quotaLedger).all()).toEqual(before);
    expect(await store.removeOwn(99, LATER)).toBe(false);
  });

  test('after a moderator removed it stays what it was', async () => {
    const { store } = await setUp();
    await store.remove(1, false, deed('remove', { jobId: 1 }), LATER);
    expect(await store.removeOwn(1, LATER + 1)).toBe(false);
    expect(await store.find(1)).toMatchObject({
      removedById: deed('remove').actorId,
      video: { path: 'videos/a.mp4' },
    });
  });
});

test('a video that its author has deleted does not come back, nor is its file used any more', async () => {
  const { db, store } = await setUp();
  const library = createLibraryStore(db);
  for (const path of ['videos/a.mp4', 'videos/b.mp4']) await library.add(videoAt(path));
  expect(await library.unused('', 9)).toEqual([]);
  await store.removeOwn(1, LATER);
  expect(await library.restored(1, videoAt('videos/a.mp4'))).toBe(false);
  expect((await store.find(1))?.video).toBeUndefined();
  expect(await library.unused('', 9)).toEqual([videoAt('videos/a.mp4')]);
  expect(await library.unused('videos/a.mp4', 9)).toEqual([]);
  await store.remove(2, false, deed('remove', { jobId: 2 }), LATER);
  expect(await library.restored(2, videoAt('videos/b.mp4'))).toBe(true);
});

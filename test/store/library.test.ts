import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import type { LibraryVideo } from '../../src/jobs/library.ts';
import type { JobState } from '../../src/jobs/states.ts';
import { createLibraryStore } from '../../src/store/library-store.ts';
import type { Database } from '../../src/store/open.ts';
import { createPrivacyStore } from '../../src/store/privacy-store.ts';
import { jobs } from '../../src/store/schema.ts';
import { admitInto, openStore } from './fixture.ts';
import { START } from './orders.ts';

const video = (changes: Partial<LibraryVideo> = {}): LibraryVideo => ({
  path: 'videos/a.mp4',
  hash: 'a',
  bytes: 1_000,
  durationMs: 8_000,
  width: 1_280,
  height: 720,
  videoCodec: 'avc',
  audioCodec: 'aac',
  storedAt: START,
  ...changes,
});

const named = (name: string, storedAt = START): LibraryVideo =>
  video({ path: `videos/${name}.mp4`, hash: name, storedAt });

function open() {
  const { db, store } = openStore();
  const library = createLibraryStore(db);
  /** A job in a state, with a video that is perhaps in the library. */
  const having = async (path: string, state: JobState = 'delivered') => {
    const { id } = await admitInto(store, state);
    db.update(jobs).set({ videoPath: path, videoBytes: 1_000 }).where(eq(jobs.id, id)).run();
    return id;
  };
  const pathOf = async (id: number) => (await store.find(id))?.video?.path;
  return { db, store, library, having, pathOf, purge: () => purgeAll(db) };
}

const purgeAll = (db: Database) => createPrivacyStore(db).purgeMember('guild', 'ada', START);

describe('a video', () => {
  test.each([video(), video({ audioCodec: undefined })])('is found as it was noted', async (noted) => {
    const { library } = open();
    await library.add(noted);
    expect(await library.find(noted.path)).toEqual(noted);
    expect(await library.find('videos/b.mp4')).toBeUndefined();
  });

  test('that is made once more is one video, as young as the later', async () => {
    const { library } = open();
    await library.add(video());
    await library.add(video({ storedAt: START + 5 }));
    expect(await library.total()).toEqual({ videos: 1, bytes: 1_000 });
    expect((await library.find('videos/a.mp4'))?.storedAt).toBe(START + 5);
  });

  test('counts with its size', async () => {
    const { library } = open();
    expect(await library.total()).toEqual({ videos: 0, bytes: 0 });
    await library.add(named('a'));
    await library.add({ ...named('b'), bytes: 234 });
    expect(await library.total()).toEqual({ videos: 2, bytes: 1_234 });
  });

  test('is listed by its path, page after page', async () => {
    const { library } = open();
    for (const name of ['c', 'a', 'b']) await library.add(named(name));
    expect((await library.list('', 2)).map(({ hash }) => hash)).toEqual(['a', 'b']);
    expect((await library.list('videos/b.mp4', 2)).map(({ hash }) => hash)).toEqual(['c']);
  });
});

describe('what may be deleted', () => {
  test('is the oldest first, and nothing that is too young', async () => {
    const { library } = open();
    await library.add(named('young', START + 20));
    await library.add(named('old', START));
    await library.add(named('older', START - 10));
    const removable = async (storedBefore: number, limit = 10) =>
      (await library.removable('room', storedBefore, limit)).map(({ hash }) => hash);
    expect(await removable(START + 20)).toEqual(['older', 'old']);
    expect(await removable(START + 21)).toEqual(['older', 'old', 'young']);
    expect(await removable(START + 21, 1)).toEqual(['older']);
  });

  test.each<[JobState, { age: boolean; room: boolean }]>([
    ['delivering', { age: false, room: false }],
    ['fitting', { age: false, room: false }],
    ['undeliverable', { age: true, room: false }],
    ['delivered', { age: true, room: true }],
  ])('with a job that is %s', async (state, expected) => {
    const { library, having } = open();
    await library.add(video());
    await having('videos/a.mp4', state);
    const may = async (reason: 'age' | 'room') => (await library.removable(reason, START + 1, 10)).length > 0;
    expect({ age: await may('age'), room: await may('room') }).toEqual(expected);
  });

  test('is not what one of several jobs still needs', async () => {
    const { library, having } = open();
    await library.add(video());
    await having('videos/a.mp4');
    await having('videos/a.mp4', 'delivering');
    expect(await library.removable('room', START + 1, 10)).toEqual([]);
  });
});

describe('a video that is forgotten', () => {
  test('is forgotten by all jobs that had it, and by no other', async () => {
    const { library, having, pathOf } = open();
    await library.add(named('a'));
    await library.add(named('b'));
    const [one, other, third] = [
      await having('videos/a.mp4'),
      await having('videos/a.mp4'),
      await having('videos/b.mp4'),
    ];
    await library.forget('videos/a.mp4', START);
    expect(await library.find('videos/a.mp4')).toBeUndefined();
    expect([await pathOf(one), await pathOf(other)]).toEqual([undefined, undefined]);
    expect(await pathOf(third)).toBe('videos/b.mp4');
    expect(await library.find('videos/b.mp4')).toBeDefined();
  });

  test.each([START, undefined])('stays when it was stored again meanwhile (%s)', async (known) => {
    const { library, having, pathOf } = open();
    const again = video({ storedAt: START + 1 });
    await library.add(video());
    await library.add(again);
    const id = await having('videos/a.mp4');
    await library.forget('videos/a.mp4', known);
    expect(await library.find('videos/a.mp4')).toEqual(again);
    expect(await pathOf(id)).toBe('videos/a.mp4');
  });

  test('may never have had a row', async () => {
    const { library, having, pathOf } = open();
    const id = await having('videos/7.mp4');
    await library.forget('videos/7.mp4', undefined);
    expect(await pathOf(id)).toBeUndefined();
  });

  test('can come back to its job', async () => {
    const { library, having, store } = open();
    await library.add(video());
    const id = await having('videos/a.mp4');
    await library.forget('videos/a.mp4', START);
    expect(await library.restored(id, named('b'))).toBe(true);
    expect((await store.find(id))?.video).toEqual({ path: 'videos/b.mp4', bytes: 1_000 });
  });

  test('does not come back to a job that was deleted', async () => {
    const { library, having, pathOf, purge } = open();
    const id = await having('videos/a.mp4');
    await library.forget('videos/a.mp4', undefined);
    await purge();
    expect(await library.restored(id, video())).toBe(false);
    expect(await pathOf(id)).toBeUndefined();
  });
});

test('a file is in use as long as one of its jobs was not deleted', async () => {
  const { db, library, having, purge } = open();
  expect(await library.inUse('videos/a.mp4')).toBe(false);
  await having('videos/a.mp4');
  await purge();
  expect(await library.inUse('videos/a.mp4')).toBe(false);
  const id = await having('videos/a.mp4');
  expect(await library.inUse('videos/a.mp4')).toBe(true);
  db.update(jobs).set({ videoPath: 'videos/b.mp4' }).where(eq(jobs.id, id)).run();
  expect(await library.inUse('videos/a.mp4')).toBe(false);
});

test('files of jobs that the library does not know are told, job by job', async () => {
  const { library, store, having, purge } = open();
  await having('videos/1.mp4');
  await purge();
  await library.add(video());
  await having('videos/a.mp4');
  const [third, fourth] = [await having('videos/3.mp4'), await having('videos/4.mp4', 'undeliverable')];
  await admitInto(store, 'queued');
  const ids = async (after: number, limit: number) =>
    (await library.unlisted(after, limit)).map(({ id }) => id);
  expect(await ids(0, 10)).toEqual([third, fourth]);
  expect(await ids(0, 1)).toEqual([third]);
  expect(await ids(third, 10)).toEqual([fourth]);
});

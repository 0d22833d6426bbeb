import { existsSync, readdirSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Job } from '../../src/jobs/job.ts';
import { systemRandom } from '../../src/lib/random.ts';
import { createScenarioClient } from '../../src/scenario/client.ts';
import { createRateBudget } from '../../src/scenario/rate-budget.ts';
import { createTransport } from '../../src/scenario/transport.ts';
import { jobs, videos } from '../../src/store/schema.ts';
import { createStores } from '../../src/store/stores.ts';
import { createVideoSource } from '../../src/worker/library.ts';
import { keepLog } from '../lib/log.ts';
import { databaseOf } from '../support/moderating.ts';
import { openWorld } from '../support/world.ts';

/** A world in which a video was delivered and the bot has gone, and a source of videos on what it left. */
async function openSource() {
  const world = await openWorld();
  const { clock, dataDir } = world;
  const bot = await world.startApp();
  await world.order();
  const db = databaseOf(world);
  const stores = createStores(db);
  const found = await world.until('the video', async () => {
    const job = await stores.store.find(1);
    return job?.state === 'delivered' && job;
  });
  await bot.stop();
  const transport = createTransport({
    baseUrl: world.scenario.url,
    apiKey: 'sandbox-key',
    apiSecret: 'sandbox-secret',
    projectId: undefined,
    budget: createRateBudget(10_000, clock),
    clock,
    random: systemRandom,
    onAnswer: () => {},
  });
  onTestFinished(() => transport.close());
  const disk = { low: false };
  const stopping = new AbortController();
  let fetched = 0;
  const source = createVideoSource({
    library: stores.library,
    scenario: createScenarioClient(transport),
    disk: { isLow: async () => disk.low },
    clock,
    dataDir,
    logger: keepLog().logger,
    stopping: stopping.signal,
    onFetched: () => {
      fetched += 1;
    },
  });
  const { video } = found;
  if (!video) throw new Error('the job has no video');
  return {
    ...world,
    db,
    stores,
    source,
    disk,
    stopping,
    video,
    path: join(dataDir, video.path),
    job: async (): Promise<Job> => (await stores.store.find(1)) ?? expect.fail('the job is gone'),
    fetched: () => fetched,
    downloads: () => world.scenario.requests.filter(({ path }) => path.startsWith('/cdn/')).length,
    filesLeft: () => readdirSync(join(dataDir, 'videos')),
  };
}

describe('a file that is there', () => {
  test('is given with what it is, and nobody is asked', async () => {
    const { source, job, path, video, scenario } = await openSource();
    const before = scenario.requests.length;
    expect(await source.fileOf(await job())).toMatchObject({
      ...video,
      absolutePath: path,
      width: 1_280,
      height: 720,
      durationMs: 8_000,
      audioCodec: 'aac',
    });
    expect(scenario.requests).toHaveLength(before);
  });

  test('of an older database is listed where it lies', async () => {
    const { source, job, db, dataDir, path, stores } = await openSource();
    const known = await source.fileOf(await job());
    await rename(path, join(dataDir, 'videos', '1.mp4'));
    db.delete(videos).run();
    db.update(jobs).set({ videoPath: 'videos/1.mp4' }).run();
    const listed = await source.fileOf(await job());
    expect(listed).toMatchObject({ hash: known.hash, absolutePath: join(dataDir, 'videos', '1.mp4') });
    expect(await stores.library.find('videos/1.mp4')).toMatchObject({ hash: known.hash, bytes: known.bytes });
  });
});

describe('a file that is gone here', () => {
  test('is fetched from Scenario again and belongs to its job again', async () => {
    const { source, job, path, video, stores, clock, downloads, fetched } = await openSource();
    await rm(path);
    clock.jump(3_600_000);
    const again = await source.fileOf(await job());
    expect(again).toMatchObject({ ...video, absolutePath: path });
    expect(existsSync(path)).toBe(true);
    expect((await job()).video).toEqual(video);
    expect(Math.abs(clock.now() - ((await stores.library.find(video.path))?.storedAt ?? 0))).toBeLessThan(
      60_000,
    );
    expect(downloads()).toBe(2);
    expect(fetched()).toBe(1);
    await source.fileOf(await job());
    expect(downloads()).toBe(2);
  });

  test('is fetched once, however many want it at once', async () => {
    const { source, job, path, downloads, filesLeft } = await openSource();
    await rm(path);
    const wanted = await job();
    const given = await Promise.all([1, 2, 3, 4].map(() => source.fileOf(wanted)));
    expect(new Set(given.map(({ absolutePath }) => absolutePath))).toEqual(new Set([path]));
    expect(downloads()).toBe(2);
    expect(filesLeft()).toHaveLength(1);
  });

  test('was forgotten to make room: the job says so, and gets it back', async () => {
    const { source, job, path, video, stores } = await openSource();
    await rm(path);
    await stores.library.forget(video.path, (await stores.library.find(video.path))?.storedAt);
    expect((await job()).video).toBeUndefined();
    expect((await source.fileOf(await job())).absolutePath).toBe(path);
    expect((await job()).video).toEqual(video);
  });

  test('replaces one that is no video any more', async () => {
    const { source, job, path, db, video } = await openSource();
    await writeFile(path, 'spoilt');
    db.delete(videos).run();
    expect(await source.fileOf(await job())).toMatchObject(video);
  });

  test('and at Scenario too is gone', async () => {
    const { source, job, path, scenario, filesLeft } = await openSource();
    await rm(path);
    const { assetId = '' } = await job();
    await fetch(`${scenario.url}/assets`, {
      method: 'DELETE',
      headers: {
        authorization: `Basic ${Buffer.from('sandbox-key:sandbox-secret').toString('base64')}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ assetIds: [assetId] }),
    });
    await expect(source.fileOf(await job())).rejects.toMatchObject({
      name: 'ExpectedError',
      code: 'video-gone',
      message: expect.stringContaining('#1'),
    });
    expect(filesLeft()).toEqual([]);
  });

  test.each<[string, RegExp]>([
    ['Scenario fails', /\/assets\//],
    ['its files do not come', /^\/cdn\//],
  ])('cannot be had while %s, and can later', async (_what, path) => {
    const world = await openSource();
    await rm(world.path);
    const fault = world.scenario.faults.add({ path, effect: { kind: 'status', status: 503 } });
    const wanted = world.source.fileOf(await world.job());
    let ended = false;
    const refused = expect(wanted)
      .rejects.toMatchObject({ code: 'video-unreachable' })
      .finally(() => {
        ended = true;
      });
    await world.until('the end of the tries', () => ended);
    await refused;
    fault.remove();
    expect((await world.source.fileOf(await world.job())).absolutePath).toBe(world.path);
  });

  test('waits while the disk is nearly full', async () => {
    const { source, job, path, disk, downloads } = await openSource();
    await rm(path);
    disk.low = true;
    await expect(source.fileOf(await job())).rejects.toMatchObject({ code: 'disk-full' });
    expect(downloads()).toBe(1);
  });

  test('is nobody’s any more when its author has deleted it', async () => {
    const { source, job, path, stores, guild, ada, clock, downloads } = await openSource();
    await rm(path);
    await stores.privacy.purgeMember(guild.id, ada.id, clock.now());
    await expect(source.fileOf(await job())).rejects.toMatchObject({ code: 'video-gone' });
    expect(downloads()).toBe(1);
  });

  test('does not stay when its author deletes it while it is fetched', async () => {
    const { source, job, path, stores, scenario, guild, ada, clock, filesLeft } = await openSource();
    await rm(path);
    const held = Promise.withResolvers<void>();
    const fault = scenario.faults.add({
      path: /^\/cdn\//,
      effect: { kind: 'hold-request', until: held.promise },
    });
    const wanted = expect(source.fileOf(await job())).rejects.toMatchObject({ code: 'video-gone' });
    await fault.firstHit;
    await stores.privacy.purgeMember(guild.id, ada.id, clock.now());
    held.resolve();
    await wanted;
    expect(filesLeft()).toEqual([]);
    expect(await stores.library.total()).toEqual({ videos: 0, bytes: 0 });
  });
});

describe('a stop', () => {
  test('of one who waits leaves the fetch to the others', async () => {
    const { source, job, path, scenario, downloads } = await openSource();
    await rm(path);
    const held = Promise.withResolvers<void>();
    const fault = scenario.faults.add({
      path: /^\/cdn\//,
      effect: { kind: 'hold-request', until: held.promise },
    });
    const stop = new AbortController();
    const wanted = await job();
    const stopped = expect(source.fileOf(wanted, stop.signal)).rejects.toThrow('abort');
    const other = source.fileOf(wanted);
    await fault.firstHit;
    stop.abort();
    await stopped;
    held.resolve();
    expect((await other).absolutePath).toBe(path);
    expect(downloads()).toBe(2);
  });

  test('of the bot gives the fetch up and leaves nothing', async () => {
    const { source, job, path, scenario, stopping, filesLeft } = await openSource();
    await rm(path);
    const held = Promise.withResolvers<void>();
    onTestFinished(() => held.resolve());
    const fault = scenario.faults.add({
      path: /^\/cdn\//,
      effect: { kind: 'hold-request', until: held.promise },
    });
    const wanted = expect(source.fileOf(await job())).rejects.toThrow();
    await fault.firstHit;
    stopping.abort();
    await wanted;
    expect(filesLeft()).toEqual([]);
  });
});

test('two jobs with one file each get it back', async () => {
  const { source, job, path, db, stores, video, downloads } = await openSource();
  const { id: _, ...row } = db.select().from(jobs).all()[0] ?? expect.fail('no row');
  db.insert(jobs)
    .values({ ...row, interactionId: 'another', remoteId: null })
    .run();
  await rm(path);
  expect((await source.fileOf(await job())).absolutePath).toBe(path);
  const other = (await stores.store.find(2)) ?? expect.fail('no second job');
  expect(other.video).toBeUndefined();
  expect((await source.fileOf(other)).absolutePath).toBe(path);
  expect(db.select().from(jobs).where(eq(jobs.videoPath, video.path)).all()).toHaveLength(2);
  expect(await stores.library.total()).toMatchObject({ videos: 1 });
  expect(downloads()).toBe(3);
});

import { existsSync, readdirSync } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import type { Job } from '../../src/jobs/job.ts';
import { jobs, videos } from '../../src/store/schema.ts';
import { jobsOf } from '../support/looking.ts';
import { changeSettings, databaseOf } from '../support/moderating.ts';
import { openWorld, results, type World } from '../support/world.ts';

const DAY_MS = 24 * 3_600_000;
const A_MINUTE_AND_MORE_MS = 61_000;

/** Lets a video be made. Its job's number counts up from 1. */
async function deliver(world: World, id: number, ...order: Parameters<World['order']>): Promise<Job> {
  await world.order(...order);
  return world.until('the video', async () => {
    const job = await jobsOf(world).find(id);
    return job?.state === 'delivered' && job;
  });
}

const jobOf = async (world: World, id: number) =>
  (await jobsOf(world).find(id)) ?? expect.fail(`no job ${id}`);
const filesIn = ({ dataDir }: World): string[] => readdirSync(join(dataDir, 'videos')).sort();
const listed = (world: World) => databaseOf(world).select().from(videos).all();
const fileOf = ({ dataDir }: World, { video }: Job): string => join(dataDir, video?.path ?? 'nothing');

describe('a finished video', () => {
  test('lies under its content’s hash, with what it is in the library', async () => {
    const world = await openWorld();
    await world.startApp();
    const { video } = await deliver(world, 1, { resolution: '1080p' });
    const [row, ...more] = listed(world);
    expect(more).toEqual([]);
    expect(row).toMatchObject({
      path: video?.path,
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      bytes: video?.bytes,
      width: 1_920,
      height: 1_080,
      durationMs: 8_000,
      videoCodec: 'avc',
      audioCodec: 'aac',
    });
    expect(video?.path).toBe(`videos/${row?.hash}.mp4`);
    expect(filesIn(world)).toEqual([`${row?.hash}.mp4`]);
    expect((await stat(join(world.dataDir, video?.path ?? ''))).size).toBe(video?.bytes);
  });

  test('is one file for all who made the same, until the last of them deletes it', async () => {
    const world = await openWorld();
    await world.startApp();
    const guild = world.discord.addGuild({ name: 'Elsewhere' });
    const elsewhere = { channel: guild.addChannel(), member: guild.addMember({ name: 'Bob' }) };
    await changeSettings(world, { retentionDays: 1 });
    await changeSettings({ ...world, guild }, { retentionDays: 5 });
    const first = await deliver(world, 1);
    const second = await deliver(world, 2, {}, elsewhere);
    expect(second.video).toEqual(first.video);
    expect(filesIn(world)).toHaveLength(1);
    expect(listed(world)).toHaveLength(1);

    world.clock.jump(2 * DAY_MS);
    await world.until('the first to be deleted', async () => !(await jobOf(world, 1)).video);
    expect((await jobOf(world, 2)).video).toEqual(second.video);
    expect(filesIn(world)).toHaveLength(1);

    world.clock.jump(5 * DAY_MS);
    await world.until('the second to be deleted', async () => !(await jobOf(world, 2)).video);
    expect(filesIn(world)).toEqual([]);
    expect(listed(world)).toEqual([]);
  });
});

describe('the oldest videos go', () => {
  test('when they are older than the operator keeps them', async () => {
    const world = await openWorld();
    const { log } = await world.startApp({ LIBRARY_MAX_DAYS: '3' });
    const first = await deliver(world, 1, { duration: 4 });
    world.clock.jump(2 * DAY_MS);
    const second = await deliver(world, 2, { duration: 6 });
    expect(existsSync(fileOf(world, first))).toBe(true);
    world.clock.jump(DAY_MS + A_MINUTE_AND_MORE_MS);
    await world.until('the first to go', async () => !(await jobOf(world, 1)).video);
    expect(filesIn(world).map((name) => join('videos', name))).toEqual([second.video?.path]);
    expect(await jobOf(world, 1)).toMatchObject({ state: 'delivered', assetId: first.assetId });
    expect(log.join('')).toContain('deleted the oldest videos here');
  });

  test('when another is fetched and all together are too large', async () => {
    const world = await openWorld();
    // Room for two or three of them.
    await world.startApp({ LIBRARY_MAX_GB: '0.00025' });
    const first = await deliver(world, 1, { duration: 4 });
    const second = await deliver(world, 2, { duration: 6 });
    world.clock.jump(A_MINUTE_AND_MORE_MS);
    const third = await deliver(world, 3, { duration: 8 });
    await world.until('the first to go', async () => !(await jobOf(world, 1)).video);
    expect(existsSync(fileOf(world, first))).toBe(false);
    expect(existsSync(fileOf(world, second))).toBe(true);
    expect(existsSync(fileOf(world, third))).toBe(true);
  });
});

describe('at the start', () => {
  test('the files of an older database are listed where they lie', async () => {
    const world = await openWorld();
    const before = await world.startApp();
    const first = await deliver(world, 1);
    await before.stop();
    const [row] = listed(world);
    await rename(fileOf(world, first), join(world.dataDir, 'videos', '1.mp4'));
    const db = databaseOf(world);
    db.delete(videos).run();
    db.update(jobs).set({ videoPath: 'videos/1.mp4' }).where(eq(jobs.id, 1)).run();

    await world.startApp();
    await world.until('the file to be listed', () => listed(world).length > 0);
    expect(listed(world)).toEqual([{ ...row, path: 'videos/1.mp4', storedAt: first.generatedAt }]);
    expect(filesIn(world)).toEqual(['1.mp4']);
    // One more of the same gets a file of its own.
    expect((await deliver(world, 2)).video?.path).toBe(row?.path);
  });

  test('what has no file any more is forgotten, and what nobody uses deleted', async () => {
    const world = await openWorld();
    const before = await world.startApp();
    await deliver(world, 1, { duration: 4 });
    await deliver(world, 2, { duration: 6 });
    const third = await deliver(world, 3, { duration: 8 });
    await before.stop();
    await rm(fileOf(world, await jobOf(world, 1)));
    // As if the process had died before the row of its job was written, and the job had failed since.
    databaseOf(world).update(jobs).set({ videoPath: null, videoBytes: null }).where(eq(jobs.id, 2)).run();
    world.clock.jump(A_MINUTE_AND_MORE_MS);
    await world.startApp();
    await world.until('the library to be in order', () => listed(world).length === 1);
    expect(listed(world)[0]?.path).toBe(third.video?.path);
    expect(filesIn(world).map((name) => join('videos', name))).toEqual([third.video?.path]);
    expect((await jobOf(world, 1)).video).toBeUndefined();
  });

  test.each<[string, { file: boolean }]>([
    ['after its row was written, before its file had its name', { file: false }],
    ['after its file had its name, before its job knew of it', { file: true }],
  ])('a video is fetched anew whose fetching ended %s', async (_when, { file }) => {
    const world = await openWorld();
    const before = await world.startApp();
    const { video } = await deliver(world, 1);
    await before.stop();
    if (!file) await rm(join(world.dataDir, video?.path ?? ''));
    databaseOf(world).update(jobs).set({ state: 'fetching', videoPath: null, videoBytes: null }).run();
    world.clock.jump(A_MINUTE_AND_MORE_MS);
    await world.startApp();
    await world.until('the video', async () => (await jobOf(world, 1)).state === 'delivered');
    expect((await jobOf(world, 1)).video).toEqual(video);
    expect((await stat(join(world.dataDir, video?.path ?? ''))).size).toBe(video?.bytes);
    expect(filesIn(world)).toHaveLength(1);
    expect(listed(world)).toHaveLength(1);
    // It had been posted: no second message.
    expect(results(world.channel)).toHaveLength(1);
  });
});

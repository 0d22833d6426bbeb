import { existsSync, readdirSync } from 'node:fs';
import { mkdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import type { SandboxChannel, SandboxGuild, SandboxMember } from '../../src/sandbox/discord/model.ts';
import type { Database } from '../../src/store/open.ts';
import * as schema from '../../src/store/schema.ts';
import { jobsOf } from '../support/looking.ts';
import { changeSettings, databaseOf } from '../support/moderating.ts';
import { openWorld, type World } from '../support/world.ts';

const DAY_MS = 24 * 3_600_000;
/** A day, and time for the loop to come round. */
const A_DAY_AND_MORE_MS = DAY_MS + 60_000;

const picturesIn = ({ dataDir }: World): string[] => readdirSync(join(dataDir, 'inputs'));
const promptOf = async (world: World, id: number) => (await jobsOf(world).find(id))?.settings.prompt;

const picture = async (background: string) => ({
  name: 'cat.png',
  contentType: 'image/png',
  bytes: await sharp({ create: { width: 64, height: 36, channels: 3, background } })
    .png()
    .toBuffer(),
});

/** What the videos of a test are like, by their jobs' numbers: each is another file. */
const SHAPES = [{}, { duration: 4 }, { duration: 6 }, { duration: 8 }, { resolution: '1080p' }];

/**
 * Lets a video be made. Its job's number counts up from 1.
 * @returns the path of its file
 */
async function deliver(
  world: World,
  id: number,
  options: Parameters<World['order']>[0] = {},
  by: { member?: SandboxMember; channel?: SandboxChannel } = {},
): Promise<string> {
  await world.order({ ...SHAPES[id], ...options }, by);
  const video = await world.until('the video', async () => {
    const job = await jobsOf(world).find(id);
    return job?.state === 'delivered' && job.video;
  });
  return join(world.dataDir, video.path);
}

/** A second server, with a member in it. */
function openElsewhere(world: World) {
  const guild = world.discord.addGuild({ name: 'Elsewhere' });
  return { guild, by: { channel: guild.addChannel(), member: guild.addMember({ name: 'Bob' }) } };
}

/** Every row of every table, as one text. */
const everything = (db: Database): string =>
  Object.values(schema)
    .map((table) => JSON.stringify(db.select().from(table).all()))
    .join('\n');

const departedIn = (world: World): string[] =>
  databaseOf(world)
    .select()
    .from(schema.departedGuilds)
    .all()
    .map(({ guildId }) => guildId);

test('prompts and files go when the server keeps them no longer; messages and other servers stay', async () => {
  const world = await openWorld();
  const app = await world.startApp();
  const elsewhere = openElsewhere(world);
  const [own, shared] = [await picture('#336699'), await picture('#993366')];
  await changeSettings(world, { retentionDays: 7 });
  const firstFile = await deliver(world, 1, { image: own });
  const secondFile = await deliver(world, 2, { image: shared });
  const thirdFile = await deliver(world, 3, { image: shared }, elsewhere.by);
  const messages = world.channel.messages.map(({ content }) => content);

  world.clock.jump(6 * DAY_MS);
  const fourthFile = await deliver(world, 4);
  expect(await promptOf(world, 1)).toBe('A boat at dusk');
  expect(existsSync(firstFile)).toBe(true);
  expect(picturesIn(world)).toHaveLength(2);

  world.clock.jump(2 * DAY_MS);
  await world.until('the files to go', () => !existsSync(firstFile) && !existsSync(secondFile));
  await world.until('the rows to forget them', async () => !(await jobsOf(world).find(2))?.video);
  expect(await Promise.all([1, 2, 3, 4].map((id) => promptOf(world, id)))).toEqual([
    '[deleted]',
    '[deleted]',
    'A boat at dusk',
    'A boat at dusk',
  ]);
  expect(existsSync(thirdFile)).toBe(true);
  expect(existsSync(fourthFile)).toBe(true);
  // The picture that the other server's video has is still there, and known at Scenario.
  const kept = (await jobsOf(world).find(3))?.images[0]?.storedAs;
  expect(picturesIn(world)).toEqual([kept]);
  const uploaded = databaseOf(world).select().from(schema.uploadedAssets).all();
  expect(uploaded.map(({ storedAs }) => storedAs)).toEqual([`${kept}@1280x720`]);
  expect(world.channel.messages.map(({ content }) => content).slice(0, messages.length)).toEqual(messages);
  await world.until('a word of it', () => app.log.join('').includes('deleted what is kept no longer'));
});

test('a server that has set no days keeps everything', async () => {
  const world = await openWorld();
  await world.startApp();
  const firstFile = await deliver(world, 1);
  for (let months = 0; months < 13; months += 1) {
    world.clock.jump(31 * DAY_MS);
    await world.until('the daily turns', () => true);
  }
  await deliver(world, 2);
  expect(await promptOf(world, 1)).toBe('A boat at dusk');
  expect(existsSync(firstFile)).toBe(true);
});

test('what a stop left half done is ended at the next start', async () => {
  const world = await openWorld();
  const first = await world.startApp();
  await changeSettings(world, { retentionDays: 1 });
  const firstFile = await deliver(world, 1);
  await deliver(world, 2);
  await first.stop();
  // As if the process had died after a file was deleted and before its row was written.
  await rm(firstFile);
  world.clock.jump(3 * DAY_MS);
  await world.startApp();
  await world.until('the rows to forget their files', async () => {
    const jobs = await Promise.all([1, 2].map((id) => jobsOf(world).find(id)));
    return jobs.every((job) => job?.purgedAt !== undefined && job.video === undefined);
  });
  expect(readdirSync(join(world.dataDir, 'videos'))).toEqual([]);
});

test('a file that cannot be deleted keeps no other from going, and is tried again the next day', async () => {
  const world = await openWorld();
  const app = await world.startApp();
  await changeSettings(world, { retentionDays: 1 });
  const firstFile = await deliver(world, 1);
  const secondFile = await deliver(world, 2);
  const bytes = await readFile(firstFile);
  // A folder does not go like a file.
  await rm(firstFile);
  await mkdir(firstFile);
  world.clock.jump(2 * A_DAY_AND_MORE_MS);
  await world.until('the other file to go', () => !existsSync(secondFile));
  await world.until('the row to forget it', async () => !(await jobsOf(world).find(2))?.video);
  expect(app.log.join('')).toContain('a file could not be deleted');
  expect(await promptOf(world, 1)).toBe('[deleted]');
  expect((await jobsOf(world).find(1))?.video).toBeDefined();

  await rm(firstFile, { recursive: true });
  await writeFile(firstFile, bytes);
  world.clock.jump(A_DAY_AND_MORE_MS);
  await world.until('the file to go', () => !existsSync(firstFile));
  await world.until('the row to forget it', async () => !(await jobsOf(world).find(1))?.video);
});

test('pictures that no job names go within a day, and at the start; those of jobs and new ones stay', async () => {
  const world = await openWorld();
  const first = await world.startApp();
  await deliver(world, 1, { image: await picture('#336699') });
  await first.stop();
  const kept = picturesIn(world);
  const put = async (name: string, ageMs: number) => {
    const path = join(world.dataDir, 'inputs', name);
    if (!existsSync(path)) await writeFile(path, 'a picture');
    const then = (world.clock.now() - ageMs) / 1_000;
    await utimes(path, then, then);
  };
  const HOUR_MS = 3_600_000;
  for (const name of kept) await put(name, 2 * HOUR_MS);
  await put('refused.jpg', 2 * HOUR_MS);
  await put('just-taken.jpg', HOUR_MS / 2);
  await world.startApp();
  await world.until('the old one to go', () => !picturesIn(world).includes('refused.jpg'));
  expect(picturesIn(world)).toEqual(expect.arrayContaining(['just-taken.jpg', ...kept]));
  expect(picturesIn(world)).toHaveLength(kept.length + 1);
  world.clock.jump(A_DAY_AND_MORE_MS);
  await world.until('the other to go', () => !picturesIn(world).includes('just-taken.jpg'));
  expect(picturesIn(world)).toEqual(kept);
});

/**
 * Lets a day pass, in which the bot asks for its servers; a second or third one when it was still at work on the last answer
 * as the day began.
 */
async function passDay(world: World): Promise<void> {
  const asked = () => world.discord.requests.filter(({ path }) => path.endsWith('/users/@me/guilds')).length;
  const before = asked();
  let nextJumpAt = Date.now();
  await world.until('the bot to ask for its servers', () => {
    if (asked() > before) return true;
    if (Date.now() < nextJumpAt) return false;
    world.clock.jump(A_DAY_AND_MORE_MS);
    nextJumpAt = Date.now() + 3_000;
    return false;
  });
}

const departs = (world: World, guild: SandboxGuild) =>
  world.until('the departure to be noted', () => departedIn(world).includes(guild.id));

test('a server that removed the bot loses everything after thirty days, and no other does', async () => {
  const world = await openWorld();
  await world.startApp();
  const elsewhere = openElsewhere(world);
  const [own, shared] = [await picture('#336699'), await picture('#993366')];
  await changeSettings(world, { timeZone: 'Europe/Berlin' });
  const firstFile = await deliver(world, 1, { image: own });
  const secondFile = await deliver(world, 2, { image: shared });
  const thirdFile = await deliver(world, 3, { image: shared }, elsewhere.by);

  world.guild.removeBot();
  await passDay(world);
  await departs(world, world.guild);
  world.clock.jump(20 * DAY_MS);
  await passDay(world);
  expect(await promptOf(world, 1)).toBe('A boat at dusk');
  expect(existsSync(firstFile)).toBe(true);
  expect(departedIn(world)).toEqual([world.guild.id]);

  world.clock.jump(15 * DAY_MS);
  await passDay(world);
  await world.until('the rows to go', async () => !(await jobsOf(world).find(1)));
  expect(everything(databaseOf(world))).not.toContain(world.guild.id);
  expect(existsSync(firstFile)).toBe(false);
  expect(existsSync(secondFile)).toBe(false);
  expect(await promptOf(world, 3)).toBe('A boat at dusk');
  expect(existsSync(thirdFile)).toBe(true);
  expect(picturesIn(world)).toEqual([(await jobsOf(world).find(3))?.images[0]?.storedAs]);
  expect(databaseOf(world).select().from(schema.prices).all()).not.toEqual([]);
  await deliver(world, 4, {}, elsewhere.by);
});

test('a server that takes the bot back in time finds everything as it was', async () => {
  const world = await openWorld();
  await world.startApp();
  openElsewhere(world);
  await deliver(world, 1);
  world.guild.removeBot();
  await passDay(world);
  await departs(world, world.guild);
  world.clock.jump(15 * DAY_MS);
  world.guild.addBot();
  await passDay(world);
  await world.until('the departure to be forgotten', () => departedIn(world).length === 0);
  world.clock.jump(20 * DAY_MS);
  await passDay(world);
  expect(await promptOf(world, 1)).toBe('A boat at dusk');
  await deliver(world, 2);
});

test('a list of servers that fails, or is empty, says nothing of departures', async () => {
  const world = await openWorld();
  const app = await world.startApp();
  const elsewhere = openElsewhere(world);
  await deliver(world, 1);
  await deliver(world, 2, {}, elsewhere.by);
  const fault = world.discord.faults.add({
    path: /\/users\/@me\/guilds$/,
    effect: { kind: 'status', status: 403, body: { code: 0, message: '403: Forbidden' } },
  });
  world.guild.removeBot();
  await passDay(world);
  await world.until('the failure to be logged', () => app.log.join('').includes('could not be listed'));
  expect(departedIn(world)).toEqual([]);
  fault.remove();

  // No server at all is more likely a fault than the truth.
  elsewhere.guild.removeBot();
  await passDay(world);
  await passDay(world);
  expect(departedIn(world)).toEqual([]);

  elsewhere.guild.addBot();
  await passDay(world);
  await departs(world, world.guild);
  expect(departedIn(world)).toEqual([world.guild.id]);
});

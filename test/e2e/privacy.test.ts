import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import type { SandboxMessage } from '../../src/sandbox/discord/message.ts';
import { createPrivacyStore } from '../../src/store/privacy-store.ts';
import { quotaLedger } from '../../src/store/schema.ts';
import {
  BLOCKABLE,
  buttonRow,
  jobsOf,
  partsOf,
  postAsBot,
  shown,
  untilDelivered,
} from '../support/looking.ts';
import { changeSettings, databaseOf, openModeratedWorld } from '../support/moderating.ts';
import { pressed } from '../support/results.ts';
import { found, openVote } from '../support/votes.ts';
import { answerTo, openWorld, textOf, type World } from '../support/world.ts';

/** What BLOCKABLE worlds never finish by themselves. */
const BLOCKER = 'blocks the queue';

/** Sends `/veo-privacy subcommand` and waits for the whole answer. */
async function ask(world: World, subcommand: string, member = world.ada): Promise<SandboxMessage> {
  const sent = await member.slash(world.channel, 'veo-privacy', {}, { subcommand });
  const response = await sent.response;
  if (response.kind !== 'deferred') return answerTo(sent);
  return world.until('the answer', () => !response.message.loading && response.message);
}

/** Asks for the deletion and says yes to it. */
async function deleteData(world: World, member = world.ada): Promise<string> {
  const offer = await ask(world, 'delete', member);
  expect(offer.ephemeral).toBe(true);
  return textOf(await pressed(world, offer, 'privacy-delete', member));
}

const promptsOf = async (world: World, ...ids: number[]) =>
  Promise.all(ids.map(async (id) => (await jobsOf(world).find(id))?.settings.prompt));

const videosIn = ({ dataDir }: World): string[] =>
  readdirSync(join(dataDir, 'videos')).map((name) => join('videos', name));
const picturesIn = ({ dataDir }: World): string[] => readdirSync(join(dataDir, 'inputs'));

const quotaRows = (world: World) => databaseOf(world).select().from(quotaLedger).all();

const picture = async (background: string) => ({
  name: 'my cat.png',
  contentType: 'image/png',
  bytes: await sharp({ create: { width: 64, height: 36, channels: 3, background } })
    .png()
    .toBuffer(),
});

test('info says privately what is kept, and for how long by the server’s settings', async () => {
  const world = await openModeratedWorld();
  await world.startApp();
  const forEver = await ask(world, 'info');
  expect(forEver.ephemeral).toBe(true);
  expect(forEver.content).toContain('Your videos (0 so far)');
  expect(forEver.content).toContain('until you delete them. This server has set no end.');
  expect(forEver.content).toContain('30 days after I was removed from this server');
  expect(forEver.content.length).toBeLessThanOrEqual(2_000);

  await untilDelivered(world, await world.order());
  await changeSettings(world, { retentionDays: 14 });
  const limited = await ask(world, 'info');
  expect(limited.content).toContain('Your videos (1 so far)');
  expect(limited.content).toContain('of 1 finished video at the moment');
  expect(limited.content).toContain('14 days after the video ended');
});

test('export gives a member their own data as a private JSON file, and nobody else’s', async () => {
  const world = await openModeratedWorld();
  await world.startApp();
  const bob = world.guild.addMember({ name: 'Bob' });
  const image = await picture('#336699');
  await untilDelivered(world, await world.order({ prompt: 'Mine alone', negative_prompt: 'rain', image }));
  await untilDelivered(world, await world.order({ prompt: 'Of Bob' }, { member: bob }));
  await world.mod('user block', { user: world.ada.id, reason: 'too many boats' });

  const answer = await ask(world, 'export');
  expect(answer.ephemeral).toBe(true);
  const [file, ...others] = answer.attachments;
  expect([file?.filename, others]).toEqual(['my-data.json', []]);
  const text = String(await file?.bytes());
  const job = await jobsOf(world).find(1);
  expect(JSON.parse(text)).toMatchObject({
    serverId: world.guild.id,
    memberId: world.ada.id,
    videos: [
      {
        number: 1,
        state: 'delivered',
        settings: { prompt: 'Mine alone', negativePrompt: 'rain', seed: job?.settings.seed },
        pictures: [{ option: 'image', fileName: 'my_cat.png' }],
        costUnits: job?.costUnits,
        askedAt: new Date(job?.createdAt ?? 0).toISOString(),
      },
    ],
    quotaLedger: [
      { entry: 'commit', video: 1 },
      { entry: 'reserve', video: 1 },
    ],
    block: { reason: 'too many boats' },
    casesAboutYou: [{ kind: 'block', number: 2, reason: 'too many boats' }],
  });
  expect(text).not.toContain('Of Bob');
  expect(text).not.toContain(world.mo.id);
});

test('delete takes prompts and files after a yes, and leaves messages, books and others alone', async () => {
  const world = await openModeratedWorld();
  await world.startApp();
  const bob = world.guild.addMember({ name: 'Bob' });
  const [own, shared] = [await picture('#336699'), await picture('#993366')];
  const long = `A boat. ${'It sails on and on. '.repeat(30)}`.trim();
  const result = await untilDelivered(world, await world.order({ prompt: long, image: own, duration: 4 }));
  await untilDelivered(world, await world.order({ prompt: 'Second', image: shared }));
  await untilDelivered(world, await world.order({ prompt: 'Of Bob', image: shared }, { member: bob }));
  expect(picturesIn(world)).toHaveLength(2);
  expect(videosIn(world)).toHaveLength(2);
  const ledger = quotaRows(world);
  const sentBefore = result.content;

  const offer = await ask(world, 'delete');
  expect(offer.ephemeral).toBe(true);
  expect(offer.content).toContain('of 2 finished videos of yours');
  expect(shown(offer.content)).toContain('[deleted]');
  expect(await promptsOf(world, 1, 2)).toEqual([long, 'Second']);
  const done = textOf(await pressed(world, offer, 'privacy-delete', world.ada));
  expect(done).toContain('Deleted the prompts of 2 videos.');
  expect(done).toContain('Messages in channels stay');
  expect(partsOf(offer)).toEqual([]);
  expect(await promptsOf(world, 1, 2, 3)).toEqual(['[deleted]', '[deleted]', 'Of Bob']);

  await world.until('the video to go that Bob has not got', () => videosIn(world).length === 1);
  await world.until('the picture to go that Bob does not use', () => picturesIn(world).length === 1);
  await world.until('the rows to forget them', async () => !(await jobsOf(world).find(2))?.video);
  expect(videosIn(world)).toEqual([(await jobsOf(world).find(3))?.video?.path]);
  expect(await jobsOf(world).find(1)).toMatchObject({ state: 'delivered', costUnits: expect.any(Number) });
  expect(result).toMatchObject({ deleted: false, content: sentBefore });
  expect(quotaRows(world)).toEqual(ledger);

  // What still echoes the job copes with it.
  const button = { content: 'An older message', components: [buttonRow('v1:prompt:1')] };
  const older = await postAsBot(world, world.channel, button);
  const prompt = await answerTo(await world.ada.press(older, 'v1:prompt:1'));
  expect(String(await prompt.attachments[0]?.bytes())).toBe('[deleted]');
  expect((await ask(world, 'info')).content).toContain('of 0 finished videos');
  const data: unknown = JSON.parse(String(await (await ask(world, 'export')).attachments[0]?.bytes()));
  expect(data).toMatchObject({ videos: [{ settings: { prompt: '[deleted]' } }, { number: 1 }] });
  const again = await ask(world, 'delete');
  expect(again.content).toContain('There is nothing to delete');
  expect(partsOf(again)).toEqual([]);
});

test('what still waits or is in the making is named and left until it ends', async () => {
  const world = await openWorld(BLOCKABLE);
  await world.startApp({ MAX_RUNNING: '1' });
  await untilDelivered(world, await world.order({ prompt: 'Done' }));
  await world.order({ prompt: BLOCKER });
  await world.until('the second job to be at work', () => world.scenario.jobs.length === 2);
  await world.order({ prompt: 'Waits' });
  const done = await deleteData(world);
  expect(done).toContain('Deleted the prompts of 1 video.');
  expect(done).toContain('left alone: #2, #3.');
  expect(await promptsOf(world, 1, 2, 3)).toEqual(['[deleted]', BLOCKER, 'Waits']);
  world.scenario.setOutcome(world.scenario.jobs[1]?.id ?? '', { kind: 'success' });
  await world.until('the others to end', async () => (await jobsOf(world).find(3))?.state === 'delivered');
  expect(await deleteData(world)).toContain('Deleted the prompts of 2 videos.');
  expect(await promptsOf(world, 2, 3)).toEqual(['[deleted]', '[deleted]']);
});

test('whoever presses the button deletes their own data only, in their own server only', async () => {
  const world = await openWorld();
  await world.startApp();
  await untilDelivered(world, await world.order());
  const elsewhere = world.discord.addGuild();
  const channel = elsewhere.addChannel();
  const ada = elsewhere.addMember({ userId: world.ada.id });
  await world.order({ prompt: 'Elsewhere' }, { member: ada, channel });
  await world.until('its end', async () => (await jobsOf(world).find(2))?.state === 'delivered');
  const button = { content: 'Press', components: [buttonRow('v1:privacy-delete:1')] };
  const bob = world.guild.addMember({ name: 'Bob' });
  const here = await postAsBot(world, world.channel, button);
  expect(textOf(await pressed(world, here, 'privacy-delete', bob))).toContain('nothing left');
  expect(await promptsOf(world, 1, 2)).toEqual(['A boat at dusk', 'Elsewhere']);
  const there = await postAsBot(world, channel, button);
  await pressed(world, there, 'privacy-delete', ada);
  expect(await promptsOf(world, 1, 2)).toEqual(['A boat at dusk', '[deleted]']);
});

test('files of a deletion that a stop came between go after the next start', async () => {
  const world = await openWorld();
  const first = await world.startApp();
  await untilDelivered(world, await world.order());
  await first.stop();
  await createPrivacyStore(databaseOf(world)).purgeMember(world.guild.id, world.ada.id, world.clock.now());
  expect(videosIn(world)).toHaveLength(1);
  await world.startApp();
  await world.until('the file to go', () => videosIn(world).length === 0);
});

test('entries and votes of challenges are in the export; info counts them; deletion is there for them alone', async () => {
  const world = await openModeratedWorld();
  await world.startApp();
  const bob = world.guild.addMember({ name: 'Bob' });
  const vote = await openVote(world, { authors: [world.ada, bob], posts: 'none', title: 'Rain' });
  const { challenge, entries, challenges, ballots } = vote;
  const { id: challengeId } = challenge;
  const castAt = world.clock.now();
  const bobs = { challengeId, voterId: world.ada.id, accountCreatedAt: 0, entryId: entries[1]?.id ?? 0 };
  await ballots.cast({ ...bobs, value: 4 }, castAt);

  const info = (await ask(world, 'info')).content;
  expect(info).toContain('1 entry and 1 vote');
  expect(info).toContain('Deletion takes your entries out of those that go on');
  expect(info.length).toBeLessThanOrEqual(2_000);
  const text = String(await (await ask(world, 'export')).attachments[0]?.bytes());
  const name = { challenge: 'Rain', challengeNumber: challengeId };
  const at = new Date(castAt).toISOString();
  expect(JSON.parse(text).challenges).toEqual({
    entries: [
      { ...name, entry: 1, video: entries[0]?.jobId, state: 'accepted', enteredAt: expect.any(String) },
    ],
    ballots: [
      {
        ...name,
        round: 1,
        marks: [{ entry: 2, value: 4 }],
        castAt: at,
        changedAt: at,
        accountCreatedAt: new Date(0).toISOString(),
      },
    ],
    themeVotes: [],
    reminders: [],
    roleAwards: [],
    begunByYou: [],
    seriesBegunByYou: [],
  });
  expect(text).not.toContain(bob.id);

  // Without any video of theirs that could lose a prompt.
  const offer = await ask(world, 'delete');
  expect(offer.content).toContain('1 entry taken out of those that go on');
  expect(offer.content).toContain('off 0 votes in those that are over');
  expect(await deleteData(world)).toContain('Your entries are out of challenges that go on');
  expect((await challenges.entries(challengeId))[0]?.state).toBe('withdrawn');
  expect((await ask(world, 'delete')).content).toContain('There is nothing to delete');
  expect((await found(vote, challengeId)).phase).toBe('voting');
  await challenges.move(challengeId, { from: 'voting', to: 'cancelled', at: world.clock.now() });
  expect((await ask(world, 'delete')).content).toContain('off 1 vote in those that are over');
  await deleteData(world);
  expect((await ballots.all(challengeId, 1))[0]?.voterId).toMatch(/^deleted-/);
});

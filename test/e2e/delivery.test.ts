import { PermissionFlagsBits } from 'discord.js';
import { expect, test } from 'vitest';
import { POST_MESSAGE, WITHOUT_FFMPEG } from '../support/uploads.ts';
import { answerTo, openWorld, results, textOf, type World } from '../support/world.ts';

const MINUTE_MS = 60_000;

const quotaOf = async (world: World): Promise<string> =>
  textOf(await answerTo(await world.ada.slash(world.channel, 'veo-quota')));

test('the video arrives when the interaction token has long died', async () => {
  const world = await openWorld();
  await world.startApp();
  const card = await world.order({ prompt: 'a boat [slow]' });
  await world.until('it to be ordered', () => world.scenario.jobs.length === 1);
  world.clock.jump(20 * MINUTE_MS);
  await world.until('the card to link to it', () => card.content.startsWith('✅'));
  expect(results(world.channel)).toHaveLength(1);
  expect(
    world.discord.requests.filter(({ path, method }) => path.startsWith('/webhooks') && method !== 'GET'),
  ).toEqual([]);
});

test.for([
  { name: '413 with code 40005', status: 413, body: { message: 'Request entity too large', code: 40005 } },
  {
    name: '400 with code 50045',
    status: 400,
    body: { message: 'File uploaded exceeds the maximum size', code: 50045 },
  },
  { name: '413 from a gateway without a body', status: 413, body: {} },
])('a file refused with $name becomes a link that works and says how long', async ({ status, body }) => {
  const world = await openWorld();
  await world.startApp(WITHOUT_FFMPEG);
  world.discord.faults.add({ ...POST_MESSAGE, times: 1, effect: { kind: 'status', status, body } });
  await world.order();
  await world.until('the result', () => results(world.channel).length > 0);
  const [result] = results(world.channel);
  expect(result?.attachments).toEqual([]);
  expect(result?.content).toMatch(/too large for this server.*until <t:\d+:f>/);
  const link = /\]\((http[^)]+)\)/.exec(result?.content ?? '')?.[1] ?? '';
  const answer = await fetch(link);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('video/mp4');
  expect(await quotaOf(world)).toContain('4 of 5 videos left');
});

test('a size that a server refused is not tried there again', async () => {
  const world = await openWorld({ discord: { defaultUploadLimitBytes: 10_000 } });
  await world.startApp(WITHOUT_FFMPEG);
  const refusals = () => world.discord.requests.filter(({ status }) => status === 413).length;
  await world.order();
  await world.until('the first result', () => results(world.channel).length === 1);
  expect(refusals()).toBe(1);
  await world.order();
  await world.until('the second result', () => results(world.channel).length === 2);
  expect(refusals()).toBe(1);
});

test('where the bot may no longer post, the video is kept, the owner told and nothing charged', async () => {
  const world = await openWorld();
  await world.startApp();
  const card = await world.order();
  await world.until('it to be ordered', () => world.scenario.jobs.length === 1);
  world.channel.botPermissions &= ~PermissionFlagsBits.SendMessages;
  await world.until('the message to the owner', () => world.discord.dms(world.ada.id).length > 0);
  expect(world.discord.dms(world.ada.id)[0]?.content).toContain('I could not post it');
  await world.until('the card to say so', () => textOf(card).includes('Could not be posted'));
  expect(results(world.channel)).toHaveLength(0);
  expect(await quotaOf(world)).toContain('5 of 5 videos left');
});

test('a deleted channel and closed direct messages do no harm', async () => {
  const world = await openWorld();
  const { log } = await world.startApp();
  const other = world.guild.addChannel({ name: 'short-lived' });
  await world.order({}, { channel: other });
  await world.until('it to be ordered', () => world.scenario.jobs.length === 1);
  world.ada.user.dmsOpen = false;
  other.delete();
  await world.until('the end', () => log.some((line) => line.includes('"to":"undeliverable"')));
  await world.order();
  await world.until('the next video', () => results(world.channel).length === 1);
  expect(await quotaOf(world)).toContain('4 of 5 videos left');
});

test('a post whose answer was lost makes one message', async () => {
  const world = await openWorld();
  await world.startApp();
  world.discord.faults.add({ ...POST_MESSAGE, times: 1, effect: { kind: 'lose-answer' } });
  const card = await world.order();
  await world.until('the card to link to it', () => card.content.startsWith('✅'));
  expect(results(world.channel)).toHaveLength(1);
});

test('Discord being down for a while delays the video and loses nothing', async () => {
  const world = await openWorld();
  await world.startApp();
  const fault = world.discord.faults.add({ ...POST_MESSAGE, effect: { kind: 'status', status: 503 } });
  const card = await world.order();
  await world.until('some more tries', () => fault.hits >= 8);
  fault.remove();
  await world.until('the card to link to it', () => card.content.startsWith('✅'));
  expect(results(world.channel)).toHaveLength(1);
});

test('a spoiler stays one, as a file', async () => {
  const world = await openWorld();
  await world.startApp();
  await world.order({ spoiler: true });
  await world.until('the video', () => results(world.channel).length > 0);
  expect(results(world.channel)[0]?.attachments[0]?.isSpoiler).toBe(true);
});

test('a connection that drops is resumed, and orders go on', async () => {
  const world = await openWorld();
  await world.startApp();
  const gone = world.discord.waitFor('bot-disconnected');
  const back = world.discord.waitFor('bot-connected');
  world.discord.gateway.dropConnections();
  await Promise.all([gone, back]);
  await world.order();
  await world.until('the video', () => results(world.channel).length > 0);
});

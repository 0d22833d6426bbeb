import { expect, test } from 'vitest';
import { probeVideo, type VideoFacts } from '../../src/media/probe-video.ts';
import type { OptionValues } from '../../src/sandbox/discord/model.ts';
import { partsOf, quotaText, sentBodies, untilDelivered } from '../support/looking.ts';
import { openWorld, orders, results, textOf } from '../support/world.ts';

interface Case {
  name: string;
  options: OptionValues;
  /** What arrives at Scenario, besides the prompt. */
  body: Record<string, unknown>;
  video: Partial<VideoFacts>;
  summary: RegExp;
  cost: string;
}

const DEFAULTS = { resolution: '720p', aspectRatio: '16:9', duration: 8, generateAudio: true };

const CASES: Case[] = [
  {
    name: 'the prompt alone',
    options: {},
    body: { ...DEFAULTS, seed: expect.any(Number) },
    video: { width: 1_280, height: 720, durationMs: 8_000, audioCodec: 'aac' },
    summary: /^-# 720p · 16:9 · 8 s · sound · seed \d+ · took /m,
    cost: '400 CU',
  },
  {
    name: 'every setting',
    options: {
      negative_prompt: 'rain, people',
      resolution: '1080p',
      aspect_ratio: '9:16',
      duration: 4,
      generate_audio: false,
      seed: 4_294_967_295,
    },
    body: {
      negativePrompt: 'rain, people',
      resolution: '1080p',
      aspectRatio: '9:16',
      duration: 4,
      generateAudio: false,
      seed: 4_294_967_295,
    },
    video: { width: 1_080, height: 1_920, durationMs: 4_000, audioCodec: undefined },
    summary: /^-# 1080p · 9:16 · 4 s · no sound · seed 4294967295 · took /m,
    cost: '160 CU',
  },
  {
    name: '6 seconds, the lowest seed',
    options: { duration: 6, seed: 0 },
    body: { ...DEFAULTS, duration: 6, seed: 0 },
    video: { width: 1_280, height: 720, durationMs: 6_000, audioCodec: 'aac' },
    summary: /^-# 720p · 16:9 · 6 s · sound · seed 0 · took /m,
    cost: '300 CU',
  },
  {
    name: '1080p without sound',
    options: { resolution: '1080p', generate_audio: false },
    body: { ...DEFAULTS, resolution: '1080p', generateAudio: false, seed: expect.any(Number) },
    video: { width: 1_920, height: 1_080, durationMs: 8_000, audioCodec: undefined },
    summary: /^-# 1080p · 16:9 · 8 s · no sound · seed \d+ · took /m,
    cost: '320 CU',
  },
];

test.for(CASES)('a video is made with $name', async ({ options, body, video, summary, cost }) => {
  const world = await openWorld();
  await world.startApp();
  const card = await world.order({ prompt: 'A boat at dusk', ...options });
  const result = await untilDelivered(world, card);

  expect(sentBodies(world)).toStrictEqual([{ prompt: 'A boat at dusk', ...body }]);
  const [attachment] = result.attachments;
  if (!attachment) throw new Error('the result carries no file');
  const facts = await probeVideo(attachment.path);
  expect(facts).toMatchObject({ ...video, durationMs: expect.closeTo(video.durationMs ?? 0, -2) });
  expect(result.content).toMatch(summary);
  expect(result.content).toContain(` · ${cost} · `);
});

test('the result is one plain message with the video, and pings its owner only', async () => {
  const world = await openWorld();
  await world.startApp();
  const orderedAt = world.clock.now();
  const card = await world.order({ prompt: 'A boat at dusk, *slowly*' });
  const result = await untilDelivered(world, card);

  expect(results(world.channel)).toEqual([result]);
  expect(world.channel.messages).toHaveLength(2);
  expect(result.attachments).toMatchObject([
    {
      filename: 'a-boat-at-dusk-slowly.mp4',
      description: 'A boat at dusk, *slowly*',
      contentType: 'video/mp4',
      isSpoiler: false,
      size: world.scenario.assets.find(({ kind }) => kind === 'video')?.bytes.length,
    },
  ]);
  expect(result.embeds).toEqual([]);
  expect(partsOf(result).map(({ custom_id }) => custom_id)).toEqual([
    'v1:again:1',
    'v1:edit:1',
    'v1:continue:1',
    'v1:more:1',
  ]);
  expect(result.flags).toBe(0);
  expect(result.mentionedUserIds).toEqual([world.ada.id]);
  expect(result.mentionedRoleIds).toEqual([]);
  expect(result.mentionsEveryone).toBe(false);

  const [body] = sentBodies(world);
  const lines = result.content.split('\n');
  expect(lines[0]).toBe(`<@${world.ada.id}> your video is ready.`);
  expect(lines[1]).toBe('> A boat at dusk, \\*slowly\\*');
  expect(lines[2]).toMatch(
    new RegExp(
      `^-# 720p · 16:9 · 8 s · sound · seed ${body?.seed} · took (\\d+ s|1 min.*) · 400 CU · video #1$`,
    ),
  );
  expect(lines).toHaveLength(3);
  expect(result.createdAt - orderedAt).toBeGreaterThan(20_000);
});

test('the card shows prompt, settings and price while it runs, and ends as a link to the result', async () => {
  const world = await openWorld();
  await world.startApp();
  const card = await world.order();
  expect(textOf(card)).toContain('> A boat at dusk');
  expect(textOf(card)).toContain('Queued');
  expect(card.mentionedUserIds).toEqual([]);
  expect(partsOf(card)).toMatchObject([{ custom_id: 'v1:cancel:1', label: 'Cancel' }]);

  await world.until('the card to show the work', () => textOf(card).includes('Generating'));
  const [body] = sentBodies(world);
  expect(textOf(card)).toContain(`720p · 16:9 · 8 s · sound · seed ${body?.seed}`);
  expect(textOf(card)).toContain('400 CU');

  const result = await untilDelivered(world, card);
  const place = `${world.guild.id}/${world.channel.id}/${result.id}`;
  expect(card.content).toBe(`✅ Delivered: https://discord.com/channels/${place}`);
  expect(card.embeds).toEqual([]);
  expect(card.components).toEqual([]);
});

test('one order is one generate request, one result and one video of the quota', async () => {
  const world = await openWorld();
  await world.startApp();
  expect(await quotaText(world)).toContain('5 of 5 videos left');
  const card = await world.order();
  expect(await quotaText(world)).toContain('4 of 5 videos left');
  await untilDelivered(world, card);

  const settledAt = world.clock.now() + 2 * 60_000;
  await world.until('two more minutes', () => world.clock.now() > settledAt);
  expect(orders(world.scenario)).toHaveLength(1);
  expect(world.scenario.jobs).toHaveLength(1);
  expect(results(world.channel)).toHaveLength(1);
  expect(world.channel.messages).toHaveLength(2);
  expect(await quotaText(world)).toContain('4 of 5 videos left');
});

test('a drawn seed differs from order to order', async () => {
  const world = await openWorld();
  await world.startApp();
  const cards = [await world.order(), await world.order(), await world.order()];
  for (const card of cards) await untilDelivered(world, card);
  const seeds = sentBodies(world).map(({ seed }) => seed);
  expect(new Set(seeds).size).toBe(3);
  for (const seed of seeds) expect(Number.isSafeInteger(seed) && seed > 0).toBe(true);
});

test('a spoiler stays behind its veil', async () => {
  const world = await openWorld();
  await world.startApp();
  const result = await untilDelivered(world, await world.order({ spoiler: true }));
  expect(result.attachments).toMatchObject([{ isSpoiler: true, description: 'A boat at dusk' }]);
});

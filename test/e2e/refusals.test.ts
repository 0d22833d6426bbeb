import { PermissionFlagsBits as Can } from 'discord.js';
import { expect, test } from 'vitest';
import type { SandboxUpload } from '../../src/sandbox/discord/message.ts';
import type { ChannelOptions, OptionValues } from '../../src/sandbox/discord/model.ts';
import { BOT_PERMISSIONS } from '../../src/sandbox/discord/permissions.ts';
import { jobsOf, quotaText, untilDelivered } from '../support/looking.ts';
import { dryRuns, openWorld, type World } from '../support/world.ts';

const DAY_MS = 24 * 3_600_000;

const file = (details: Partial<SandboxUpload> = {}): SandboxUpload => ({
  name: 'picture.png',
  contentType: 'image/png',
  bytes: Buffer.from('never looked into'),
  ...details,
});

/** Nothing is left of what was refused: no message that others see, no job, no request to Scenario, no quota used. */
async function expectNoTrace(world: World, quota = '5 of 5 videos left'): Promise<void> {
  expect(world.guild.channels.flatMap(({ messages }) => messages)).toEqual([]);
  expect(await jobsOf(world).find(1)).toBeUndefined();
  // Prices are asked for by themselves, before anybody orders.
  const posts = world.scenario.requests.filter(({ method }) => method === 'POST');
  expect(posts).toEqual(dryRuns(world.scenario));
  expect(await quotaText(world)).toContain(quota);
}

const PERMISSIONS: {
  name: string;
  lacks: bigint;
  type?: NonNullable<ChannelOptions['type']>;
  named: string;
}[] = [
  { name: 'view the channel', lacks: Can.ViewChannel, named: 'View Channel' },
  { name: 'send messages', lacks: Can.SendMessages, named: 'Send Messages' },
  { name: 'attach files', lacks: Can.AttachFiles, named: 'Attach Files' },
  { name: 'embed links', lacks: Can.EmbedLinks, named: 'Embed Links' },
  {
    name: 'send messages in threads, in a thread',
    lacks: Can.SendMessagesInThreads,
    type: 'thread',
    named: 'Send Messages in Threads',
  },
  {
    name: 'attach files and embed links',
    lacks: Can.AttachFiles | Can.EmbedLinks,
    named: 'Embed Links, Attach Files',
  },
];

test.for(PERMISSIONS)('without the permission to $name, the order is refused', async (missing) => {
  const world = await openWorld();
  await world.startApp();
  const { lacks, type = 'text', named } = missing;
  const channel = world.guild.addChannel({ type, botPermissions: BOT_PERMISSIONS & ~lacks });
  expect(await world.refusal({}, { channel })).toBe(
    `I could not post the video here: I lack ${named}. Ask a moderator to allow me that in this channel, or use another one.`,
  );
  await expectNoTrace(world);
});

test.for([
  { place: 'an ordinary channel', type: 'text', lacks: Can.SendMessagesInThreads },
  { place: 'a thread', type: 'thread', lacks: Can.SendMessages },
  { place: 'an announcement channel', type: 'announcement', lacks: Can.SendMessagesInThreads },
] as const)('in $place the other way of sending is not asked for', async ({ type, lacks }) => {
  const world = await openWorld();
  await world.startApp();
  const channel = world.guild.addChannel({ type, botPermissions: BOT_PERMISSIONS & ~lacks });
  const result = await untilDelivered(world, await world.order({}, { channel }));
  expect(result.channelId).toBe(channel.id);
});

const RULES: { name: string; options: OptionValues; says: string }[] = [
  {
    name: 'a first frame with reference pictures',
    options: { image: file(), reference_image_2: file() },
    says: 'A first frame and reference pictures cannot be used together: leave out either `image` or the `reference_image` options.',
  },
  {
    name: 'reference pictures with 4 seconds',
    options: { reference_image_1: file(), duration: 4 },
    says: 'Reference pictures work only with 8 seconds: set `duration` to 8, or leave it out.',
  },
  {
    name: 'a last frame alone',
    options: { last_frame_image: file() },
    says: 'A last frame needs a first frame: add `image`, or leave out `last_frame_image`.',
  },
  {
    name: 'a type of reference pictures without any',
    options: { reference_images_type: 'ASSET' },
    says: '`reference_images_type` says how reference pictures are used: add `reference_image_1`, or leave it out.',
  },
  {
    name: 'an empty prompt',
    options: { prompt: '   ' },
    says: 'I cannot use the value of `prompt`: choose another, and reload Discord if its list offers what I do not take.',
  },
  {
    name: 'a file that is no picture',
    options: { image: file({ contentType: 'application/pdf' }) },
    says: '`image` is a PDF document: attach a JPEG, PNG, WebP, GIF, AVIF, TIFF or HEIC file.',
  },
  {
    name: 'a drawing',
    options: { reference_image_3: file({ contentType: 'image/svg+xml' }) },
    says: '`reference_image_3` is an SVG drawing: attach a JPEG, PNG, WebP, GIF, AVIF, TIFF or HEIC file.',
  },
];

test.for(RULES)('$name is refused', async ({ options, says }) => {
  const world = await openWorld();
  await world.startApp();
  expect(await world.refusal(options)).toBe(says);
  await expectNoTrace(world);
});

test('two broken rules are both named', async () => {
  const world = await openWorld();
  await world.startApp();
  const text = await world.refusal({ image: file(), reference_image_1: file(), duration: 6 });
  expect(text.split('\n')).toEqual([
    expect.stringContaining('cannot be used together'),
    expect.stringContaining('only with 8 seconds'),
  ]);
  await expectNoTrace(world);
});

test('a picture of more than 20 MB is refused', async () => {
  const world = await openWorld();
  await world.startApp();
  const member = world.guild.addMember({ nitroUploadLimitBytes: 50 * 1_024 * 1_024 });
  const image = file({ bytes: new Uint8Array(20 * 1_024 * 1_024 + 1) });
  expect(await world.refusal({ image }, { member })).toBe(
    '`image` is too large: attach a picture of at most 20 MB.',
  );
  await expectNoTrace(world);
});

test('a picture that does not come from Discord is refused', async () => {
  const world = await openWorld();
  await world.startApp({ DISCORD_CDN_HOSTS: 'cdn.discordapp.com,media.discordapp.net' });
  expect(await world.refusal({ image: file() })).toBe(
    '`image` does not come from Discord: attach the file itself.',
  );
  await expectNoTrace(world);
});

test('beyond the quota an order is refused with the time when the next is free', async () => {
  const world = await openWorld();
  await world.startApp({ QUOTA_VIDEOS_PER_DAY: '1' });
  await untilDelivered(world, await world.order());
  const first = await jobsOf(world).find(1);
  const messagesBefore = world.channel.messages.length;

  const freeAt = Math.ceil(((first?.createdAt ?? 0) + DAY_MS) / 1_000);
  expect(await world.refusal()).toBe(
    `You have used up your limit of 1 video in any 24 hours. There is room again <t:${freeAt}:R>; \`/veo-quota\` shows how you stand.`,
  );
  expect(world.channel.messages).toHaveLength(messagesBefore);
  expect(await jobsOf(world).find(2)).toBeUndefined();
  expect(world.scenario.jobs).toHaveLength(1);
  expect(await quotaText(world)).toContain('0 of 1 video left');

  // Another member's account is another.
  const other = world.guild.addMember();
  await world.order({}, { member: other });
});

test('with a quota of 0 nothing can be ordered', async () => {
  const world = await openWorld();
  await world.startApp({ QUOTA_VIDEOS_PER_DAY: '0' });
  expect(await world.refusal()).toBe('Videos are switched off for you here: ask a moderator.');
  await expectNoTrace(world, '**Videos are switched off**: the limit is 0 videos in any 24 hours.');
});

import { randomBytes } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Interaction, Routes } from 'discord.js';
import { describe, expect, onTestFinished, test } from 'vitest';
import { movableClock, openGuild, openSandbox, refusalOf, restOf } from './bot.ts';

const MIB = 1024 * 1024;
const DAY_MS = 24 * 60 * 60 * 1000;
const CLIP_HEAD = Buffer.from('\0\0\0\x18ftypmp42', 'latin1');

/** A file on disk that starts like an MP4. */
async function clip(sizeBytes: number) {
  const folder = await mkdtemp(join(tmpdir(), 'upload-test-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const bytes = Buffer.concat([CLIP_HEAD, randomBytes(sizeBytes - CLIP_HEAD.length)]);
  const path = join(folder, 'clip.mp4');
  await writeFile(path, bytes);
  return { bytes, path };
}

async function form(path: string, payload: unknown): Promise<FormData> {
  const data = new FormData();
  data.append('payload_json', JSON.stringify(payload));
  data.append('files[0]', await openAsBlob(path, { type: 'video/mp4' }), 'my clip.mp4');
  return data;
}

test('a file streamed from disk comes back whole from the CDN', async () => {
  const { channel, rest, sandbox } = await openGuild();
  const { bytes, path } = await clip(3 * MIB);
  const body = await form(path, {
    content: 'Done',
    attachments: [{ id: '0', description: 'A fox', is_spoiler: true }],
  });
  await rest.post(Routes.channelMessages(channel.id), { body, passThroughBody: true });

  const attachment = channel.messages[0]?.attachments[0];
  expect(attachment).toMatchObject({
    filename: 'my_clip.mp4',
    description: 'A fox',
    isSpoiler: true,
    size: bytes.length,
    contentType: 'video/mp4',
  });
  const answer = await fetch(attachment?.url ?? '');
  expect(answer.headers.get('content-type')).toBe('video/mp4');
  expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
  expect(new URL(attachment?.url ?? '').host).toBe(sandbox.cdnHost);
  expect(sandbox.requests.at(-1)).toMatchObject({
    method: 'POST',
    path: `/channels/${channel.id}/messages`,
    body: { content: 'Done' },
    files: [{ field: 'files[0]', filename: 'my clip.mp4', sizeBytes: bytes.length }],
    status: 200,
  });
});

test('a signed URL dies after a day, and a changed one never lives', async () => {
  const clock = movableClock();
  const { channel, rest } = await openGuild(undefined, { now: clock.now });
  const { path } = await clip(1000);
  await rest.post(Routes.channelMessages(channel.id), { body: await form(path, {}), passThroughBody: true });
  const attachment = channel.messages[0]?.attachments[0];
  const url = attachment?.url ?? '';
  expect((await fetch(url)).status).toBe(200);
  expect((await fetch(url.replace(/hm=./, 'hm=z'))).status).toBe(404);
  clock.advance(DAY_MS + 1000);
  const gone = await fetch(url);
  expect([gone.status, await gone.text()]).toEqual([404, 'This content is no longer available.']);
  expect((await fetch(attachment?.url ?? '')).status).toBe(200);
});

describe('the size limit of a file', () => {
  test('answers 413 with 40005 and creates nothing', async () => {
    const { channel, rest } = await openGuild(undefined, { defaultUploadLimitBytes: MIB });
    const { path } = await clip(MIB + 1);
    const post = rest.post(Routes.channelMessages(channel.id), {
      body: await form(path, { content: 'Done' }),
      passThroughBody: true,
    });
    expect(await refusalOf(post)).toEqual({ status: 413, code: 40005 });
    expect(channel.messages).toEqual([]);
  });

  test.each([
    { guild: { premiumTier: 1 as const }, limit: MIB },
    { guild: { premiumTier: 2 as const }, limit: 50 * MIB },
    { guild: { premiumTier: 3 as const }, limit: 100 * MIB },
    { guild: { features: ['MAX_FILE_SIZE_250_MB'] }, limit: 250 * MIB },
    { guild: { premiumTier: 3 as const, uploadLimitBytes: 5 }, limit: 5 },
  ])('is $limit bytes for $guild', async ({ guild: options, limit }) => {
    const sandbox = await openSandbox({ defaultUploadLimitBytes: MIB });
    const guild = sandbox.addGuild(options);
    const channel = guild.addChannel();
    const rest = restOf(sandbox);
    const { path } = await clip(2 * MIB);
    const post = rest.post(Routes.channelMessages(channel.id), {
      body: await form(path, {}),
      passThroughBody: true,
    });
    const outcome = await post.then(
      () => 'posted',
      () => 'refused',
    );
    expect(outcome).toBe(limit >= 2 * MIB ? 'posted' : 'refused');
  });
});

test('an upload that a fault struck is sent again, whole', async () => {
  const { channel, rest, sandbox } = await openGuild();
  const { bytes, path } = await clip(5 * MIB);
  sandbox.faults.add({
    method: 'POST',
    path: /messages$/,
    times: 1,
    effect: { kind: 'status', status: 502 },
  });
  await rest.post(Routes.channelMessages(channel.id), { body: await form(path, {}), passThroughBody: true });
  expect(sandbox.requests.slice(-2).map(({ status }) => status)).toEqual([502, 200]);
  expect((await channel.messages[0]?.attachments[0]?.bytes())?.equals(bytes)).toBe(true);
});

test('an edit keeps the attachments that it names and adds the new ones', async () => {
  const { channel, rest } = await openGuild();
  const { path } = await clip(1000);
  await rest.post(Routes.channelMessages(channel.id), { body: await form(path, {}), passThroughBody: true });
  const message = channel.messages[0];
  const old = message?.attachments[0];
  const route = Routes.channelMessage(channel.id, message?.id ?? '');
  const attachments = [{ id: old?.id, description: 'Kept' }, { id: '0' }];
  await rest.patch(route, { body: await form(path, { attachments }), passThroughBody: true });
  expect(message?.attachments.map(({ description }) => description)).toEqual(['Kept', undefined]);
  await rest.patch(route, { body: { content: 'No file', attachments: [] } });
  expect(message?.attachments).toEqual([]);
  expect(message?.asSent.attachments).toHaveLength(1);
});

test("a member's file comes with the command, up to what their Nitro allows", async () => {
  const received = Promise.withResolvers<Interaction>();
  const { ada, channel, client } = await openGuild((interaction) => received.resolve(interaction), {
    defaultUploadLimitBytes: 100,
  });
  await client.application.commands.set([
    {
      name: 'veo',
      description: 'Makes a video',
      options: [{ type: 11, name: 'image', description: 'The first frame', fileTypes: ['image'] }],
    },
  ]);
  const image = { name: 'fox.png', contentType: 'image/png', bytes: randomBytes(200), width: 8, height: 6 };
  await expect(ada.slash(channel, 'veo', { image })).rejects.toThrow('limit is 100');
  ada.nitroUploadLimitBytes = 500;
  await expect(ada.slash(channel, 'veo', { image: { ...image, name: 'fox.mp4' } })).rejects.toThrow('types');
  await ada.slash(channel, 'veo', { image });

  const interaction = await received.promise;
  if (!interaction.isChatInputCommand()) throw new Error('Not a slash command');
  const option = interaction.options.getAttachment('image', true);
  expect(interaction.attachmentSizeLimit).toBe(500);
  expect(option).toMatchObject({ name: 'fox.png', size: 200, width: 8, height: 6, contentType: 'image/png' });
  const answer = await fetch(option.url);
  expect(Buffer.from(await answer.arrayBuffer()).equals(image.bytes)).toBe(true);
});

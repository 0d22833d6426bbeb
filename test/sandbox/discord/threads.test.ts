import { PermissionFlagsBits as Can, type Interaction, Routes } from 'discord.js';
import { describe, expect, test } from 'vitest';
import type { ChannelOptions } from '../../../src/sandbox/discord/model.ts';
import { BOT_PERMISSIONS } from '../../../src/sandbox/discord/permissions.ts';
import { idOf, movableClock, openGuild, openSandbox, refusalOf, restOf } from './bot.ts';

const MAKER = BOT_PERMISSIONS | Can.CreatePublicThreads;
const NO_MAKER = BOT_PERMISSIONS & ~Can.CreatePublicThreads;
const MODERATOR = MAKER | Can.ManageThreads;
const MISSING_PERMISSIONS = { status: 403, code: 50013 };
const WRONG_TYPE = { status: 400, code: 50024 };
const LOCKED = { status: 403, code: 160005 };

async function openChannel(type: NonNullable<ChannelOptions['type']> = 'text', botPermissions = MAKER) {
  const clock = movableClock();
  const sandbox = await openSandbox({ rateLimits: 'off', now: clock.now });
  const guild = sandbox.addGuild();
  const channel = guild.addChannel({ type, botPermissions });
  const rest = restOf(sandbox);
  const post = (to: string, content = 'x') => rest.post(Routes.channelMessages(to), { body: { content } });
  const start = (body: unknown, messageId?: string) =>
    rest.post(Routes.threads(channel.id, messageId), { body });
  const change = (id: string, body: unknown) => rest.patch(Routes.channel(id), { body });
  return { clock, sandbox, guild, channel, rest, post, start, change };
}

/** A thread that the bot made. */
async function openThread(botPermissions = MAKER) {
  const opened = await openChannel('text', botPermissions);
  const id = idOf(await opened.start({ name: 'Fox', type: 11 }));
  const thread = opened.channel.threads[0];
  if (!thread) throw new Error('No thread');
  return { ...opened, id, thread };
}

describe('a thread from a message', () => {
  test('bears its id, is told to everyone, and shows on the message', async () => {
    const { channel, guild, post, rest, sandbox, start } = await openChannel();
    const id = idOf(await post(channel.id, 'The card'));
    const made = sandbox.waitFor('thread-created');
    const body = { name: 'A fox', auto_archive_duration: 60, rate_limit_per_user: 5 };
    expect(await start(body, id)).toMatchObject({
      id,
      type: 11,
      parent_id: channel.id,
      guild_id: guild.id,
      owner_id: sandbox.botUserId,
      name: 'A fox',
      rate_limit_per_user: 5,
      thread_metadata: { archived: false, locked: false, auto_archive_duration: 60 },
    });
    expect((await made).channel).toBe(channel.threads[0]);
    expect(await rest.get(Routes.channelMessage(channel.id, id))).toMatchObject({
      flags: 1 << 5,
      thread: { id, name: 'A fox' },
    });
    await post(id, 'The video');
    expect(channel.threads[0]?.messages).toMatchObject([{ content: 'The video', channelId: id }]);
    expect(await refusalOf(start(body, id))).toEqual({ status: 400, code: 160004 });
  });

  test('needs the permission, a message, a name of 1 to 100 characters and a known duration', async () => {
    const { channel, post, start } = await openChannel();
    const id = idOf(await post(channel.id));
    for (const wrong of [
      {},
      { name: '' },
      { name: 'x'.repeat(101) },
      { name: 'x', auto_archive_duration: 61 },
    ]) {
      expect(await refusalOf(start(wrong, id))).toEqual({ status: 400, code: 50035 });
    }
    const elsewhere = start({ name: 'x' }, '123456789012345678');
    expect(await refusalOf(elsewhere)).toEqual({ status: 404, code: 10008 });
    channel.botPermissions = NO_MAKER;
    expect(await refusalOf(start({ name: 'x' }, id))).toEqual(MISSING_PERMISSIONS);
    expect(channel.threads).toEqual([]);
  });

  test('is of its own type in an announcement channel, and of none in a thread or a voice channel', async () => {
    const { channel, guild, post, rest, start } = await openChannel('announcement');
    expect(await start({ name: 'x' }, idOf(await post(channel.id)))).toMatchObject({ type: 10 });
    for (const type of ['thread', 'voice'] as const) {
      const other = guild.addChannel({ type, botPermissions: MAKER | Can.Connect });
      const message = idOf(await post(other.id));
      const call = rest.post(Routes.threads(other.id, message), { body: { name: 'x' } });
      expect(await refusalOf(call)).toEqual(WRONG_TYPE);
    }
  });
});

describe('a thread by itself', () => {
  test('is private unless a type is named, and needs the permission for its type', async () => {
    const { channel, start } = await openChannel();
    expect(await refusalOf(start({ name: 'x' }))).toEqual(MISSING_PERMISSIONS);
    expect(await start({ name: 'x', type: 11 })).toMatchObject({ type: 11 });
    channel.botPermissions = NO_MAKER | Can.CreatePrivateThreads;
    expect(await start({ name: 'x' })).toMatchObject({ type: 12 });
    expect(await refusalOf(start({ name: 'x', type: 11 }))).toEqual(MISSING_PERMISSIONS);
    expect(await refusalOf(start({ name: 'x', type: 10 }))).toEqual(WRONG_TYPE);
    expect(await refusalOf(start({ name: 'x', type: 1 }))).toEqual({ status: 400, code: 50035 });
  });

  test('cannot be made in a DM', async () => {
    const { guild, rest } = await openChannel();
    const dm = idOf(await rest.post(Routes.userChannels(), { body: { recipient_id: guild.addMember().id } }));
    const call = rest.post(Routes.threads(dm), { body: { name: 'x', type: 11 } });
    expect(await refusalOf(call)).toEqual({ status: 403, code: 50003 });
  });
});

describe('a forum post', () => {
  test('comes with its first message, files too, and shares its id with it', async () => {
    const { channel, rest, sandbox } = await openChannel('forum', BOT_PERMISSIONS);
    const made: string[] = [];
    sandbox.on(({ type }) => made.push(type));
    const answer = await rest.post(Routes.threads(channel.id), {
      body: { name: 'A fox', message: { content: 'Look' } },
      files: [{ name: 'a.txt', data: Buffer.from('fox') }],
    });
    const id = idOf(answer);
    expect(answer).toMatchObject({ type: 11, parent_id: channel.id, message: { id, channel_id: id } });
    expect(made).toEqual(['thread-created', 'message-created']);
    const [first] = channel.threads[0]?.messages ?? [];
    expect(first).toMatchObject({ id, content: 'Look', author: 'bot' });
    expect(String(await first?.attachments[0]?.bytes())).toBe('fox');
  });

  test('needs a message that could be sent, and the permission to send it; nothing is left of a refused one', async () => {
    const { channel, start } = await openChannel('forum', BOT_PERMISSIONS);
    expect(await refusalOf(start({ name: 'x' }))).toEqual({ status: 400, code: 50035 });
    expect(await refusalOf(start({ name: 'x', message: {} }))).toEqual({ status: 400, code: 50006 });
    channel.botPermissions = BOT_PERMISSIONS & ~Can.SendMessages;
    const call = start({ name: 'x', message: { content: 'x' } });
    expect(await refusalOf(call)).toEqual(MISSING_PERMISSIONS);
    channel.botPermissions = BOT_PERMISSIONS & ~Can.EmbedLinks;
    const embed = start({ name: 'x', message: { embeds: [{ title: 'x' }] } });
    expect(await refusalOf(embed)).toEqual(MISSING_PERMISSIONS);
    expect(channel.threads).toEqual([]);
  });
});

describe('a forum with tags', () => {
  test('takes posts with its own tags, and where it asks for one none without', async () => {
    const { guild, rest } = await openChannel();
    const forum = guild.addChannel({
      type: 'forum',
      tags: ['Contest', 'Talk'],
      moderatedTags: ['Solved'],
      requiresTag: true,
    });
    const [contest, , solved] = forum.tags;
    if (!contest || !solved) throw new Error('No tag');
    expect(await rest.get(Routes.channel(forum.id))).toMatchObject({
      flags: 1 << 4,
      available_tags: [
        { id: contest.id, name: 'Contest', moderated: false },
        { name: 'Talk' },
        { moderated: true },
      ],
    });
    const write = (tags: unknown) =>
      rest.post(Routes.threads(forum.id), {
        body: { name: 'x', message: { content: 'x' }, applied_tags: tags },
      });
    expect(await refusalOf(write([]))).toEqual({ status: 400, code: 40067 });
    expect(await refusalOf(write([guild.id]))).toEqual({ status: 404, code: 10087 });
    expect(await write([contest.id])).toMatchObject({ applied_tags: [contest.id] });
    expect(await refusalOf(write([solved.id]))).toEqual(MISSING_PERMISSIONS);
    forum.botPermissions |= Can.ManageThreads;
    expect(await write([solved.id])).toMatchObject({ applied_tags: [solved.id] });
    forum.requiresTag = false;
    expect(await write(undefined)).toMatchObject({ applied_tags: [] });
  });
});

describe('an archived thread', () => {
  test('opens again for a post, and takes no edit; its messages can be deleted', async () => {
    const { change, clock, id, post, rest, thread } = await openThread();
    const message = Routes.channelMessage(id, idOf(await post(id)));
    clock.advance(1_000);
    expect(await change(id, { archived: true })).toMatchObject({ thread_metadata: { archived: true } });
    expect(thread.thread?.archiveChangedAt).toBe(clock.now());
    const edit = rest.patch(message, { body: { content: 'y' } });
    expect(await refusalOf(edit)).toEqual({ status: 400, code: 50083 });
    await rest.delete(message);
    expect(thread.thread?.archived).toBe(true);
    await post(id, 'Again');
    expect(thread.thread?.archived).toBe(false);
  });

  test('is changed only by a call that opens it', async () => {
    const { change, id, thread } = await openThread();
    thread.changeThread({ archived: true });
    for (const body of [{ name: 'y' }, { archived: true }]) {
      expect(await refusalOf(change(id, body))).toEqual({ status: 400, code: 50083 });
    }
    expect(await change(id, { archived: false, name: 'y' })).toMatchObject({ name: 'y' });
    expect(thread.name).toBe('y');
  });

  test('offers no commands, and opens again for what a member writes', async () => {
    const { guild, thread } = await openThread();
    const ada = guild.addMember();
    thread.changeThread({ archived: true });
    await expect(ada.slash(thread, 'veo')).rejects.toThrow('archived');
    ada.say(thread, 'Hello');
    expect(thread.thread?.archived).toBe(false);
  });
});

describe('a locked thread', () => {
  test('is closed to a bot that does not manage threads', async () => {
    const { change, guild, id, post, rest, thread } = await openThread();
    const message = Routes.channelMessage(id, idOf(await post(id)));
    thread.changeThread({ locked: true });
    expect(await refusalOf(post(id))).toEqual(LOCKED);
    expect(await refusalOf(rest.patch(message, { body: { content: 'y' } }))).toEqual(LOCKED);
    expect(await refusalOf(change(id, { name: 'y' }))).toEqual(MISSING_PERMISSIONS);
    expect(() => guild.addMember().say(thread, 'x')).toThrow('locked');
    thread.changeThread({ archived: true });
    expect(await refusalOf(post(id))).toEqual({ status: 403, code: 50083 });
    expect(await refusalOf(rest.delete(message))).toEqual({ status: 400, code: 50083 });
    expect(await refusalOf(change(id, { archived: false }))).toEqual(MISSING_PERMISSIONS);
    expect(thread.messages).toHaveLength(1);
  });

  test('is open to one that does', async () => {
    const { change, id, post, thread } = await openThread(MODERATOR);
    expect(await change(id, { locked: true, archived: true, rate_limit_per_user: 9 })).toMatchObject({
      rate_limit_per_user: 9,
      thread_metadata: { locked: true, archived: true },
    });
    await post(id);
    expect(thread.thread).toMatchObject({ archived: false, locked: true });
  });

  test('that is archived as well takes no late answer to what was done in it', async () => {
    const received = Promise.withResolvers<Interaction>();
    const { ada, guild } = await openGuild((interaction) => received.resolve(interaction));
    const thread = guild.addChannel({ type: 'thread' });
    await ada.slash(thread, 'veo', { prompt: 'A fox' });
    const interaction = await received.promise;
    if (!interaction.isChatInputCommand()) throw new Error('Not a slash command');
    await interaction.deferReply();
    thread.changeThread({ locked: true, archived: true });
    expect(await refusalOf(interaction.editReply('x'))).toEqual({ status: 403, code: 50083 });
  });
});

test('who made a thread may rename and archive it, and only who manages threads may lock it', async () => {
  const { change, channel, guild, id, sandbox } = await openThread();
  const updated = sandbox.waitFor('thread-updated');
  expect(await change(id, { name: 'Red fox', auto_archive_duration: 4320 })).toMatchObject({
    name: 'Red fox',
    thread_metadata: { auto_archive_duration: 4320 },
  });
  expect((await updated).channel.name).toBe('Red fox');
  expect(await refusalOf(change(id, { locked: true }))).toEqual(MISSING_PERMISSIONS);
  expect(await refusalOf(change(id, { rate_limit_per_user: 1 }))).toEqual(MISSING_PERMISSIONS);
  const other = guild.addChannel({ type: 'thread', parent: channel });
  expect(await refusalOf(change(other.id, { name: 'Mine' }))).toEqual(MISSING_PERMISSIONS);
  expect(await refusalOf(change(channel.id, { name: 'x' }))).toEqual(MISSING_PERMISSIONS);
});

import { PermissionFlagsBits as Can, type Interaction, Routes } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { BOT_PERMISSIONS } from '../../../src/sandbox/discord/permissions.ts';
import { openGuild, openSandbox, refusalOf, restOf } from './bot.ts';

const MISSING_ACCESS = { status: 403, code: 50001 };
const MISSING_PERMISSIONS = { status: 403, code: 50013 };

async function openChannel(type: 'text' | 'thread' = 'text') {
  const sandbox = await openSandbox({ rateLimits: 'off' });
  const guild = sandbox.addGuild();
  const channel = guild.addChannel({ type });
  const rest = restOf(sandbox);
  const post = (body: unknown = { content: 'x' }) => rest.post(Routes.channelMessages(channel.id), { body });
  const upload = () =>
    rest.post(Routes.channelMessages(channel.id), { files: [{ name: 'a.txt', data: Buffer.from('a') }] });
  const outcome = (call: Promise<unknown>) => refusalOf(call.then(() => Promise.reject(new Done())));
  return { sandbox, guild, channel, rest, post, upload, outcome };
}

/** Lets a success be compared like a refusal. */
class Done extends Error {
  readonly status = 200;
  readonly code = 0;
}
const OK = { status: 200, code: 0 };

test.each([
  { without: 'nothing', bits: 0n, text: OK, embed: OK, file: OK },
  {
    without: 'ViewChannel',
    bits: Can.ViewChannel,
    text: MISSING_ACCESS,
    embed: MISSING_ACCESS,
    file: MISSING_ACCESS,
  },
  {
    without: 'SendMessages',
    bits: Can.SendMessages,
    text: MISSING_PERMISSIONS,
    embed: MISSING_PERMISSIONS,
    file: MISSING_PERMISSIONS,
  },
  { without: 'EmbedLinks', bits: Can.EmbedLinks, text: OK, embed: MISSING_PERMISSIONS, file: OK },
  { without: 'AttachFiles', bits: Can.AttachFiles, text: OK, embed: OK, file: MISSING_PERMISSIONS },
  { without: 'SendMessagesInThreads', bits: Can.SendMessagesInThreads, text: OK, embed: OK, file: OK },
])('posting without $without', async ({ bits, text, embed, file }) => {
  const { channel, outcome, post, upload } = await openChannel();
  channel.botPermissions = BOT_PERMISSIONS & ~bits;
  expect(await outcome(post())).toEqual(text);
  expect(await outcome(post({ embeds: [{ title: 'x' }] }))).toEqual(embed);
  expect(await outcome(upload())).toEqual(file);
});

test('a thread asks for its own permission to send', async () => {
  const { channel, outcome, post } = await openChannel('thread');
  channel.botPermissions = BOT_PERMISSIONS & ~Can.SendMessages;
  expect(await outcome(post())).toEqual(OK);
  channel.botPermissions = BOT_PERMISSIONS & ~Can.SendMessagesInThreads;
  expect(await outcome(post())).toEqual(MISSING_PERMISSIONS);
});

test('without sight of the channel nothing in it can be edited, read or deleted', async () => {
  const { channel, outcome, post, rest } = await openChannel();
  await post();
  const route = Routes.channelMessage(channel.id, channel.messages[0]?.id ?? '');
  channel.botPermissions = 0n;
  expect(await outcome(rest.patch(route, { body: { content: 'y' } }))).toEqual(MISSING_ACCESS);
  expect(await outcome(rest.delete(route))).toEqual(MISSING_ACCESS);
  expect(await outcome(rest.get(Routes.channel(channel.id)))).toEqual(MISSING_ACCESS);
  channel.botPermissions = BOT_PERMISSIONS & ~Can.SendMessages;
  expect(await outcome(rest.patch(route, { body: { content: 'y' } }))).toEqual(OK);
});

test('without history the list is empty and no reply is possible', async () => {
  const { channel, outcome, post, rest } = await openChannel();
  await post();
  const reference = { message_id: channel.messages[0]?.id };
  channel.botPermissions = BOT_PERMISSIONS & ~Can.ReadMessageHistory;
  expect(await rest.get(Routes.channelMessages(channel.id))).toEqual([]);
  const reply = post({ content: 'y', message_reference: reference });
  expect(await outcome(reply)).toEqual({ status: 403, code: 160002 });
});

describe("someone else's message", () => {
  test('cannot be edited, and deleted only with the permission for it', async () => {
    const { channel, guild, outcome, rest } = await openChannel();
    const message = guild.addMember().say(channel, 'Hello');
    const route = Routes.channelMessage(channel.id, message.id);
    const edit = rest.patch(route, { body: { content: 'y' } });
    expect(await outcome(edit)).toEqual({ status: 403, code: 50005 });
    expect(await outcome(rest.delete(route))).toEqual(MISSING_PERMISSIONS);
    channel.botPermissions |= Can.ManageMessages;
    expect(await outcome(rest.delete(route))).toEqual(OK);
  });
});

test('a deleted channel is unknown, a deleted message too, and a server that threw the bot out gives no access', async () => {
  const { channel, guild, outcome, post, rest, sandbox } = await openChannel();
  await post();
  const route = Routes.channelMessage(channel.id, channel.messages[0]?.id ?? '');
  await rest.delete(route);
  expect(await outcome(rest.patch(route, { body: {} }))).toEqual({ status: 404, code: 10008 });
  const other = guild.addChannel();
  other.delete();
  const posted = rest.post(Routes.channelMessages(other.id), { body: { content: 'x' } });
  expect(await outcome(posted)).toEqual({ status: 404, code: 10003 });
  expect(await rest.get(Routes.userGuilds())).toMatchObject([{ id: guild.id }]);
  expect(await rest.get(Routes.guild(guild.id))).toMatchObject({ premium_tier: 0, features: [] });
  guild.removeBot();
  expect(await outcome(post())).toEqual(MISSING_ACCESS);
  expect(await outcome(rest.get(Routes.guild(guild.id)))).toEqual(MISSING_ACCESS);
  expect(await rest.get(Routes.userGuilds())).toEqual([]);
  await expect(guild.addMember().slash(channel, 'veo')).rejects.toThrow("no command 'veo'");
  expect(sandbox.commands).toEqual([]);
});

test('an answer to an interaction needs none of the permissions', async () => {
  const received = Promise.withResolvers<Interaction>();
  const { ada, channel } = await openGuild((interaction) => received.resolve(interaction));
  channel.botPermissions = 0n;
  await ada.slash(channel, 'veo', { prompt: 'A fox' });
  const interaction = await received.promise;
  if (!interaction.isChatInputCommand()) throw new Error('Not a slash command');
  await interaction.reply({
    embeds: [{ title: 'x' }],
    files: [{ name: 'a.txt', attachment: Buffer.from('a') }],
  });
  expect(channel.messages).toHaveLength(1);
  expect(interaction.appPermissions.bitfield).toBe(0n);
});

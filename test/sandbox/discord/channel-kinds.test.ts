import { PermissionFlagsBits as Can, Routes } from 'discord.js';
import { expect, test } from 'vitest';
import { BOT_PERMISSIONS } from '../../../src/sandbox/discord/permissions.ts';
import { nextPayload, openGuild, openSandbox, refusalOf, restOf } from './bot.ts';

async function openRest() {
  const sandbox = await openSandbox({ rateLimits: 'off' });
  const guild = sandbox.addGuild();
  const rest = restOf(sandbox);
  return {
    guild,
    rest,
    post: (id: string) => rest.post(Routes.channelMessages(id), { body: { content: 'x' } }),
  };
}

test.each([
  { type: 'text', number: 0 },
  { type: 'voice', number: 2 },
  { type: 'category', number: 4 },
  { type: 'announcement', number: 5 },
  { type: 'forum', number: 15 },
] as const)('a $type channel says that it is of type $number', async ({ type, number }) => {
  const { guild, rest } = await openRest();
  const channel = guild.addChannel({ type, name: 'here' });
  const json = await rest.get(Routes.channel(channel.id));
  expect(json).toMatchObject({ type: number, name: 'here', guild_id: guild.id, permission_overwrites: [{}] });
  expect(await rest.get(Routes.guildChannels(guild.id))).toEqual([json]);
});

test.each(['forum', 'category'] as const)('nothing can be written or read in a %s', async (type) => {
  const { guild, post, rest } = await openRest();
  const channel = guild.addChannel({ type });
  expect(await refusalOf(post(channel.id))).toEqual({ status: 400, code: 50008 });
  const list = rest.get(Routes.channelMessages(channel.id));
  expect(await refusalOf(list)).toEqual({ status: 400, code: 50024 });
  expect(() => guild.addMember().say(channel, 'x')).toThrow('Nobody can write');
  await expect(guild.addMember().slash(channel, 'veo')).rejects.toThrow('Nobody can write');
});

test('a voice channel has messages for whoever may enter it', async () => {
  const { guild, post, rest } = await openRest();
  const channel = guild.addChannel({ type: 'voice' });
  await post(channel.id);
  expect(channel.messages).toHaveLength(1);
  channel.botPermissions = BOT_PERMISSIONS & ~Can.Connect;
  expect(await refusalOf(post(channel.id))).toEqual({ status: 403, code: 50001 });
  const list = rest.get(Routes.channelMessages(channel.id));
  expect(await refusalOf(list)).toEqual({ status: 403, code: 50001 });
});

test('a thread is as its channel is: its permissions, its age limit, its end', async () => {
  const { ada, client, guild } = await openGuild();
  const parent = guild.addChannel({ name: 'films', nsfw: true });
  const thread = guild.addChannel({ type: 'thread', parent });
  parent.botPermissions = BOT_PERMISSIONS | Can.ManageThreads;
  expect(thread).toMatchObject({ parentId: parent.id, nsfw: true, botPermissions: parent.botPermissions });
  expect(parent.threads).toEqual([thread]);
  const arrived = nextPayload(client);
  await ada.slash(thread, 'veo', { prompt: 'A fox' });
  const { channel } = await arrived;
  expect(channel).toMatchObject({ type: 11, parent_id: parent.id, thread_metadata: { archived: false } });
  expect(channel).not.toHaveProperty('nsfw');
  parent.delete();
  expect(thread.deleted).toBe(true);
});

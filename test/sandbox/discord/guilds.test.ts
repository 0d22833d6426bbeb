import { PermissionFlagsBits as Can, Routes } from 'discord.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ALL_PERMISSIONS, BOT_PERMISSIONS } from '../../../src/sandbox/discord/permissions.ts';
import { nextPayload, openGuild, openSandbox, refusalOf, restOf } from './bot.ts';

const HOUR_MS = 3_600_000;

async function openRest() {
  const sandbox = await openSandbox({ rateLimits: 'off' });
  const guild = sandbox.addGuild({ name: 'Film club' });
  return { sandbox, guild, rest: restOf(sandbox) };
}

describe('a server', () => {
  test('has an owner, who is a member and can be another one later', async () => {
    const { guild, rest } = await openRest();
    const first = guild.ownerId;
    expect(await rest.get(Routes.guild(guild.id))).toMatchObject({ owner_id: first });
    expect(await rest.get(Routes.guildMember(guild.id, first))).toMatchObject({ user: { id: first } });
    const ada = guild.addMember({ name: 'Ada' });
    guild.setOwner(ada);
    expect(await rest.get(Routes.guild(guild.id))).toMatchObject({ owner_id: ada.id });
    expect(() => guild.removeMember(ada)).toThrow('owner');
  });

  test('has roles, later ones above earlier ones unless said otherwise', async () => {
    const { guild, rest, sandbox } = await openRest();
    const crew = guild.addRole('crew', { permissions: Can.ManageMessages });
    const lead = guild.addRole('lead');
    const guest = guild.addRole('guest', { position: 1 });
    const roles = await rest.get(Routes.guildRoles(guild.id));
    expect(roles).toMatchObject([
      { id: guild.id, name: '@everyone', position: 0, managed: false },
      { id: guild.botRole.id, position: 1, managed: true, tags: { bot_id: sandbox.botUserId } },
      { id: crew.id, position: 2, permissions: String(Can.ManageMessages) },
      { id: lead.id, position: 3, permissions: '0' },
      { id: guest.id, position: 1 },
    ]);
    expect(await rest.get(Routes.guild(guild.id))).toMatchObject({ roles });
  });

  test('that the bot left is out of its reach, and may let it in again', async () => {
    const { guild, rest, sandbox } = await openRest();
    const left = sandbox.waitFor('bot-left');
    const answer = await fetch(`${sandbox.apiUrl}/users/@me/guilds/${guild.id}`, {
      method: 'DELETE',
      headers: { authorization: `Bot ${sandbox.token}` },
    });
    expect(answer.status).toBe(204);
    expect(await left).toMatchObject({ by: 'bot', guild: { id: guild.id } });
    expect(await rest.get(Routes.userGuilds())).toEqual([]);
    for (const route of [
      Routes.guild(guild.id),
      Routes.guildRoles(guild.id),
      Routes.guildChannels(guild.id),
      Routes.guildMember(guild.id, guild.ownerId),
    ]) {
      expect(await refusalOf(rest.get(route))).toEqual({ status: 403, code: 50001 });
    }
    const again = rest.delete(Routes.userGuild(guild.id));
    expect(await refusalOf(again)).toEqual({ status: 404, code: 10004 });
    guild.addBot();
    expect(await rest.get(Routes.userGuilds())).toMatchObject([{ id: guild.id }]);
  });

  test('that throws the bot out says so', async () => {
    const { guild, sandbox } = await openRest();
    const left = sandbox.waitFor('bot-left');
    guild.removeBot();
    expect(await left).toMatchObject({ by: 'server' });
  });
});

describe('a member', () => {
  test('is shown with roles, nick and the day they came', async () => {
    const { guild, rest } = await openRest();
    const crew = guild.addRole('crew');
    const joinedAt = Date.UTC(2026, 10, 20, 12);
    const ada = guild.addMember({ name: 'Ada', nick: 'Countess', roles: [crew], joinedAt });
    const json = await rest.get(Routes.guildMember(guild.id, ada.id));
    expect(json).toMatchObject({
      user: { id: ada.id, global_name: 'Ada' },
      nick: 'Countess',
      roles: [crew.id],
      joined_at: '2026-11-20T12:00:00.000000+00:00',
    });
    expect(json).not.toHaveProperty('permissions');
    const old = await rest.get(Routes.guildMember(guild.id, guild.addMember().id));
    expect(old).toMatchObject({ nick: null, roles: [], joined_at: '2024-01-01T00:00:00.000000+00:00' });
  });

  test('is unknown once they have left, and unlike somebody who never was', async () => {
    const { guild, rest } = await openRest();
    const ada = guild.addMember();
    guild.removeMember(ada);
    const gone = rest.get(Routes.guildMember(guild.id, ada.id));
    expect(await refusalOf(gone)).toEqual({ status: 404, code: 10007 });
    const nobody = rest.get(Routes.guildMember(guild.id, '123456789012345678'));
    expect(await refusalOf(nobody)).toEqual({ status: 404, code: 10013 });
    const channel = guild.addChannel();
    await expect(ada.slash(channel, 'veo')).rejects.toThrow('is not in');
  });

  test('acts with what their roles add; the owner and administrators with everything', async () => {
    const { ada, channel, client, guild } = await openGuild();
    const crew = guild.addRole('crew', { permissions: Can.ManageMessages });
    const permissionsOf = async (member: typeof ada) => {
      const arrived = nextPayload(client);
      await member.slash(channel, 'veo', { prompt: 'A fox' });
      const payload = await arrived;
      return z.object({ member: z.object({ permissions: z.string() }) }).parse(payload).member.permissions;
    };
    ada.roles = [crew];
    expect(await permissionsOf(ada)).toBe(String(ada.permissions | Can.ManageMessages));
    crew.permissions = Can.Administrator;
    expect(await permissionsOf(ada)).toBe(String(ALL_PERMISSIONS));
    expect(await permissionsOf(guild.owner)).toBe(String(ALL_PERMISSIONS));
  });

  test('named in an option comes with user, roles, nick and permissions', async () => {
    const { ada, channel, client, guild, sandbox } = await openGuild();
    const options = [
      { type: 6, name: 'user', description: 'Who' },
      { type: 8, name: 'role', description: 'Which' },
      { type: 7, name: 'channel', description: 'Where' },
    ];
    await client.application.commands.set([{ name: 'block', description: 'Blocks', options }]);
    const crew = guild.addRole('crew', { permissions: Can.ManageMessages });
    const bob = guild.addMember({ name: 'Bob', nick: 'Bobby', roles: [crew], joinedAt: HOUR_MS });
    const arrived = nextPayload(client);
    await ada.slash(channel, 'block', { user: bob.id, role: crew.id, channel: channel.id });
    const { data } = await arrived;
    expect(data).toMatchObject({
      resolved: {
        users: { [bob.id]: { id: bob.id, username: 'bob' } },
        members: {
          [bob.id]: {
            roles: [crew.id],
            nick: 'Bobby',
            joined_at: '1970-01-01T01:00:00.000000+00:00',
            permissions: String(bob.permissions | Can.ManageMessages),
          },
        },
        roles: { [crew.id]: { name: 'crew', position: 2, permissions: String(Can.ManageMessages) } },
        channels: {
          [channel.id]: { type: 0, name: 'films', app_permissions: String(channel.botPermissions) },
        },
      },
    });
    expect(data).not.toHaveProperty(['resolved', 'members', bob.id, 'user']);
    expect(data).not.toHaveProperty(['resolved', 'channels', channel.id, 'permission_overwrites']);

    const strangerSent = nextPayload(client);
    guild.removeMember(bob);
    await ada.slash(channel, 'block', { user: bob.id });
    const stranger = await strangerSent;
    expect(stranger.data).toMatchObject({ resolved: { users: { [bob.id]: { username: 'bob' } } } });
    expect(stranger.data).not.toHaveProperty('resolved.members');

    const botSent = nextPayload(client);
    await ada.slash(channel, 'block', { user: sandbox.botUserId });
    expect((await botSent).data).toMatchObject({
      resolved: {
        users: { [sandbox.botUserId]: { bot: true } },
        members: { [sandbox.botUserId]: { roles: [guild.botRole.id] } },
      },
    });
  });
});

const overwrite = z.object({ id: z.string(), allow: z.coerce.bigint(), deny: z.coerce.bigint() });
const placed = z.object({ id: z.string(), permission_overwrites: z.array(overwrite) });
const roleList = z.array(z.object({ id: z.string(), permissions: z.coerce.bigint() }));

/** The bot's permissions as Discord's documentation has them computed, from what REST tells. */
async function computed(rest: ReturnType<typeof restOf>, guildId: string, channelId: string, botId: string) {
  const roles = roleList.parse(await rest.get(Routes.guildRoles(guildId)));
  const member = z
    .object({ roles: z.array(z.string()) })
    .parse(await rest.get(Routes.guildMember(guildId, botId)));
  const channels = z.array(placed).parse(await rest.get(Routes.guildChannels(guildId)));
  const channel = channels.find(({ id }) => id === channelId);
  if (!channel) return undefined;
  const own = roles.filter(({ id }) => id === guildId || member.roles.includes(id));
  let permissions = own.reduce((all, role) => all | role.permissions, 0n);
  if ((permissions & Can.Administrator) !== 0n) return ALL_PERMISSIONS;
  const apply = (chosen: z.infer<typeof overwrite>[]) => {
    permissions &= ~chosen.reduce((all, { deny }) => all | deny, 0n);
    permissions |= chosen.reduce((all, { allow }) => all | allow, 0n);
  };
  const { permission_overwrites: overwrites } = channel;
  apply(overwrites.filter(({ id }) => id === guildId));
  apply(overwrites.filter(({ id }) => member.roles.includes(id)));
  apply(overwrites.filter(({ id }) => id === botId));
  return permissions;
}

test("the bot's permissions in a channel follow from its role and the channel's overwrites", async () => {
  const { guild, rest, sandbox } = await openRest();
  const channel = guild.addChannel();
  const everyone = guild.roles.find(({ id }) => id === guild.id);
  if (!everyone) throw new Error('No @everyone');
  const bits = fc.subarray(Object.values(Can)).map((some) => some.reduce((all, bit) => all | bit, 0n));
  await fc.assert(
    fc.asyncProperty(bits, bits, bits, async (here, ofRole, ofEveryone) => {
      channel.botPermissions = here & ~Can.Administrator;
      guild.botRole.permissions = ofRole;
      everyone.permissions = ofEveryone;
      const seen = await computed(rest, guild.id, channel.id, sandbox.botUserId);
      const visible = (channel.botPermissions & Can.ViewChannel) !== 0n;
      expect(seen).toBe(visible ? channel.botPermissions : undefined);
    }),
    { numRuns: 60 },
  );
});

test('what the bot does not see is not listed, but for categories of channels that it sees', async () => {
  const { guild, rest } = await openRest();
  const hidden = BOT_PERMISSIONS & ~Can.ViewChannel;
  const category = guild.addChannel({ type: 'category', name: 'Club', botPermissions: hidden });
  const text = guild.addChannel({ name: 'films', parent: category, nsfw: true });
  const secret = guild.addChannel({ name: 'secret', botPermissions: hidden });
  guild.addChannel({ type: 'thread', parent: text });
  expect(await rest.get(Routes.guildChannels(guild.id))).toMatchObject([
    { id: category.id, type: 4, name: 'Club', parent_id: null },
    { id: text.id, type: 0, parent_id: category.id, nsfw: true, guild_id: guild.id },
  ]);
  const look = rest.get(Routes.channel(secret.id));
  expect(await refusalOf(look)).toEqual({ status: 403, code: 50001 });
  expect(await rest.get(Routes.channel(text.id))).toMatchObject({
    permission_overwrites: [{ id: guild.botRole.id, type: 0, allow: '0' }],
  });
});

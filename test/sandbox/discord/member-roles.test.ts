import { PermissionFlagsBits as Can, Routes } from 'discord.js';
import { expect, test } from 'vitest';
import { openSandbox, refusalOf, restOf } from './bot.ts';

const MISSING_PERMISSIONS = { status: 403, code: 50013 };

async function openRoles() {
  const sandbox = await openSandbox({ rateLimits: 'off' });
  const guild = sandbox.addGuild();
  guild.botRole.position = 10;
  guild.botRole.permissions |= Can.ManageRoles;
  const winner = guild.addRole('Winner', { position: 1 });
  const ada = guild.addMember({ name: 'Ada' });
  const rest = restOf(sandbox);
  const path = (roleId = winner.id, userId = ada.id) => Routes.guildMemberRole(guild.id, userId, roleId);
  return { sandbox, guild, winner, ada, rest, path };
}

test('a role is given and taken; once more changes nothing', async () => {
  const { ada, guild, path, rest, winner } = await openRoles();
  const other = guild.addRole('Guest', { position: 2 });
  ada.roles = [other];
  await rest.put(path());
  await rest.put(path());
  expect(await rest.get(Routes.guildMember(guild.id, ada.id))).toMatchObject({
    roles: [other.id, winner.id],
  });
  await rest.delete(path());
  await rest.delete(path());
  expect(ada.roles).toEqual([other]);
});

test('roles are given only with the permission in the whole server', async () => {
  const { ada, guild, path, rest } = await openRoles();
  guild.botRole.permissions &= ~Can.ManageRoles;
  expect(await refusalOf(rest.put(path()))).toEqual(MISSING_PERMISSIONS);
  expect(await refusalOf(rest.delete(path()))).toEqual(MISSING_PERMISSIONS);
  guild.botRole.permissions = Can.Administrator;
  await rest.put(path());
  expect(ada.roles).toHaveLength(1);
});

test('roles above the bot’s own are out of its reach, also for an administrator', async () => {
  const { guild, path, rest, winner } = await openRoles();
  guild.botRole.permissions = Can.Administrator;
  winner.position = 11;
  expect(await refusalOf(rest.put(path()))).toEqual(MISSING_PERMISSIONS);
  expect(await refusalOf(rest.delete(path()))).toEqual(MISSING_PERMISSIONS);
  // At one position the older role is above: here the bot's.
  winner.position = 10;
  await rest.put(path());
});

test('unknown members and roles are told apart, and nobody gets a role that belongs to a bot or to everyone', async () => {
  const { ada, guild, path, rest, winner } = await openRoles();
  expect(await refusalOf(rest.put(path('123456789012345678')))).toEqual({ status: 404, code: 10011 });
  for (const id of [guild.botRole.id, guild.id]) {
    expect(await refusalOf(rest.put(path(id)))).toEqual({ status: 400, code: 50028 });
  }
  const nobody = rest.put(path(winner.id, '123456789012345678'));
  expect(await refusalOf(nobody)).toEqual({ status: 404, code: 10013 });
  guild.removeMember(ada);
  expect(await refusalOf(rest.put(path()))).toEqual({ status: 404, code: 10007 });
  guild.removeBot();
  expect(await refusalOf(rest.put(path()))).toEqual({ status: 403, code: 50001 });
});

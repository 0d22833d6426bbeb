import { PermissionFlagsBits as Can } from 'discord.js';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { refusal } from './errors.ts';
import { parseForm } from './form.ts';
import type { SandboxGuild, SandboxMember, SandboxRole } from './model.ts';
import { botBasePermissions, holds } from './permissions.ts';
import { joinedGuild, type World } from './world.ts';

const params = z.object({ guildId: z.string(), userId: z.string(), roleId: z.string() });

/** Giving roles to members and taking them. */
export function memberRolesRoutes(server: FastifyInstance, world: World): void {
  const path = '/guilds/:guildId/members/:userId/roles/:roleId';

  const open = (request: FastifyRequest): { member: SandboxMember; role: SandboxRole } => {
    const { guildId, userId, roleId } = parseForm(params, request.params);
    const guild = joinedGuild(world, guildId);
    if (!holds(botBasePermissions(guild), Can.ManageRoles)) throw refusal('missingPermissions');
    const member = guild.members.find(({ id }) => id === userId);
    if (!member) throw refusal(world.users.has(userId) ? 'unknownMember' : 'unknownUser');
    const role = guild.roles.find(({ id }) => id === roleId);
    if (!role) throw refusal('unknownRole');
    if (role.managed || role.id === guild.id) throw refusal('invalidRole');
    if (!isBelowBot(guild, role)) throw refusal('missingPermissions');
    return { member, role };
  };

  server.put(path, (request, reply) => {
    const { member, role } = open(request);
    if (!member.roles.includes(role)) member.roles = [...member.roles, role];
    return reply.code(204).send();
  });

  server.delete(path, (request, reply) => {
    const { member, role } = open(request);
    member.roles = member.roles.filter((one) => one !== role);
    return reply.code(204).send();
  });
}

/** Of two roles at one position the older one is above. */
function isBelowBot({ botRole }: SandboxGuild, { id, position }: SandboxRole): boolean {
  if (position !== botRole.position) return position < botRole.position;
  return BigInt(id) > BigInt(botRole.id);
}

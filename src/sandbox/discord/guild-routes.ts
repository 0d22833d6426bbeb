import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { channelJson } from './channel-json.ts';
import { refusal } from './errors.ts';
import { parseForm } from './form.ts';
import { botMemberJson, guildJson, memberJson, roleJson } from './guild-json.ts';
import type { SandboxGuild } from './model.ts';
import { botBasePermissions, mayView } from './permissions.ts';
import { joinedGuild, type World } from './world.ts';

const params = z.object({ guildId: z.string(), userId: z.string().default('') });
const page = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(200),
  before: z.string().regex(/^\d+$/).optional(),
  after: z.string().regex(/^\d+$/).optional(),
});

/** The servers that the bot is in. */
export function guildRoutes(server: FastifyInstance, world: World): void {
  const open = (request: FastifyRequest): SandboxGuild =>
    joinedGuild(world, parseForm(params, request.params).guildId);

  server.get('/users/@me/guilds', (request) => {
    const { limit, before, after } = parseForm(page, request.query);
    return joinedGuilds(world)
      .toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1))
      .filter(({ id }) => after === undefined || BigInt(id) > BigInt(after))
      .filter(({ id }) => before === undefined || BigInt(id) < BigInt(before))
      .slice(0, limit)
      .map(stubJson);
  });

  server.delete('/users/@me/guilds/:guildId', (request, reply) => {
    const guild = world.guilds.get(parseForm(params, request.params).guildId);
    if (!guild?.botPresent) throw refusal('unknownGuild');
    guild.removeBot('bot');
    return reply.code(204).send();
  });

  server.get('/guilds/:guildId', (request) => guildJson(world, open(request)));

  server.get('/guilds/:guildId/roles', (request) => open(request).roles.map((role) => roleJson(world, role)));

  /** Since 16 November 2026 without the channels that the bot does not see; never with threads. */
  server.get('/guilds/:guildId/channels', (request) =>
    open(request)
      .channels.filter((channel) => channel.type !== 'thread' && mayView(channel))
      .map((channel) => channelJson(world, channel)),
  );

  server.get('/guilds/:guildId/threads/active', (request) => ({
    threads: open(request)
      .channels.filter(({ thread, deleted }) => thread && !thread.archived && !deleted)
      .filter(mayView)
      .map((channel) => channelJson(world, channel)),
    members: [],
  }));

  server.get('/guilds/:guildId/members/:userId', (request) => {
    const guild = open(request);
    const { userId } = parseForm(params, request.params);
    if (userId === world.botUserId) return botMemberJson(world, guild);
    const member = guild.members.find(({ id }) => id === userId);
    if (!member) throw refusal(world.users.has(userId) ? 'unknownMember' : 'unknownUser');
    return memberJson(member);
  });
}

export function joinedGuilds(world: World): SandboxGuild[] {
  return [...world.guilds.values()].filter(({ botPresent }) => botPresent);
}

function stubJson(guild: SandboxGuild): Record<string, unknown> {
  return {
    id: guild.id,
    name: guild.name,
    icon: null,
    banner: null,
    owner: false,
    permissions: String(botBasePermissions(guild)),
    features: guild.features,
  };
}

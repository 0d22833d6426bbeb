import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { SandboxCommand } from './command-schema.ts';
import type { CommandRegistry, CommandScope } from './commands.ts';
import { refusal } from './errors.ts';
import { parseForm } from './form.ts';
import { joinedGuild, type World } from './world.ts';

const params = z.object({
  applicationId: z.string(),
  guildId: z.string().optional(),
  commandId: z.string().default(''),
});
const query = z.object({ with_localizations: z.string().optional() });

/** Registering commands, for all servers or for one. */
export function commandsRoutes(server: FastifyInstance, world: World, registry: CommandRegistry): void {
  const open = (request: FastifyRequest): { scope: CommandScope; commandId: string } => {
    const { applicationId, guildId, commandId } = parseForm(params, request.params);
    if (applicationId !== world.applicationId) throw refusal('otherApplication');
    if (guildId !== undefined) joinedGuild(world, guildId);
    return { scope: registry.scope(guildId), commandId };
  };
  const json = (command: SandboxCommand) => commandJson(world, command);

  for (const base of ['/applications/:applicationId', '/applications/:applicationId/guilds/:guildId']) {
    server.get(`${base}/commands`, (request) => {
      const full = parseForm(query, request.query).with_localizations === 'true';
      return open(request)
        .scope.list()
        .map(full ? json : (one) => withoutTranslations(json(one)));
    });
    server.put(`${base}/commands`, (request) => open(request).scope.overwrite(request.body).map(json));
    server.post(`${base}/commands`, (request, reply) => {
      const { command, created } = open(request).scope.upsert(request.body);
      return reply.code(created ? 201 : 200).send(json(command));
    });
    server.get(`${base}/commands/:commandId`, (request) => {
      const { scope, commandId } = open(request);
      return json(scope.get(commandId));
    });
    server.patch(`${base}/commands/:commandId`, (request) => {
      const { scope, commandId } = open(request);
      return json(scope.patch(commandId, request.body));
    });
    server.delete(`${base}/commands/:commandId`, (request, reply) => {
      const { scope, commandId } = open(request);
      scope.remove(commandId);
      return reply.code(204).send();
    });
  }
}

function commandJson(world: World, { guildId, ...command }: SandboxCommand): Record<string, unknown> {
  return {
    application_id: world.applicationId,
    default_member_permissions: null,
    dm_permission: true,
    ...command,
    description: command.description ?? '',
    nsfw: command.nsfw ?? false,
    ...(guildId === undefined
      ? { contexts: command.contexts ?? null, integration_types: command.integration_types ?? [0] }
      : { guild_id: guildId }),
  };
}

/** A list carries translations only when they are asked for. */
function withoutTranslations(value: Record<string, unknown>): Record<string, unknown> {
  const { name_localizations: _names, description_localizations: _descriptions, ...rest } = value;
  return rest;
}

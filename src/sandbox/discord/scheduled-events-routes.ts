import { PermissionFlagsBits as Can, GuildScheduledEventEntityType as Entity } from 'discord.js';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { refusal } from './errors.ts';
import { invalidForm, parseForm } from './form.ts';
import type { SandboxGuild } from './model.ts';
import { botBasePermissions, holds } from './permissions.ts';
import { isFinished, mayFollow, type ScheduledEventRecord } from './scheduled-event.ts';
import {
  changesOf,
  detailsOf,
  eventChanges,
  newEvent,
  requireTimes,
  STATUS_NUMBERS,
  statusOf,
} from './scheduled-event-body.ts';
import { timestamp } from './timestamp.ts';
import { joinedGuild, type World } from './world.ts';

const MAX_UNFINISHED = 100;
const GUILD_ONLY = 2;

const params = z.object({ guildId: z.string(), eventId: z.string().default('') });

/** Events of a server that take place outside Discord. */
export function scheduledEventsRoutes(server: FastifyInstance, world: World): void {
  const all = '/guilds/:guildId/scheduled-events';
  const events = world.scheduledEvents;

  const open = (request: FastifyRequest): SandboxGuild =>
    joinedGuild(world, parseForm(params, request.params).guildId);
  const find = (request: FastifyRequest): { guild: SandboxGuild; event: ScheduledEventRecord } => {
    const guild = open(request);
    const { eventId } = parseForm(params, request.params);
    const event = events.of(guild.id).find(({ id }) => id === eventId);
    if (!event) throw refusal('unknownScheduledEvent');
    return { guild, event };
  };
  const unfinished = (guild: SandboxGuild) => events.of(guild.id).filter(({ status }) => !isFinished(status));

  server.get(all, (request) => {
    const guild = open(request);
    return unfinished(guild).map((event) => eventJson(guild, event));
  });

  server.post(all, (request) => {
    const guild = open(request);
    if (!holds(botBasePermissions(guild), Can.CreateEvents)) throw refusal('missingPermissions');
    const details = detailsOf(parseForm(newEvent, request.body));
    requireTimes(details, world.now(), true);
    if (unfinished(guild).length >= MAX_UNFINISHED) throw refusal('tooManyScheduledEvents');
    return eventJson(guild, events.add(guild.id, world.botUserId, details));
  });

  server.get(`${all}/:eventId`, (request) => {
    const { guild, event } = find(request);
    return eventJson(guild, event);
  });

  server.patch(`${all}/:eventId`, (request) => {
    const { guild, event } = find(request);
    requireManage(world, guild, event);
    const body = parseForm(eventChanges, request.body);
    if (isFinished(event.status)) throw refusal('finishedEvent');
    const changes = changesOf(body);
    const startIsNew = changes.startsAt !== undefined && changes.startsAt !== event.startsAt;
    requireTimes({ startsAt: event.startsAt, endsAt: event.endsAt, ...changes }, world.now(), startIsNew);
    const status = statusOf(body) ?? event.status;
    if (status !== event.status && !mayFollow(event.status, status)) {
      const message = `Cannot go from ${event.status} to ${status}.`;
      throw invalidForm([{ path: ['status'], code: 'GUILD_SCHEDULED_EVENT_STATUS', message }]);
    }
    event.change(changes);
    if (status !== event.status) event.moveTo(status);
    return eventJson(guild, event);
  });

  server.delete(`${all}/:eventId`, (request, reply) => {
    const { guild, event } = find(request);
    requireManage(world, guild, event);
    event.delete();
    return reply.code(204).send();
  });
}

/** Own events are for whoever may make some, others' for those who manage events. */
function requireManage(world: World, guild: SandboxGuild, { creatorId }: ScheduledEventRecord): void {
  const permissions = botBasePermissions(guild);
  if (holds(permissions, Can.ManageEvents)) return;
  if (creatorId === world.botUserId && holds(permissions, Can.CreateEvents)) return;
  throw refusal('missingPermissions');
}

function eventJson(guild: SandboxGuild, event: ScheduledEventRecord): Record<string, unknown> {
  return {
    id: event.id,
    guild_id: guild.id,
    channel_id: null,
    creator_id: event.creatorId,
    name: event.name,
    description: event.description ?? null,
    image: null,
    scheduled_start_time: timestamp(event.startsAt),
    scheduled_end_time: timestamp(event.endsAt),
    privacy_level: GUILD_ONLY,
    status: STATUS_NUMBERS[event.status],
    entity_type: Entity.External,
    entity_id: null,
    entity_metadata: { location: event.location },
    recurrence_rule: null,
    guild_scheduled_event_exceptions: [],
    user_rsvp: null,
  };
}

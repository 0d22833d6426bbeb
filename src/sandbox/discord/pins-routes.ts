import { PermissionFlagsBits as Can } from 'discord.js';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { refusal } from './errors.ts';
import { parseForm } from './form.ts';
import { messageJson } from './message-json.ts';
import { plainState } from './message-writer.ts';
import type { MessageRecord } from './messages.ts';
import type { AnyChannel } from './model.ts';
import { mayReadHistory, requireConnect, requirePermission } from './permissions.ts';
import { requireOpenForEdits } from './thread-rules.ts';
import { timestamp } from './timestamp.ts';
import { channelMessageOf, visibleChannel, type World } from './world.ts';

const MAX_PINS = 250;

const params = z.object({ channelId: z.string(), messageId: z.string().default('') });
const page = z.object({
  limit: z.coerce.number().int().min(1).max(50).default(50),
  before: z.iso.datetime({ offset: true }).optional(),
});

/** Pinned messages, by the routes and the permission that hold since 23 February 2026. */
export function pinsRoutes(server: FastifyInstance, world: World): void {
  const all = '/channels/:channelId/messages/pins';

  const open = (request: FastifyRequest): AnyChannel => {
    const channel = visibleChannel(world, parseForm(params, request.params).channelId);
    if (channel.kind === 'guild') requireConnect(channel);
    return channel;
  };
  const openForPins = (request: FastifyRequest): { channel: AnyChannel; message: MessageRecord } => {
    const channel = open(request);
    if (channel.kind === 'guild') {
      requirePermission(channel, Can.PinMessages);
      requireOpenForEdits(channel);
    }
    return {
      channel,
      message: channelMessageOf(world, channel, parseForm(params, request.params).messageId),
    };
  };

  server.get(all, (request) => {
    const channel = open(request);
    const { limit, before } = parseForm(page, request.query);
    const readable = channel.kind === 'dm' || mayReadHistory(channel);
    const pins = (readable ? world.pins.listed(channel.id) : []).flatMap((message) => {
      const at = world.pins.pinnedAt(message) ?? 0;
      return before === undefined || at < Date.parse(before) ? [{ message, at }] : [];
    });
    return {
      items: pins
        .slice(0, limit)
        .map(({ message, at }) => ({ pinned_at: timestamp(at), message: messageJson(world, message) })),
      has_more: pins.length > limit,
    };
  });

  server.put(`${all}/:messageId`, (request, reply) => {
    const { channel, message } = openForPins(request);
    if (message.pinNoticeOf !== undefined) throw refusal('systemMessage');
    if (world.pins.pinnedAt(message) === undefined) {
      if (world.pins.listed(channel.id).length >= MAX_PINS) throw refusal('tooManyPins');
      world.pins.pin(message, world.now());
      world.messages.create({ channel, author: 'bot', pinNoticeOf: message.id }, plainState(''));
    }
    return reply.code(204).send();
  });

  server.delete(`${all}/:messageId`, (request, reply) => {
    world.pins.unpin(openForPins(request).message);
    return reply.code(204).send();
  });
}

import { PermissionFlagsBits } from 'discord.js';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { refusal } from './errors.ts';
import { invalidForm, parseForm } from './form.ts';
import { CHANNEL_DEFAULT } from './mentions.ts';
import { type ChannelMessage, channelMessage, webhookMessage } from './message-body.ts';
import { channelJson, messageJson } from './message-json.ts';
import { editMessage, postMessage } from './message-writer.ts';
import type { MessageRecord } from './messages.ts';
import type { AnyChannel } from './model.ts';
import { createNonces } from './nonces.ts';
import { pageOf } from './paging.ts';
import { dropFiles, type Payload } from './payload.ts';
import { mayReadHistory, requirePermission, requireSend } from './permissions.ts';
import type { Receive } from './requests.ts';
import { channelUploadLimit } from './upload-limit.ts';
import { channelMessageOf, visibleChannel, type World } from './world.ts';

const params = z.object({ channelId: z.string(), messageId: z.string().default('') });

/** Channels and the messages in them. */
export function channelsRoutes(server: FastifyInstance, world: World, receive: Receive): void {
  const nonces = createNonces(world);
  const one = '/channels/:channelId/messages/:messageId';

  const open = (request: FastifyRequest): { channel: AnyChannel; messageId: string } => {
    const { channelId, messageId } = parseForm(params, request.params);
    return { channel: visibleChannel(world, channelId), messageId };
  };
  const find = (request: FastifyRequest): MessageRecord => {
    const { channel, messageId } = open(request);
    return channelMessageOf(world, channel, messageId);
  };
  /** Runs with a body whose files vanish when the call is refused. */
  const withBody = async (
    request: FastifyRequest,
    write: (payload: Payload) => MessageRecord | Promise<MessageRecord>,
  ) => {
    const { channelId } = parseForm(params, request.params);
    const channel = world.channels.get(channelId);
    const limit = channel
      ? channelUploadLimit(channel, world.defaultUploadLimitBytes)
      : world.defaultUploadLimitBytes;
    const payload = await receive(request, limit);
    try {
      return messageJson(world, await write(payload));
    } catch (error) {
      await dropFiles(payload, world.files);
      throw error;
    }
  };

  server.get('/channels/:channelId', (request) => channelJson(open(request).channel));

  server.post('/channels/:channelId/typing', (request, reply) => {
    const { channel } = open(request);
    if (channel.kind === 'guild') requireSend(channel, { files: false, embeds: false });
    world.events.emit({ type: 'typing', channelId: channel.id });
    return reply.code(204).send();
  });

  server.get('/channels/:channelId/messages', (request) => {
    const { channel } = open(request);
    const readable = channel.kind === 'dm' || mayReadHistory(channel);
    const messages = readable ? world.messages.listed(channel.id) : [];
    return pageOf(messages, request.query).map((message) => messageJson(world, message));
  });

  server.post('/channels/:channelId/messages', (request) =>
    withBody(request, async (payload) => {
      const { channel } = open(request);
      const body = parseForm(channelMessage, payload.body);
      requireSending(channel, payload, body);
      const known = nonces.find(channel, body);
      if (known) {
        await dropFiles(payload, world.files);
        return known;
      }
      const replyTo = repliedMessage(world, channel, body);
      const origin = { channel, nonce: body.nonce ?? undefined, replyTo };
      const write = { body, files: payload.files, mentionDefault: CHANNEL_DEFAULT };
      const message = postMessage(world, origin, write);
      nonces.note(channel, body, message);
      return message;
    }),
  );

  server.get(one, (request) => {
    const { channel } = open(request);
    if (channel.kind === 'guild') requirePermission(channel, PermissionFlagsBits.ReadMessageHistory);
    return messageJson(world, find(request));
  });

  server.patch(one, (request) =>
    withBody(request, (payload) => {
      const message = find(request);
      if (message.author !== 'bot') throw refusal('othersMessage');
      const { channel } = message.origin;
      if (channel.kind === 'guild' && payload.files.length > 0) {
        requirePermission(channel, PermissionFlagsBits.AttachFiles);
      }
      const body = parseForm(webhookMessage, payload.body);
      editMessage(world, message, { body, files: payload.files, mentionDefault: CHANNEL_DEFAULT });
      return message;
    }),
  );

  server.delete(one, (request, reply) => {
    const message = find(request);
    const { channel } = message.origin;
    if (message.author !== 'bot') {
      if (channel.kind === 'dm') throw refusal('missingPermissions');
      requirePermission(channel, PermissionFlagsBits.ManageMessages);
    }
    world.messages.remove(message);
    return reply.code(204).send();
  });
}

function requireSending(channel: AnyChannel, payload: Payload, body: ChannelMessage): void {
  if (channel.kind === 'dm') {
    if (!channel.recipient.dmsOpen) throw refusal('dmsClosed');
    return;
  }
  const embeds = (body.embeds?.length ?? 0) > 0;
  requireSend(channel, { files: payload.files.length > 0, embeds });
}

function repliedMessage(world: World, channel: AnyChannel, body: ChannelMessage): string | undefined {
  const reference = body.message_reference;
  if (!reference) return undefined;
  if (channel.kind === 'guild' && !mayReadHistory(channel)) throw refusal('replyWithoutHistory');
  const target = world.messages.find(reference.message_id);
  if (target && !target.ephemeral && target.channelId === channel.id) return target.id;
  if (reference.fail_if_not_exists === false) return undefined;
  throw invalidForm([
    { path: ['message_reference'], code: 'REPLIES_UNKNOWN_MESSAGE', message: 'Unknown message' },
  ]);
}

import { PermissionFlagsBits } from 'discord.js';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { channelJson } from './channel-json.ts';
import { refusal } from './errors.ts';
import { invalidForm, parseForm } from './form.ts';
import { CHANNEL_DEFAULT } from './mentions.ts';
import { type ChannelMessage, channelMessage, webhookMessage } from './message-body.ts';
import { messageJson } from './message-json.ts';
import { editMessage, postMessage } from './message-writer.ts';
import type { MessageRecord } from './messages.ts';
import type { AnyChannel } from './model.ts';
import { createNonces } from './nonces.ts';
import { pageOf } from './paging.ts';
import { dropFiles, type Payload } from './payload.ts';
import { mayReadHistory, requireConnect, requirePermission, requireSend } from './permissions.ts';
import type { Receive } from './requests.ts';
import { requireOpenForDeletes, requireOpenForEdits, requireOpenForPosts } from './thread-rules.ts';
import { withPayload } from './with-payload.ts';
import { channelMessageOf, meets, visibleChannel, type World } from './world.ts';

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
  const withBody = async (
    request: FastifyRequest,
    write: (payload: Payload) => MessageRecord | Promise<MessageRecord>,
  ) => messageJson(world, await withPayload(world, receive, request, write));

  server.get('/channels/:channelId', (request) => channelJson(world, open(request).channel));

  server.post('/channels/:channelId/typing', (request, reply) => {
    const { channel } = open(request);
    if (channel.kind === 'guild') requireSend(channel, { files: false, embeds: false });
    world.events.emit({ type: 'typing', channelId: channel.id });
    return reply.code(204).send();
  });

  server.get('/channels/:channelId/messages', (request) => {
    const { channel } = open(request);
    requireMessages(channel);
    const readable = channel.kind === 'dm' || mayReadHistory(channel);
    const messages = readable ? world.messages.listed(channel.id) : [];
    return pageOf(messages, request.query).map((message) => messageJson(world, message));
  });

  server.post('/channels/:channelId/messages', (request) =>
    withBody(request, async (payload) => {
      const { channel } = open(request);
      const body = parseForm(channelMessage, payload.body);
      requireSending(world, channel, payload, body);
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
    requireMessages(channel);
    if (channel.kind === 'guild') requirePermission(channel, PermissionFlagsBits.ReadMessageHistory);
    return messageJson(world, find(request));
  });

  server.patch(one, (request) =>
    withBody(request, (payload) => {
      const message = find(request);
      if (message.author !== 'bot') throw refusal('othersMessage');
      if (message.pinNoticeOf !== undefined) throw refusal('systemMessage');
      const { channel } = message.origin;
      if (channel.kind === 'guild') requireOpenForEdits(channel);
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
    if (channel.kind === 'guild') requireOpenForDeletes(channel);
    world.messages.remove(message);
    return reply.code(204).send();
  });
}

function requireSending(world: World, channel: AnyChannel, payload: Payload, body: ChannelMessage): void {
  if (channel.kind === 'dm') {
    if (!meets(world, channel.recipient.id)) throw refusal('noMutualGuild');
    if (!channel.recipient.dmsOpen) throw refusal('dmsClosed');
    return;
  }
  const embeds = (body.embeds?.length ?? 0) > 0;
  requireSend(channel, { files: payload.files.length > 0, embeds });
  requireOpenForPosts(channel);
}

/** Throws where no messages are: in forums and categories, and in voice channels that the bot may not enter. */
function requireMessages(channel: AnyChannel): void {
  if (channel.kind === 'dm') return;
  if (channel.type === 'forum' || channel.type === 'category') throw refusal('wrongChannelType');
  requireConnect(channel);
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

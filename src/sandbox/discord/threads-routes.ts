import { PermissionFlagsBits as Can, ChannelType } from 'discord.js';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { channelJson } from './channel-json.ts';
import { newChannel, openChannel } from './channels.ts';
import { refusal } from './errors.ts';
import { parseForm } from './form.ts';
import { CHANNEL_DEFAULT } from './mentions.ts';
import { messageJson } from './message-json.ts';
import { composeMessage } from './message-writer.ts';
import type { MessageOrigin } from './messages.ts';
import type { SandboxChannel } from './model.ts';
import type { Payload } from './payload.ts';
import { requireContents, requirePermission } from './permissions.ts';
import type { Receive } from './requests.ts';
import { forumPost, type ThreadBody, threadAlone, threadChanges, threadFromMessage } from './thread-body.ts';
import { changesOf, requireChange } from './thread-changes.ts';
import { withPayload } from './with-payload.ts';
import { channelMessageOf, visibleChannel, type World } from './world.ts';

const params = z.object({ channelId: z.string(), messageId: z.string().default('') });

/** Making threads and changing them. */
export function threadsRoutes(server: FastifyInstance, world: World, receive: Receive): void {
  const open = (request: FastifyRequest): SandboxChannel => {
    const channel = visibleChannel(world, parseForm(params, request.params).channelId);
    if (channel.kind === 'dm') throw refusal('dmChannel');
    return channel;
  };

  server.post('/channels/:channelId/messages/:messageId/threads', (request, reply) => {
    const channel = open(request);
    requireKind(channel, ['text', 'announcement']);
    const { messageId: id } = parseForm(params, request.params);
    channelMessageOf(world, channel, id);
    requirePermission(channel, Can.CreatePublicThreads);
    const body = parseForm(threadFromMessage, request.body);
    if (world.channels.has(id)) throw refusal('threadExists');
    const thread = openChannel(world, newThread(world, channel, body, { id }));
    return reply.code(201).send(channelJson(world, thread));
  });

  server.post('/channels/:channelId/threads', async (request, reply) => {
    const json = await withPayload(world, receive, request, (payload) => {
      const channel = open(request);
      return channel.type === 'forum'
        ? post(world, channel, payload)
        : channelJson(world, standAlone(world, channel, payload.body));
    });
    return reply.code(201).send(json);
  });

  server.patch('/channels/:channelId', (request) => {
    const channel = open(request);
    if (!channel.thread) {
      requirePermission(channel, Can.ManageChannels);
      throw new Error('The sandbox lets bots change threads only');
    }
    const changes = changesOf(parseForm(threadChanges, request.body));
    requireChange(world, channel, channel.thread, changes);
    channel.changeThread(changes);
    return channelJson(world, channel);
  });
}

/** Announcement channels have their own kind of thread; private ones are for text channels. */
function standAlone(world: World, channel: SandboxChannel, given: unknown): SandboxChannel {
  requireKind(channel, ['text', 'announcement']);
  const body = parseForm(threadAlone, given);
  const type = body.type ?? ChannelType.PrivateThread;
  const isAnnouncement = type === ChannelType.AnnouncementThread;
  if (isAnnouncement !== (channel.type === 'announcement')) throw refusal('wrongChannelType');
  const isPrivate = type === ChannelType.PrivateThread;
  requirePermission(channel, isPrivate ? Can.CreatePrivateThreads : Can.CreatePublicThreads);
  return openChannel(world, newThread(world, channel, body, { isPrivate }));
}

/** The post and its first message share an id. To send messages is permission enough. */
function post(world: World, forum: SandboxChannel, payload: Payload): Record<string, unknown> {
  requirePermission(forum, Can.SendMessages);
  const body = parseForm(forumPost, payload.body);
  const embeds = (body.message.embeds?.length ?? 0) > 0;
  requireContents(forum, { files: payload.files.length > 0, embeds });
  const tagIds = tagsFor(forum, body.applied_tags ?? []);
  const thread = newThread(world, forum, body, { tagIds });
  const origin: MessageOrigin = { id: thread.id, channel: thread, author: 'bot' };
  const write = { body: body.message, files: payload.files, mentionDefault: CHANNEL_DEFAULT };
  const state = composeMessage(world, origin, write, false);
  openChannel(world, thread);
  const message = world.messages.create(origin, state);
  return { ...channelJson(world, thread), message: messageJson(world, message) };
}

/** The tags of a new post, as the forum asks for them. */
function tagsFor(forum: SandboxChannel, tagIds: readonly string[]): readonly string[] {
  if (forum.requiresTag && tagIds.length === 0) throw refusal('tagRequired');
  const tags = tagIds.map((tagId) => forum.tags.find(({ id }) => id === tagId));
  if (tags.includes(undefined)) throw refusal('unknownTag');
  if (tags.some((tag) => tag?.moderated)) requirePermission(forum, Can.ManageThreads);
  return tagIds;
}

function newThread(
  world: World,
  parent: SandboxChannel,
  body: ThreadBody,
  fixed: { id?: string; isPrivate?: boolean; tagIds?: readonly string[] },
): SandboxChannel {
  return newChannel(world, parent.guild, {
    ...fixed,
    type: 'thread',
    parent,
    name: body.name,
    ownerId: world.botUserId,
    ...(body.auto_archive_duration == null ? {} : { autoArchiveMinutes: body.auto_archive_duration }),
    ...(body.rate_limit_per_user == null ? {} : { slowmodeSeconds: body.rate_limit_per_user }),
  });
}

function requireKind(channel: SandboxChannel, kinds: readonly SandboxChannel['type'][]): void {
  if (!kinds.includes(channel.type)) throw refusal('wrongChannelType');
}

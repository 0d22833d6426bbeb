import { MessageFlags } from 'discord.js';
import { channelJson } from './channel-json.ts';
import type { SandboxAttachment } from './message.ts';
import { shownParts } from './message-parts.ts';
import type { MessageRecord } from './messages.ts';
import type { AnyChannel, SandboxChannel } from './model.ts';
import { botJson, userJson } from './user-json.ts';
import type { World } from './world.ts';

const MESSAGE_DEFAULT = 0;
const MESSAGE_PIN_NOTICE = 6;
const MESSAGE_REPLY = 19;
const MESSAGE_COMMAND = 20;
const INTERACTION_COMMAND = 2;
const ATTACHMENT_SPOILER = 1 << 3;

/** A message as the REST API and the gateway show it. */
export function messageJson(world: World, message: MessageRecord): Record<string, unknown> {
  const { viaInteraction: via } = message.origin;
  const shown = shownParts(message);
  const thread = threadOf(world, message);
  const refersTo = message.replyTo ?? message.pinNoticeOf;
  return {
    id: message.id,
    channel_id: message.channelId,
    type: typeOf(message),
    content: message.content,
    author: message.author === 'bot' ? botJson(world) : userJson(message.author),
    timestamp: new Date(message.createdAt).toISOString(),
    edited_timestamp: message.editedAt === undefined ? null : new Date(message.editedAt).toISOString(),
    tts: false,
    pinned: world.pins.pinnedAt(message) !== undefined,
    mention_everyone: message.mentionsEveryone,
    mentions: message.mentionedUserIds.flatMap((id) => {
      const user = world.users.get(id);
      return user ? [userJson(user)] : [];
    }),
    mention_roles: message.mentionedRoleIds,
    attachments: shown.attachments.map(attachmentJson),
    embeds: shown.embeds.map((embed) => ({ type: 'rich', ...embed })),
    components: shown.components,
    flags: thread ? message.flags | MessageFlags.HasThread : message.flags,
    ...(thread ? { thread: channelJson(world, thread) } : {}),
    ...(message.nonce === undefined ? {} : { nonce: message.nonce }),
    ...(message.author === 'bot' && via
      ? { application_id: world.applicationId, webhook_id: world.applicationId }
      : {}),
    ...(via
      ? {
          interaction_metadata: {
            id: via.id,
            type: via.type,
            user: userJson(via.user),
            authorizing_integration_owners: integrationOwners(message.origin.channel),
          },
        }
      : {}),
    ...(refersTo === undefined
      ? {}
      : { message_reference: { type: 0, channel_id: message.channelId, message_id: refersTo } }),
  };
}

function typeOf({ origin }: MessageRecord): number {
  if (origin.pinNoticeOf !== undefined) return MESSAGE_PIN_NOTICE;
  if (origin.viaInteraction?.type === INTERACTION_COMMAND) return MESSAGE_COMMAND;
  return origin.replyTo === undefined ? MESSAGE_DEFAULT : MESSAGE_REPLY;
}

export function attachmentJson(attachment: SandboxAttachment): Record<string, unknown> {
  const { url } = attachment;
  return {
    id: attachment.id,
    filename: attachment.filename,
    size: attachment.size,
    url,
    proxy_url: url,
    content_type: attachment.contentType,
    ...(attachment.description === undefined ? {} : { description: attachment.description }),
    ...(attachment.width === undefined ? {} : { width: attachment.width }),
    ...(attachment.height === undefined ? {} : { height: attachment.height }),
    ...(attachment.isSpoiler ? { flags: ATTACHMENT_SPOILER } : {}),
  };
}

/** By whom the application was installed: the server, or for a DM the application itself. */
export function integrationOwners(channel: AnyChannel): Record<string, string> {
  return { 0: channel.kind === 'guild' ? channel.guild.id : '0' };
}

/** A thread bears the id of the message that it was started from. */
function threadOf(world: World, { id, channelId }: MessageRecord): SandboxChannel | undefined {
  const thread = world.channels.get(id);
  return thread?.kind === 'guild' && !thread.deleted && thread.parentId === channelId ? thread : undefined;
}

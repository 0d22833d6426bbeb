import { ChannelType } from 'discord.js';
import type { SandboxAttachment } from './message.ts';
import type { MessageRecord } from './messages.ts';
import type { AnyChannel, SandboxChannel, SandboxMember } from './model.ts';
import type { World } from './world.ts';

const MESSAGE_DEFAULT = 0;
const MESSAGE_REPLY = 19;
const MESSAGE_COMMAND = 20;
const INTERACTION_COMMAND = 2;
const ATTACHMENT_SPOILER = 1 << 3;

/** A message as the REST API and the gateway show it. */
export function messageJson(world: World, message: MessageRecord): Record<string, unknown> {
  const { viaInteraction: via } = message.origin;
  const type =
    via?.type === INTERACTION_COMMAND ? MESSAGE_COMMAND : message.replyTo ? MESSAGE_REPLY : MESSAGE_DEFAULT;
  return {
    id: message.id,
    channel_id: message.channelId,
    type,
    content: message.content,
    author: message.author === 'bot' ? botJson(world) : userJson(message.author),
    timestamp: new Date(message.createdAt).toISOString(),
    edited_timestamp: message.editedAt === undefined ? null : new Date(message.editedAt).toISOString(),
    tts: false,
    pinned: false,
    mention_everyone: message.mentionsEveryone,
    mentions: message.mentionedUserIds.flatMap((id) => {
      const user = world.users.get(id);
      return user ? [userJson(user)] : [];
    }),
    mention_roles: message.mentionedRoleIds,
    attachments: message.attachments.map(attachmentJson),
    embeds: message.embeds.map((embed) => ({ type: 'rich', ...embed })),
    components: message.components,
    flags: message.flags,
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
    ...(message.replyTo
      ? { message_reference: { type: 0, channel_id: message.channelId, message_id: message.replyTo } }
      : {}),
  };
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

export function userJson(user: { id: string; name: string }): Record<string, unknown> {
  return {
    id: user.id,
    username: user.name.toLowerCase().replace(/\s/g, '_'),
    global_name: user.name,
    discriminator: '0',
    avatar: null,
    public_flags: 0,
  };
}

export function botJson(world: World): Record<string, unknown> {
  return {
    id: world.botUserId,
    username: 'Sandbox bot',
    global_name: null,
    discriminator: '0001',
    avatar: null,
    bot: true,
    public_flags: 0,
  };
}

export function memberJson(member: SandboxMember): Record<string, unknown> {
  return {
    user: userJson(member.user),
    nick: null,
    avatar: null,
    roles: member.roles.map(({ id }) => id),
    joined_at: '2024-01-01T00:00:00.000000+00:00',
    premium_since: null,
    deaf: false,
    mute: false,
    flags: 0,
    pending: false,
    communication_disabled_until: null,
    permissions: String(member.permissions),
  };
}

export function channelJson(channel: AnyChannel): Record<string, unknown> {
  if (channel.kind === 'dm') {
    return {
      id: channel.id,
      type: ChannelType.DM,
      last_message_id: null,
      flags: 0,
      recipients: [userJson(channel.recipient)],
    };
  }
  return {
    id: channel.id,
    type: channelType(channel),
    guild_id: channel.guild.id,
    name: channel.name,
    parent_id: channel.parentId ?? null,
    nsfw: channel.nsfw,
    position: 0,
    topic: null,
    rate_limit_per_user: 0,
    last_message_id: channel.messages.at(-1)?.id ?? null,
    flags: 0,
    ...(channel.type === 'thread'
      ? {
          thread_metadata: {
            archived: false,
            locked: false,
            auto_archive_duration: 1440,
            archive_timestamp: '2024-01-01T00:00:00.000000+00:00',
          },
        }
      : { permission_overwrites: [] }),
  };
}

/** By whom the application was installed: the server, or for a DM the application itself. */
export function integrationOwners(channel: AnyChannel): Record<string, string> {
  return { 0: channel.kind === 'guild' ? channel.guild.id : '0' };
}

function channelType(channel: SandboxChannel): number {
  switch (channel.type) {
    case 'text':
      return ChannelType.GuildText;
    case 'announcement':
      return ChannelType.GuildAnnouncement;
    case 'thread':
      return ChannelType.PublicThread;
  }
}

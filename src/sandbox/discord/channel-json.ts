import { ChannelFlags, ChannelType, PermissionFlagsBits } from 'discord.js';
import type { AnyChannel, SandboxChannel, SandboxOverwrite } from './model.ts';
import { botBasePermissions, holds } from './permissions.ts';
import type { ThreadState } from './thread-state.ts';
import { timestamp } from './timestamp.ts';
import { userJson } from './user-json.ts';
import type { World } from './world.ts';

type Json = Record<string, unknown>;

const OVERWRITE_OF_ROLE = 0;
const OVERWRITE_OF_MEMBER = 1;

/** A channel as the REST API shows it. */
export function channelJson(world: World, channel: AnyChannel): Json {
  if (channel.kind === 'dm') {
    return {
      id: channel.id,
      type: ChannelType.DM,
      last_message_id: null,
      flags: 0,
      recipients: [userJson(channel.recipient)],
    };
  }
  if (!channel.thread) return { ...partialChannelJson(channel), ...settingsJson(channel) };
  const isMember = channel.thread.ownerId === world.botUserId;
  return {
    ...partialChannelJson(channel),
    ...threadJson(channel, channel.thread),
    ...(isMember ? { member: threadMemberJson(world, channel, channel.thread) } : {}),
  };
}

/** A channel of a server as interactions show it. */
export function partialChannelJson(channel: SandboxChannel): Json {
  return {
    id: channel.id,
    type: channelType(channel),
    guild_id: channel.guild.id,
    name: channel.name,
    parent_id: channel.parentId ?? null,
    flags: channel.requiresTag ? ChannelFlags.RequireTag : 0,
    ...(channel.type === 'category' ? {} : { last_message_id: channel.messages.at(-1)?.id ?? null }),
    ...(channel.thread
      ? {
          rate_limit_per_user: channel.thread.slowmodeSeconds,
          thread_metadata: metadataJson(channel.thread),
        }
      : {
          position: channel.guild.channels.filter(({ thread }) => !thread).indexOf(channel),
          nsfw: channel.nsfw,
          ...(channel.type === 'category' ? {} : { rate_limit_per_user: 0, topic: null }),
        }),
  };
}

export function channelType({ type, parent, thread }: SandboxChannel): ChannelType {
  switch (type) {
    case 'text':
      return ChannelType.GuildText;
    case 'announcement':
      return ChannelType.GuildAnnouncement;
    case 'forum':
      return ChannelType.GuildForum;
    case 'voice':
      return ChannelType.GuildVoice;
    case 'category':
      return ChannelType.GuildCategory;
    case 'thread':
      if (parent?.type === 'announcement') return ChannelType.AnnouncementThread;
      return thread?.isPrivate ? ChannelType.PrivateThread : ChannelType.PublicThread;
  }
}

function settingsJson(channel: SandboxChannel): Json {
  const others = channel.overwrites.map(overwriteJson);
  const permissionOverwrites = { permission_overwrites: [...overwritesJson(channel), ...others] };
  switch (channel.type) {
    case 'voice':
      return { ...permissionOverwrites, bitrate: 64_000, user_limit: 0, rtc_region: null };
    case 'forum':
      return {
        ...permissionOverwrites,
        available_tags: channel.tags.map(({ id, name, moderated }) => ({
          id,
          name,
          moderated,
          emoji_id: null,
          emoji_name: null,
        })),
        default_reaction_emoji: null,
        default_sort_order: null,
        default_forum_layout: 0,
      };
    case 'text':
    case 'announcement':
    case 'category':
    case 'thread':
      return permissionOverwrites;
  }
}

const overwriteJson = ({ id, of, allow = 0n, deny = 0n }: SandboxOverwrite): Json => ({
  id,
  type: of === 'role' ? OVERWRITE_OF_ROLE : OVERWRITE_OF_MEMBER,
  allow: String(allow),
  deny: String(deny),
});

/** The bot's role gets and loses in the channel what lies between its base permissions and those that it has there. */
function overwritesJson({ guild, botPermissions }: SandboxChannel): Json[] {
  const base = botBasePermissions(guild);
  if (holds(base, PermissionFlagsBits.Administrator)) return [];
  const [allow, deny] = [botPermissions & ~base, base & ~botPermissions];
  if ((allow | deny) === 0n) return [];
  return [{ id: guild.botRole.id, type: OVERWRITE_OF_ROLE, allow: String(allow), deny: String(deny) }];
}

function threadJson(channel: SandboxChannel, { ownerId, tagIds }: ThreadState): Json {
  const count = channel.messages.filter(({ id }) => id !== channel.id).length;
  return {
    owner_id: ownerId,
    message_count: count,
    member_count: 1,
    total_message_sent: count,
    ...(channel.parent?.type === 'forum' ? { applied_tags: tagIds } : {}),
  };
}

function metadataJson(state: ThreadState): Json {
  return {
    archived: state.archived,
    locked: state.locked,
    auto_archive_duration: state.autoArchiveMinutes,
    archive_timestamp: timestamp(state.archiveChangedAt),
    create_timestamp: timestamp(state.createdAt),
    ...(state.isPrivate ? { invitable: true } : {}),
  };
}

function threadMemberJson(world: World, { id }: SandboxChannel, { createdAt }: ThreadState): Json {
  return { id, user_id: world.botUserId, join_timestamp: timestamp(createdAt), flags: 0 };
}

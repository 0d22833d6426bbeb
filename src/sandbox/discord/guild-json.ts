import type { SandboxGuild, SandboxMember, SandboxRole } from './model.ts';
import { memberPermissions } from './permissions.ts';
import { timestamp } from './timestamp.ts';
import { botJson, userJson } from './user-json.ts';
import type { World } from './world.ts';

/** When those whose arrival does not matter came: 2024-01-01. */
export const LONG_AGO_MS = Date.UTC(2024, 0, 1);

type Json = Record<string, unknown>;

export function guildJson(world: World, guild: SandboxGuild): Json {
  return {
    id: guild.id,
    name: guild.name,
    icon: null,
    description: null,
    home_header: null,
    splash: null,
    banner: null,
    discovery_splash: null,
    owner_id: guild.ownerId,
    application_id: null,
    region: 'us-west',
    features: guild.features,
    premium_tier: guild.premiumTier,
    premium_subscription_count: 0,
    preferred_locale: 'en-US',
    verification_level: 0,
    default_message_notifications: 0,
    explicit_content_filter: 0,
    mfa_level: 0,
    nsfw: false,
    nsfw_level: 0,
    afk_channel_id: null,
    afk_timeout: 300,
    system_channel_id: null,
    system_channel_flags: 0,
    widget_enabled: false,
    widget_channel_id: null,
    max_presences: null,
    max_members: 500_000,
    max_video_channel_users: 25,
    max_stage_video_channel_users: 50,
    rules_channel_id: null,
    public_updates_channel_id: null,
    safety_alerts_channel_id: null,
    vanity_url_code: null,
    premium_progress_bar_enabled: false,
    incidents_data: null,
    emojis: [],
    stickers: [],
    roles: guild.roles.map((role) => roleJson(world, role)),
  };
}

export function roleJson(world: World, role: SandboxRole): Json {
  return {
    id: role.id,
    name: role.name,
    description: null,
    permissions: String(role.permissions),
    position: role.position,
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    managed: role.managed,
    mentionable: role.mentionable,
    icon: null,
    unicode_emoji: null,
    flags: 0,
    ...(role.managed ? { tags: { bot_id: world.botUserId } } : {}),
  };
}

/** A member as the REST API shows them. */
export function memberJson(member: SandboxMember): Json {
  return {
    ...joined(member.nick, member.roles, member.joinedAt),
    user: userJson(member.user),
  };
}

/** The bot as a member of a guild. */
export function botMemberJson(world: World, guild: SandboxGuild): Json {
  return { ...joined(undefined, [guild.botRole], LONG_AGO_MS), user: botJson(world) };
}

/** A member as interactions show them: with what they may do. */
export function actingMemberJson(member: SandboxMember): Json {
  return { ...memberJson(member), permissions: String(memberPermissions(member)) };
}

function joined(nick: string | undefined, roles: readonly SandboxRole[], joinedAt: number): Json {
  return {
    nick: nick ?? null,
    avatar: null,
    banner: null,
    roles: roles.map(({ id }) => id),
    joined_at: timestamp(joinedAt),
    premium_since: null,
    deaf: false,
    mute: false,
    flags: 0,
    pending: false,
    communication_disabled_until: null,
  };
}

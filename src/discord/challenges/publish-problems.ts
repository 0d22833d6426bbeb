import { ChannelType, PermissionFlagsBits } from 'discord.js';
import type { Challenge } from '../../challenges/challenge.ts';
import { AT_PUBLICATION } from '../../challenges/times.ts';
import type { GuildSettings } from '../../moderation/guild-settings.ts';
import { channelPermissions, guildPermissions } from '../channel-permissions.ts';
import { EVERYBODY } from '../channel-sight.ts';
import type { ChannelFacts, GuildFacts, MemberFacts } from '../directory.ts';
import { isThread } from '../permissions.ts';
import { relativeTime } from '../text.ts';
import { ANNOUNCEMENT_CHANNELS } from './panel-text-page.ts';
import { prizeRoleProblem } from './role-rights.ts';

/** What is looked at of a challenge, or of the next one of a series. */
export type Publishable = Pick<Challenge, 'guildId' | 'channelId' | 'settings' | 'schedule'>;

/** What a challenge meets when it is published. */
export interface PublishFacts {
  challenge: Publishable;
  house: GuildSettings;
  now: number;
  guild: GuildFacts;
  /** The bot. */
  own: MemberFacts;
  channel: ChannelFacts | 'hidden' | 'gone';
  /** The channel, or for a thread the channel that it belongs to. */
  root: ChannelFacts | undefined;
}

/** Everything that stands against publishing a challenge, each with what to do about it. */
export const publishProblems = (facts: PublishFacts): string[] => [
  ...timeProblems(facts),
  ...limitProblems(facts),
  ...channelProblems(facts),
  ...guildProblems(facts),
];

/** Everything that stands in the way of a challenge that goes on. */
export const runningProblems = (facts: PublishFacts): string[] => [
  ...channelProblems(facts),
  ...guildProblems(facts),
];

/** What is worth knowing, but stands against nothing. */
export function publishHints(met: PublishFacts): string[] {
  const { challenge, house, ...facts } = met;
  const { settings } = challenge;
  const missing = lackingIn(facts, [PINNING]);
  const unseen =
    settings.reviewHours !== undefined && (house.moderatorsChannelId ?? house.logChannelId) === undefined;
  return [
    ...(missing.length === 0
      ? []
      : [`I may not pin there: allow my role **${missing.join(', ')}**, or pin the announcement yourself.`]),
    ...(settings.scheduledEvent && !isSeenByAll(met)
      ? [
          'Not everybody sees that channel, so I make no event: the whole server would see it. Pick another channel, or switch the event off under **Announcement**.',
        ]
      : []),
    ...(unseen
      ? [
          'There is no channel where moderators see entries that wait: they find them with `/veo-challenge review`, or name a channel in `/veo-setup`.',
        ]
      : []),
  ];
}

/** Whether everybody in the server sees the challenge's channel, as far as that is known. */
export const isSeenByAll = (facts: Pick<PublishFacts, 'guild' | 'root'>): boolean =>
  lackingIn({ ...facts, own: EVERYBODY }, [VIEWING]).length === 0;

function timeProblems({ challenge: { schedule }, now }: PublishFacts): string[] {
  if (schedule.opensAt === AT_PUBLICATION || schedule.opensAt > now) return [];
  return [
    `It was to open ${relativeTime(schedule.opensAt)}: set when it opens under **Times**, or type \`now\`.`,
  ];
}

/** Settings of the server that would let nobody enter. */
function limitProblems({ challenge: { settings }, house }: PublishFacts): string[] {
  const excludes = <T>(allowed: readonly T[], offered: readonly T[]) =>
    allowed.length > 0 && offered.length > 0 && !allowed.some((one) => offered.includes(one));
  const named = [
    ...(excludes(settings.durations, house.durations) ? ['lengths'] : []),
    ...(excludes(settings.resolutions, house.resolutions) ? ['sizes'] : []),
  ];
  return named.map(
    (what) => `None of the allowed ${what} can be made in this server: change them under **Entries**.`,
  );
}

const VIEWING = ['View Channel', PermissionFlagsBits.ViewChannel] as const;
const PINNING = ['Pin Messages', PermissionFlagsBits.PinMessages] as const;
const THREAD_NEEDS = [['Send Messages in Threads', PermissionFlagsBits.SendMessagesInThreads]] as const;
const COMMON_NEEDS = [
  VIEWING,
  ['Embed Links', PermissionFlagsBits.EmbedLinks],
  ['Attach Files', PermissionFlagsBits.AttachFiles],
  ['Read Message History', PermissionFlagsBits.ReadMessageHistory],
] as const;
const SEND_NEED = ['Send Messages', PermissionFlagsBits.SendMessages] as const;

type Need = readonly [string, bigint];

/** Names are Discord's own. */
function channelNeeds(type: number, { thread }: Challenge['settings']): Need[] {
  if (isThread(type)) return [...COMMON_NEEDS, ...THREAD_NEEDS];
  if (type === ChannelType.GuildForum) return [...COMMON_NEEDS, SEND_NEED, ...THREAD_NEEDS];
  const opening = ['Create Public Threads', PermissionFlagsBits.CreatePublicThreads] as const;
  return [...COMMON_NEEDS, SEND_NEED, ...(thread ? [opening, ...THREAD_NEEDS] : [])];
}

function channelProblems(facts: PublishFacts): string[] {
  const { challenge, channel, root, guild } = facts;
  if (channel === 'hidden')
    return [`I lack **View Channel** in <#${challenge.channelId}>: ${mending(challenge.channelId)}`];
  const isThere = channel !== 'gone' && channel.guildId === challenge.guildId && root !== undefined;
  if (!isThere) return ['Its channel is gone: pick another under **Text, times and channel**.'];
  if (!ANNOUNCEMENT_CHANNELS.some((type) => type === channel.type)) {
    return [
      `I cannot announce in <#${channel.id}>: pick a text channel, a forum or a thread under **Text, times and channel**.`,
    ];
  }
  if (channel.lacksTag) {
    return [
      `Posts in <#${channel.id}> need a tag, and there is none that everybody may set: add one in the forum’s settings, or pick another channel.`,
    ];
  }
  const { settings } = challenge;
  const open = facts.house.ageRestrictedOnly && !root.ageRestricted ? [openChannel(root.id)] : [];
  const missing = lackingIn(facts, channelNeeds(channel.type, settings));
  const pings = settings.pingRoleId === undefined ? [] : pingProblems(facts, settings.pingRoleId, guild);
  const lacking =
    missing.length === 0 ? [] : [`I lack **${missing.join(', ')}** in <#${channel.id}>: ${mending(root.id)}`];
  return [...open, ...lacking, ...pings];
}

const openChannel = (channelId: string): string =>
  `In this server videos are for age-restricted channels only, so no entry can be shown in <#${channelId}>: switch that on in Edit Channel → Overview, or pick another channel.`;

const mending = (channelId: string): string =>
  `allow my role that in <#${channelId}> → Edit Channel → Permissions.`;

function pingProblems(facts: PublishFacts, roleId: string, { roles }: GuildFacts): string[] {
  const role = roles.find(({ id }) => id === roleId);
  if (!role) return ['The role to ping is gone: pick another under **Announcement**.'];
  const all = [['Mention @everyone', PermissionFlagsBits.MentionEveryone]] as const;
  if (role.mentionable || lackingIn(facts, all).length === 0) return [];
  return [
    `I may not ping <@&${roleId}>: let anyone mention it in Server Settings → Roles, or pick no role to ping.`,
  ];
}

function guildProblems({ challenge: { guildId, settings }, guild, own }: PublishFacts): string[] {
  const held = guildPermissions(guildId, guild, own);
  const roleIds = [...new Set(settings.prizes.flatMap(({ roleId }) => roleId ?? []))];
  return [
    ...roleIds.flatMap((roleId) => prizeRoleProblem(guildId, guild, own, roleId) ?? []),
    ...(settings.scheduledEvent && (held & PermissionFlagsBits.CreateEvents) === 0n
      ? [
          'I cannot make a Discord event: allow my role **Create Events** in Server Settings → Roles, or switch the event off under **Announcement**.',
        ]
      : []),
  ];
}

/** Names of those permissions that somebody, usually the bot, lacks in the channel. */
function lackingIn(
  { guild, own, root }: Pick<PublishFacts, 'guild' | 'root'> & { own: typeof EVERYBODY },
  needs: readonly Need[],
): string[] {
  if (root?.guildId === undefined) return [];
  const base = guildPermissions(root.guildId, guild, own);
  const granted = channelPermissions(root.guildId, base, own, root);
  return needs.filter(([, flag]) => (granted & flag) === 0n).map(([name]) => name);
}

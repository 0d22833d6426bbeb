import { PermissionFlagsBits } from 'discord.js';
import type { ChannelUse } from '../jobs/preflight.ts';
import type { GuildSettings } from '../moderation/guild-settings.ts';

/** Names as the server's settings show them. */
const NAMES = [
  ['View Channel', PermissionFlagsBits.ViewChannel],
  ['Send Messages', PermissionFlagsBits.SendMessages],
  ['Embed Links', PermissionFlagsBits.EmbedLinks],
  ['Attach Files', PermissionFlagsBits.AttachFiles],
  ['Read Message History', PermissionFlagsBits.ReadMessageHistory],
  ['Create Public Threads', PermissionFlagsBits.CreatePublicThreads],
  ['Send Messages in Threads', PermissionFlagsBits.SendMessagesInThreads],
] as const;

const POSTING =
  PermissionFlagsBits.ViewChannel |
  PermissionFlagsBits.SendMessages |
  PermissionFlagsBits.EmbedLinks |
  PermissionFlagsBits.ReadMessageHistory;
const POSTING_FILES = POSTING | PermissionFlagsBits.AttachFiles;
const OPENING_THREADS = PermissionFlagsBits.CreatePublicThreads | PermissionFlagsBits.SendMessagesInThreads;

/** What the bot has to be allowed in a channel that a server uses so. */
export function channelNeeds(uses: readonly ChannelUse[], results: GuildSettings['results']): bigint {
  return uses.map((use) => needsOf(use, results)).reduce((all, one) => all | one, 0n);
}

function needsOf(use: ChannelUse, results: GuildSettings['results']): bigint {
  switch (use) {
    case 'videos':
      return results.kind === 'thread' ? POSTING_FILES | OPENING_THREADS : POSTING_FILES;
    case 'gallery':
      return POSTING_FILES;
    case 'log':
    case 'moderators':
      return POSTING;
  }
}

/** The names of those needed permissions that are not granted. */
export const lacking = (needed: bigint, granted: bigint): string[] =>
  NAMES.filter(([, flag]) => (needed & flag) !== 0n && (granted & flag) === 0n).map(([name]) => name);

import { ChannelType, PermissionFlagsBits } from 'discord.js';

/** What the bot must be allowed in a channel before it takes an order there: card and video are posted by channel id. */
const NEEDED = [
  ['View Channel', PermissionFlagsBits.ViewChannel],
  ['Embed Links', PermissionFlagsBits.EmbedLinks],
  ['Attach Files', PermissionFlagsBits.AttachFiles],
] as const;

/** Names of the permissions that the bot lacks, as Discord's settings show them. */
export function missingPermissions(granted: { has(flag: bigint): boolean }, inThread: boolean): string[] {
  const sending = inThread
    ? (['Send Messages in Threads', PermissionFlagsBits.SendMessagesInThreads] as const)
    : (['Send Messages', PermissionFlagsBits.SendMessages] as const);
  return [...NEEDED, sending].filter(([, flag]) => !granted.has(flag)).map(([name]) => name);
}

/**
 * What the invite link asks for: the above, both ways of sending, and Read Message History, by which the bot finds out after
 * a crash whether a video was already posted, and Create Public Threads, for servers that want a thread for each video.
 */
export const INVITE_PERMISSIONS =
  PermissionFlagsBits.ViewChannel |
  PermissionFlagsBits.SendMessages |
  PermissionFlagsBits.SendMessagesInThreads |
  PermissionFlagsBits.EmbedLinks |
  PermissionFlagsBits.AttachFiles |
  PermissionFlagsBits.ReadMessageHistory |
  PermissionFlagsBits.CreatePublicThreads;

const THREAD_TYPES: readonly number[] = [
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
  ChannelType.AnnouncementThread,
];

/** Whether a channel is a thread, in which another permission allows sending. */
export const isThread = (channelType: number): boolean => THREAD_TYPES.includes(channelType);

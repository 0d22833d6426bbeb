import { PermissionFlagsBits } from 'discord.js';
import { channelPermissions, guildPermissions } from './channel-permissions.ts';
import type { Directory, MemberFacts } from './directory.ts';
import { isThread } from './permissions.ts';

/** Whoever has no role of their own. */
export const EVERYBODY: Pick<MemberFacts, 'userId' | 'roleIds'> = { userId: '', roleIds: [] };

/**
 * Whether a member sees a channel of a server, or a public thread: that is seen by whoever sees its channel. Of what is gone,
 * or hidden from the bot, nothing says who may see it: administrators alone do then. Throws what the lookups throw.
 */
export async function seesChannel(
  directory: Pick<Directory, 'guild' | 'channel'>,
  guildId: string,
  member: Pick<MemberFacts, 'userId' | 'roleIds'>,
  channelId: string,
): Promise<boolean> {
  const [guild, channel] = await Promise.all([directory.guild(guildId), directory.channel(channelId)]);
  if (!guild) return false;
  const base = guildPermissions(guildId, guild, member);
  const inThread = channel !== undefined && isThread(channel.type);
  const root = inThread ? await directory.channel(channel.parentId ?? '') : channel;
  const overwrites = root?.guildId === guildId ? root.overwrites : undefined;
  const needed = overwrites ? PermissionFlagsBits.ViewChannel : PermissionFlagsBits.Administrator;
  return (channelPermissions(guildId, base, member, { overwrites: overwrites ?? [] }) & needed) !== 0n;
}

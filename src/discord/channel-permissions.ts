import { OverwriteType, PermissionFlagsBits } from 'discord.js';
import type { ChannelFacts, GuildPowers, MemberFacts } from './directory.ts';

const ALL = Object.values(PermissionFlagsBits).reduce((all, one) => all | one, 0n);

/** What a member holds throughout a server: everybody's permissions and their roles'. Owner and administrators hold all. */
export function guildPermissions(
  guildId: string,
  { ownerId, roles }: GuildPowers,
  { userId, roleIds }: Pick<MemberFacts, 'userId' | 'roleIds'>,
): bigint {
  // The role of everybody bears the server's id.
  const held = roles.filter(({ id }) => id === guildId || roleIds.includes(id));
  const sum = union(held.map(({ permissions }) => permissions));
  return userId === ownerId || isAdministrator(sum) ? ALL : sum;
}

/**
 * What a member may do in a channel, by the algorithm of Discord's documentation ("Permission Overwrites"). What follows from
 * a missing View Channel or Send Messages is not taken away as well: each permission is as the server has set it. Threads
 * have no overwrites of their own: ask for their channel.
 * @param base what they hold throughout the server
 */
export function channelPermissions(
  guildId: string,
  base: bigint,
  { userId, roleIds }: Pick<MemberFacts, 'userId' | 'roleIds'>,
  { overwrites }: Pick<ChannelFacts, 'overwrites'>,
): bigint {
  if (isAdministrator(base)) return ALL;
  const ofRoles = overwrites.filter(({ type, id }) => type === OverwriteType.Role && roleIds.includes(id));
  const steps = [
    overwrites.filter(({ id }) => id === guildId),
    ofRoles.filter(({ id }) => id !== guildId),
    overwrites.filter(({ type, id }) => type === OverwriteType.Member && id === userId),
  ];
  return steps.reduce(
    (granted, step) =>
      (granted & ~union(step.map(({ deny }) => deny))) | union(step.map(({ allow }) => allow)),
    base,
  );
}

const isAdministrator = (permissions: bigint): boolean =>
  (permissions & PermissionFlagsBits.Administrator) !== 0n;

const union = (permissions: readonly bigint[]): bigint => permissions.reduce((all, one) => all | one, 0n);

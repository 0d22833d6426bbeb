import { type BaseInteraction, GuildMember, PermissionFlagsBits } from 'discord.js';
import { z } from 'zod';
import type { OrderingMember } from '../jobs/asking-member.ts';
import type { GuildPowers, MemberFacts } from './directory.ts';

/**
 * The library offers a member's roles only as far as it has the server in memory, which it has not; the ids that came with
 * the interaction it keeps in a field of its own.
 */
const withRoleIds = z.object({ _roles: z.array(z.string()) });

/** What an interaction says of a member besides permissions: of who sent it, or of whom an option names. */
export function carriedFacts(
  member: GuildMember | { roles: string[]; joined_at: string | null },
): Pick<OrderingMember, 'roleIds' | 'joinedAt'> {
  const known = member instanceof GuildMember;
  const joined = known ? member.joinedTimestamp : Date.parse(member.joined_at ?? '');
  return {
    roleIds: known ? withRoleIds.parse(member)._roles : member.roles,
    joinedAt: joined !== null && Number.isFinite(joined) ? joined : undefined,
  };
}

/** Who sent an interaction from a server, as Discord vouches for it now. */
export function orderingMember(
  interaction: Pick<BaseInteraction<'raw' | 'cached'>, 'user' | 'member' | 'memberPermissions'>,
): OrderingMember {
  const { user, member, memberPermissions } = interaction;
  return {
    userId: user.id,
    managesGuild: memberPermissions?.has(PermissionFlagsBits.ManageGuild) ?? false,
    ...carriedFacts(member),
  };
}

/** A member who did not send anything, as they were looked up. */
export const absentMember = (
  { userId, roleIds, joinedAt }: MemberFacts,
  mayManage: boolean,
): OrderingMember => ({
  userId,
  roleIds,
  managesGuild: mayManage,
  joinedAt,
});

const MANAGING = PermissionFlagsBits.Administrator | PermissionFlagsBits.ManageGuild;

/** Whether a member who did not send anything has Manage Server: as the owner, or by @everyone's or a role of theirs. */
export const managesGuild = (
  guildId: string,
  { ownerId, roles }: GuildPowers,
  { userId, roleIds }: Pick<MemberFacts, 'userId' | 'roleIds'>,
): boolean =>
  userId === ownerId ||
  roles.some(
    // The role that everybody has bears the server's id.
    ({ id, permissions }) => (id === guildId || roleIds.includes(id)) && (permissions & MANAGING) !== 0n,
  );

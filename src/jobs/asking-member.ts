import type { GuildSettings } from '../moderation/guild-settings.ts';
import type { AskingMember } from './job-store.ts';

/** Who asks, as the platform vouches for it at this moment. */
export interface OrderingMember {
  userId: string;
  roleIds: readonly string[];
  /** May change the server's settings: Manage Server. */
  managesGuild: boolean;
  joinedAt: number | undefined;
}

/** Moderators are those with Manage Server, and the members of the role that the server named. */
export const isModerator = (
  { managesGuild, roleIds }: Pick<OrderingMember, 'managesGuild' | 'roleIds'>,
  { moderatorRoleId }: Pick<GuildSettings, 'moderatorRoleId'>,
): boolean => managesGuild || (moderatorRoleId !== undefined && roleIds.includes(moderatorRoleId));

export const askingMember = (member: OrderingMember, house: GuildSettings): AskingMember => ({
  userId: member.userId,
  roleIds: member.roleIds,
  moderator: isModerator(member, house),
});

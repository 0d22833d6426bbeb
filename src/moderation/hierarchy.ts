/** What of a server says who stands above whom. */
export interface RankedGuild {
  ownerId: string;
  /** The higher the position, the higher the role. */
  roles: readonly { id: string; position: number }[];
}

export interface RankedMember {
  userId: string;
  /** Without @everyone. */
  roleIds: readonly string[];
}

/** Somebody whom a moderator acts on. */
export interface ActedOn {
  userId: string;
  bot: boolean;
  /** Undefined when they are in the server no more: no role protects them then. */
  roleIds: readonly string[] | undefined;
}

/** `not-below`: the highest role of the one acted on is as high as the moderator's, or higher. */
export type MayAct = 'yes' | 'self' | 'bot' | 'owner' | 'not-below';

/**
 * Whether a moderator may act on somebody: never on themselves, bots and the owner, and on members only whose highest role
 * is below their own; the owner stands above all. Members without any role are below every moderator.
 */
export function mayActOn(guild: RankedGuild, actor: RankedMember, target: ActedOn): MayAct {
  if (target.userId === actor.userId) return 'self';
  if (target.bot) return 'bot';
  if (target.userId === guild.ownerId) return 'owner';
  if (actor.userId === guild.ownerId || target.roleIds === undefined) return 'yes';
  const heights = new Map(guild.roles.map(({ id, position }) => [id, position]));
  const own = Math.max(0, ...actor.roleIds.map((id) => heights.get(id) ?? 0));
  // A role that is newer than what is known of the server may be any height.
  const isBelow = (id: string) => (heights.get(id) ?? Number.POSITIVE_INFINITY) < own;
  return target.roleIds.every(isBelow) ? 'yes' : 'not-below';
}

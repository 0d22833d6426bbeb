import { PermissionFlagsBits } from 'discord.js';
import { ExpectedError } from '../../lib/errors.ts';
import { guildPermissions } from '../channel-permissions.ts';
import type { GuildFacts, MemberFacts, RoleFacts } from '../directory.ts';

type Guild = Pick<GuildFacts, 'ownerId' | 'roles'>;
type Member = Pick<MemberFacts, 'userId' | 'roleIds'>;

/** What of a role stands against its being a prize that the bot gives. */
export function prizeRoleProblem(
  guildId: string,
  guild: Guild,
  own: Member,
  roleId: string,
): string | undefined {
  const role = guild.roles.find(({ id }) => id === roleId);
  const name = `<@&${roleId}>`;
  if (!role) return 'A role among the prizes is gone: pick another.';
  if (role.managed) return `${name} belongs to an app and cannot be given: pick another role as a prize.`;
  if (!holds(guildId, guild, own, PermissionFlagsBits.ManageRoles)) {
    return `I cannot give ${name}: allow my role **Manage Roles** in Server Settings → Roles.`;
  }
  if (isBelow(guild, own, role)) return undefined;
  return `I cannot give ${name}: drag my role above it in Server Settings → Roles.`;
}

/**
 * Refuses roles as prizes that a host could not hand out: through a challenge nobody is to gain powers. Roles that allow
 * nothing more than everybody may are free for every host.
 * @throws ExpectedError
 */
export function requireGivable(guildId: string, guild: Guild, host: Member, roleId: string): void {
  const role = guild.roles.find(({ id }) => id === roleId);
  if (!role || roleId === guildId || role.managed) {
    throw new ExpectedError('role', 'That role cannot be given to anybody: pick another.');
  }
  const everybodys = guild.roles.find(({ id }) => id === guildId)?.permissions ?? 0n;
  const isHarmless = (role.permissions & ~everybodys) === 0n;
  const mayGive = holds(guildId, guild, host, PermissionFlagsBits.ManageRoles) && isBelow(guild, host, role);
  if (isHarmless || host.userId === guild.ownerId || mayGive) return;
  throw new ExpectedError(
    'role',
    `<@&${roleId}> has permissions of its own, so only those who may give it can make it a prize: they need Manage Roles and a role above it. Pick a role without permissions, or ask one of them.`,
  );
}

/**
 * Refuses roles to be pinged that a host could not ping.
 * @throws ExpectedError
 */
export function requirePingable(guildId: string, guild: Guild, host: Member, roleId: string): void {
  const role = guild.roles.find(({ id }) => id === roleId);
  if (!role || roleId === guildId) {
    throw new ExpectedError('role', 'Everybody cannot be pinged by a challenge: pick another role.');
  }
  if (role.mentionable || holds(guildId, guild, host, PermissionFlagsBits.MentionEveryone)) return;
  throw new ExpectedError(
    'role',
    `You may not ping <@&${roleId}>, so your challenge cannot either: pick a role that everybody may mention.`,
  );
}

const holds = (guildId: string, guild: Guild, member: Member, permission: bigint): boolean =>
  (guildPermissions(guildId, guild, member) & permission) !== 0n;

/** Whether a role stands below a member's highest. */
function isBelow({ roles }: Guild, { roleIds }: Member, role: RoleFacts): boolean {
  const heights = roles.filter(({ id }) => roleIds.includes(id)).map(({ position }) => position);
  return role.position < Math.max(0, ...heights);
}

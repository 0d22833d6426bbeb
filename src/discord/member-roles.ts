import { DiscordAPIError, type REST, RESTJSONErrorCodes, Routes } from 'discord.js';

/**
 * What became of giving or taking a role: `gone` where the member has left, `no-role` where the role does not exist any more,
 * `refused` where the bot may not do it (any more): its permission, or the order of the roles.
 */
export type RoleResult = 'done' | 'gone' | 'no-role' | 'refused';

/** Gives roles to members and takes them back. Methods throw what discord.js throws for everything that may pass. */
export interface MemberRoles {
  /** A role that is held already is as good. */
  give(guildId: string, userId: string, roleId: string): Promise<RoleResult>;
  /** One that is not held is as good. */
  take(guildId: string, userId: string, roleId: string): Promise<RoleResult>;
}

const RESULTS: Partial<Record<number | string, RoleResult>> = {
  [RESTJSONErrorCodes.UnknownMember]: 'gone',
  [RESTJSONErrorCodes.UnknownUser]: 'gone',
  [RESTJSONErrorCodes.UnknownRole]: 'no-role',
  [RESTJSONErrorCodes.UnknownGuild]: 'refused',
  [RESTJSONErrorCodes.MissingAccess]: 'refused',
  [RESTJSONErrorCodes.MissingPermissions]: 'refused',
  [RESTJSONErrorCodes.InvalidRole]: 'refused',
};

export function createMemberRoles({ rest }: { rest: REST }): MemberRoles {
  const change = async (how: 'put' | 'delete', ...[guildId, userId, roleId]: [string, string, string]) => {
    try {
      await rest[how](Routes.guildMemberRole(guildId, userId, roleId), { reason: 'Prize of a challenge' });
      return 'done';
    } catch (error) {
      const result = error instanceof DiscordAPIError ? RESULTS[error.code] : undefined;
      if (result === undefined) throw error;
      return result;
    }
  };
  return {
    give: (guildId, userId, roleId) => change('put', guildId, userId, roleId),
    take: (guildId, userId, roleId) => change('delete', guildId, userId, roleId),
  };
}

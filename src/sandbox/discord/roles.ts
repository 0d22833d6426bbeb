import type { RoleOptions, SandboxRole } from './model.ts';
import { BOT_PERMISSIONS, MEMBER_PERMISSIONS } from './permissions.ts';
import type { World } from './world.ts';

export interface GuildRoles {
  readonly all: SandboxRole[];
  readonly botRole: SandboxRole;
  add(name: string, options?: RoleOptions): SandboxRole;
}

/** The roles of a new guild: @everyone, which bears the guild's id, and the bot's own. */
export function createRoles(world: World, guildId: string): GuildRoles {
  const everyone: SandboxRole = {
    id: guildId,
    name: '@everyone',
    position: 0,
    permissions: MEMBER_PERMISSIONS,
    managed: false,
    mentionable: false,
  };
  const botRole: SandboxRole = {
    id: world.snowflake(),
    name: 'Sandbox bot',
    position: 1,
    permissions: BOT_PERMISSIONS,
    managed: true,
    mentionable: false,
  };
  const all = [everyone, botRole];
  return {
    all,
    botRole,
    add(name, { position, permissions = 0n, mentionable = true } = {}) {
      const top = Math.max(...all.map((role) => role.position));
      const id = world.snowflake();
      const role = { id, name, position: position ?? top + 1, permissions, managed: false, mentionable };
      all.push(role);
      return role;
    },
  };
}

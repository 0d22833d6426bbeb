import { type BaseInteraction, PermissionFlagsBits } from 'discord.js';
import { orderingMember } from '../../src/discord/asking-member.ts';
import { ExpectedError } from '../../src/lib/errors.ts';
import type { GuildSettings } from '../../src/moderation/guild-settings.ts';
import type { SettingsStore } from '../../src/moderation/settings-store.ts';

type Used = Pick<BaseInteraction<'raw' | 'cached'>, 'user' | 'member' | 'memberPermissions' | 'guildId'> & {
  guildId: string;
};

/** The host who uses a command, button or form: checked already. */
export interface Host {
  userId: string;
  guildId: string;
  house: GuildSettings;
}

/**
 * Who runs challenges: members of the role that the server named for it, where it named none those with Manage Events, and
 * those with Manage Server.
 * @throws ExpectedError for everybody else
 */
export async function requireHost(settings: Pick<SettingsStore, 'of'>, used: Used): Promise<Host> {
  const house = await settings.of(used.guildId);
  const { hostRoleId } = house;
  if (isHost(house, used)) return { userId: used.user.id, guildId: used.guildId, house };
  const who = hostRoleId === undefined ? 'members with Manage Events' : `members with <@&${hostRoleId}>`;
  throw new ExpectedError(
    'not-host',
    `This is for hosts of challenges: ${who}. Ask somebody who manages this server for that.`,
  );
}

/** The same, without a refusal. */
export function isHost(
  { hostRoleId }: Pick<GuildSettings, 'hostRoleId'>,
  used: Omit<Used, 'guildId'>,
): boolean {
  const { roleIds, managesGuild } = orderingMember(used);
  if (managesGuild) return true;
  return hostRoleId === undefined
    ? (used.memberPermissions?.has(PermissionFlagsBits.ManageEvents) ?? false)
    : roleIds.includes(hostRoleId);
}

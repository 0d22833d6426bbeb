import type { MessageComponentInteraction } from 'discord.js';
import type { ChallengeField } from '../../src/challenges/editable.ts';
import type { Phase } from '../../src/challenges/phases.ts';
import { orderingMember } from '../../src/discord/asking-member.ts';
import { ANNOUNCEMENT_CHANNELS } from '../../src/discord/challenges/panel-text-page.ts';
import {
  prizeRoleProblem,
  requireGivable,
  requirePingable,
} from '../../src/discord/challenges/role-rights.ts';
import type { Directory } from '../../src/discord/directory.ts';
import { ExpectedError } from '../../src/lib/errors.ts';

/**
 * What was picked from a menu of a challenge's panel.
 * @throws ExpectedError for channels and roles that will not do, or that this host may not give or ping
 */
export async function pickedForPanel(
  interaction: MessageComponentInteraction<'raw' | 'cached'>,
  field: ChallengeField,
  phase: Phase,
  directory: Pick<Directory, 'guild' | 'member' | 'ownId'>,
): Promise<readonly string[]> {
  if (!interaction.isAnySelectMenu()) throw new Error('the panel has no button for this');
  if (interaction.isChannelSelectMenu()) {
    const { values, channels } = interaction;
    const fits = values.every((id) => ANNOUNCEMENT_CHANNELS.some((type) => type === channels.get(id)?.type));
    if (!fits) throw new ExpectedError('setting', 'Pick a text channel, a forum or a thread of this server.');
  }
  if (!interaction.isRoleSelectMenu()) return interaction.values;
  const { guildId, values } = interaction;
  if (values.includes(guildId)) {
    throw new ExpectedError('setting', 'That is everybody’s role: pick another, or none.');
  }
  if (field === 'prizes' || field === 'pingRoleId') {
    const guild = await directory.guild(guildId);
    if (!guild)
      throw new ExpectedError('no-guild', 'I cannot look this server up: am I still a member of it?');
    const host = orderingMember(interaction);
    for (const roleId of values) {
      if (field === 'pingRoleId') requirePingable(guildId, guild, host, roleId);
      else {
        requireGivable(guildId, guild, host, roleId);
        // Of a draft that is looked at when it is published.
        if (phase !== 'draft') await requireGiving(guildId, guild, directory, roleId);
      }
    }
  }
  return values;
}

async function requireGiving(
  guildId: string,
  guild: NonNullable<Awaited<ReturnType<Directory['guild']>>>,
  directory: Pick<Directory, 'member' | 'ownId'>,
  roleId: string,
): Promise<void> {
  const own = await directory.member(guildId, await directory.ownId());
  const problem = own ? prizeRoleProblem(guildId, guild, own, roleId) : 'I am not in this server as a bot.';
  if (problem !== undefined) throw new ExpectedError('role', problem);
}

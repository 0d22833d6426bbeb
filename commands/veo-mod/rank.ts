import type { Directory } from '../../src/discord/directory.ts';
import { ExpectedError } from '../../src/lib/errors.ts';
import { type MayAct, mayActOn } from '../../src/moderation/hierarchy.ts';
import type { Moderator } from './group.ts';

/**
 * Refuses deeds on those who stand as high as the moderator, or higher.
 * @throws ExpectedError
 */
export async function requireRank(
  directory: Pick<Directory, 'guild' | 'member'>,
  { guildId, userId, roleIds }: Pick<Moderator, 'guildId' | 'userId' | 'roleIds'>,
  targetId: string,
): Promise<void> {
  const guild = await directory.guild(guildId);
  if (!guild) throw new ExpectedError('no-guild', 'I cannot look this server up: am I still a member of it?');
  const target = await directory.member(guildId, targetId);
  const acted = { userId: targetId, bot: target?.bot ?? false, roleIds: target?.roleIds };
  const verdict = mayActOn(guild, { userId, roleIds }, acted);
  if (verdict !== 'yes') throw new ExpectedError('rank', REFUSALS[verdict]);
}

const REFUSALS: Record<Exclude<MayAct, 'yes'>, string> = {
  self: 'That is you yourself: ask another moderator.',
  bot: 'That is a bot, and makes no videos.',
  owner: 'That is the owner of this server: nobody can act on them.',
  'not-below':
    'That member has a role as high as your highest, or higher: ask somebody who stands above them.',
};

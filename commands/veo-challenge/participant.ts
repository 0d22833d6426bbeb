import type { BaseInteraction } from 'discord.js';
import type { Participant } from '../../src/challenges/entry-rules.ts';
import { orderingMember } from '../../src/discord/asking-member.ts';
import type { BlockStore } from '../../src/moderation/block.ts';

type Used = Pick<BaseInteraction<'raw' | 'cached'>, 'user' | 'member' | 'memberPermissions'> & {
  guildId: string;
};

/** Who enters or votes, as Discord vouches for them with the interaction, and as far as moderators have blocked them. */
export async function participantOf(
  blocks: Pick<BlockStore, 'active'>,
  used: Used,
  now: number,
): Promise<Participant> {
  const { userId, roleIds, joinedAt } = orderingMember(used);
  const block = await blocks.active(used.guildId, userId, now);
  const accountCreatedAt = used.user.createdTimestamp;
  return { userId, roleIds, joinedAt, accountCreatedAt, blocked: block !== undefined };
}

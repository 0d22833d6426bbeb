import { type BaseInteraction, PermissionFlagsBits } from 'discord.js';
import type { Challenge } from '../../src/challenges/challenge.ts';
import { orderingMember } from '../../src/discord/asking-member.ts';
import { seesChannel } from '../../src/discord/channel-sight.ts';
import type { Directory } from '../../src/discord/directory.ts';
import { ExpectedError } from '../../src/lib/errors.ts';

export interface SightOptions {
  directory: Pick<Directory, 'guild' | 'channel'>;
}

/** Who uses a command, button or form, and where. */
export type Looking = Pick<
  BaseInteraction<'raw' | 'cached'>,
  'user' | 'member' | 'memberPermissions' | 'channelId'
> & { guildId: string };

type Placed = Pick<Challenge, 'channelId'> & Partial<Pick<Challenge, 'threadId'>>;

/** Of the three seconds that Discord waits for an answer, which may be a form and so cannot be put off. */
const LOOKUP_MAX_MS = 1_500;

/**
 * Those of a server's challenges whose channels a member sees: to everybody else a challenge is as if there were none. Discord
 * is asked, and remembered for a minute; not for whoever is in the channel already, as most are who enter and vote, nor for
 * administrators.
 * @throws ExpectedError when Discord does not tell in time. It is refused then, and not shown: what was told by mistake cannot
 * be taken back, while whoever may see it can try again, or go into the channel, where nothing has to be looked up.
 */
export async function inSight<T extends Placed>(
  { directory }: SightOptions,
  looking: Looking,
  challenges: readonly T[],
): Promise<T[]> {
  if (looking.memberPermissions?.has(PermissionFlagsBits.Administrator)) return [...challenges];
  const member = orderingMember(looking);
  const elsewhere = challenges.filter((one) => !isIn(looking, one)).map(({ channelId }) => channelId);
  const lookups = [...new Set(elsewhere)].map(async (channelId) => {
    const isSeen = await seesChannel(directory, looking.guildId, member, channelId);
    return isSeen ? [channelId] : [];
  });
  const seen = (await inTime(Promise.all(lookups))).flat();
  return challenges.filter((one) => isIn(looking, one) || seen.includes(one.channelId));
}

/** @throws ExpectedError where it is not in sight, as if it were not there */
export async function requireInSight(
  options: SightOptions,
  looking: Looking,
  challenge: Placed,
): Promise<void> {
  const seen = await inSight(options, looking, [challenge]);
  if (seen.length === 0) throw unknownChallenge();
}

/** For everything that there is not, as far as its asker can see. */
export const unknownChallenge = (): ExpectedError =>
  new ExpectedError(
    'no-such-challenge',
    'I do not know this challenge here: `/veo-challenge info` shows those there are.',
  );

const isIn = ({ channelId }: Looking, challenge: Placed): boolean =>
  channelId !== null && (channelId === challenge.channelId || channelId === challenge.threadId);

/** A limit for waiting on the network: by real time, like that of a request. */
async function inTime<T>(answer: Promise<T>): Promise<T> {
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('no answer in time')), LOOKUP_MAX_MS);
  try {
    return await Promise.race([answer, tooLate]);
  } catch (cause) {
    throw new ExpectedError(
      'sight-unknown',
      'Discord does not tell me at the moment what you can see here: try again in a minute, or use this in the channel of the challenge.',
      { cause },
    );
  } finally {
    clearTimeout(timer);
  }
}

import type { Challenge } from '../challenges/challenge.ts';
import { takesEntries } from '../challenges/entry-rules.ts';
import { EVERYBODY, seesChannel } from '../discord/channel-sight.ts';
import { isThread } from '../discord/permissions.ts';
import type { Contest } from '../discord/result-message.ts';
import type { Job } from '../jobs/job.ts';
import { errorText } from '../lib/errors.ts';
import type { WorkerContext } from './context.ts';

type ContestContext = Pick<WorkerContext, 'challenges' | 'clock' | 'directory' | 'logger'>;

/**
 * What challenges of its server have to do with a video at this moment.
 * @param channelId where this is told
 */
export async function contestOf(context: ContestContext, job: Job, channelId: string): Promise<Contest> {
  const { challenges, clock } = context;
  const now = clock.now();
  const open = await challenges.ofGuild(job.guildId, ['open'], OPEN_MAX);
  const madeFor = job.challengeId === undefined ? undefined : await challenges.find(job.challengeId);
  return {
    madeFor: madeFor && {
      id: madeFor.id,
      title: (await mayBeNamed(context, madeFor, channelId)) ? madeFor.title : undefined,
    },
    isOpen: open.some((challenge) => takesEntries(challenge, now)),
  };
}

const OPEN_MAX = 25;

/** Whether all who see a channel see the challenge. Where Discord does not tell, it is not named: the video does not wait. */
async function mayBeNamed(
  { directory, logger }: ContestContext,
  { id: challengeId, guildId, channelId, threadId }: Challenge,
  placeId: string,
): Promise<boolean> {
  if (placeId === channelId || placeId === threadId) return true;
  try {
    if (await seesChannel(directory, guildId, EVERYBODY, channelId)) return true;
    const place = await directory.channel(placeId);
    return place !== undefined && isThread(place.type) && place.parentId === channelId;
  } catch (error) {
    logger.info({ challengeId, guildId, reason: errorText(error) }, 'who sees a challenge is not known');
    return false;
  }
}

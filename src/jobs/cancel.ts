import type { Clock } from '../lib/clock.ts';
import { ExpectedError } from '../lib/errors.ts';
import type { Job } from './job.ts';
import type { JobStore } from './job-store.ts';
import { isFinal, type JobState } from './states.ts';

/** In the order in which a job passes through them. Once Scenario has the order nothing stops it. */
const CANCELLABLE_STATES = ['held', 'queued'] as const satisfies readonly JobState[];

const cancellable: readonly JobState[] = CANCELLABLE_STATES;
/** Whether a member can still cancel: there is no use in offering it otherwise. */
export const isCancellable = (state: JobState): boolean => cancellable.includes(state);

/** Who asks, as the platform vouches for it at this moment. */
export interface Actor {
  userId: string;
  guildId: string;
  /** May remove other people's messages in this channel. */
  managesMessages: boolean;
}

/**
 * Cancels a waiting job and gives its quota back.
 * @throws ExpectedError when it is not the actor's to cancel, or not possible any more
 */
export async function cancelJob(
  store: Pick<JobStore, 'find' | 'move'>,
  clock: Clock,
  jobId: number,
  actor: Actor,
): Promise<Job> {
  const job = await store.find(jobId);
  if (!job || job.guildId !== actor.guildId) {
    throw new ExpectedError('no-such-job', 'I do not know this video any more.');
  }
  if (job.userId !== actor.userId && !actor.managesMessages) {
    throw new ExpectedError(
      'not-yours',
      `Only <@${job.userId}> or a member with Manage Messages can cancel this video.`,
    );
  }
  // A held job may be let into the queue meanwhile, never the other way round.
  for (const from of CANCELLABLE_STATES) {
    const cancelled = await store.move(jobId, { from, to: 'cancelled', at: clock.now() });
    if (cancelled) return cancelled;
  }
  const now = await store.find(jobId);
  throw isFinal(now?.state ?? 'cancelled')
    ? new ExpectedError('already-ended', 'This video has already ended: there is nothing left to cancel.')
    : new ExpectedError(
        'already-at-scenario',
        'Scenario already works on this video, and cannot stop once it has begun: it will be posted when it is done.',
      );
}

import type { Clock } from '../lib/clock.ts';
import { ExpectedError } from '../lib/errors.ts';
import type { Job } from './job.ts';
import type { JobStore } from './job-store.ts';

/**
 * Lets a video that could not be posted be posted once more. Its quota stays as it is: given back.
 * @param channelId where to try first; where it was tried before when absent
 * @throws ExpectedError when there is nothing (more) to post
 */
export async function deliverAgain(
  store: Pick<JobStore, 'find' | 'move'>,
  clock: Clock,
  job: Job,
  channelId?: string,
): Promise<Job> {
  requireUndelivered(job);
  const moved = await store.move(job.id, {
    from: 'undeliverable',
    to: 'delivering',
    at: clock.now(),
    // Smaller copies are made anew: those for the earlier try are gone.
    changes: { fitted: null, fits: 0, ...(channelId === undefined ? {} : { resultChannelId: channelId }) },
  });
  if (moved) return moved;
  const now = await store.find(job.id);
  if (now) requireUndelivered(now);
  throw new ExpectedError('no-such-job', 'I do not know this video any more.');
}

function requireUndelivered({ state, removedAt, purgedAt }: Job): void {
  if (removedAt !== undefined || purgedAt !== undefined) {
    throw new ExpectedError('video-removed', 'This video was removed: it cannot be posted any more.');
  }
  switch (state) {
    case 'undeliverable':
      return;
    case 'delivering':
    case 'fitting':
      throw new ExpectedError('under-way', 'I am posting this video already: it follows shortly.');
    case 'delivered':
      throw new ExpectedError('already-posted', 'This video was posted already: look further down.');
    default:
      throw new ExpectedError('nothing-to-post', 'There is no finished video to post here.');
  }
}

import type { Poster } from '../../src/discord/poster.ts';
import { firstStillThere, type ShownMessage, shownMessages } from '../../src/discord/shown-messages.ts';
import type { Job } from '../../src/jobs/job.ts';
import type { ResultCopyStore } from '../../src/jobs/result-copies.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { unlessItTakes } from './unless-it-takes.ts';

export interface HistoryLinksOptions {
  copies: Pick<ResultCopyStore, 'ofJob'>;
  poster: Pick<Poster, 'lookFor'>;
  clock: Clock;
}

/** The list is waited for: what is not found in so long leads to where it was delivered. */
const LOOK_MS = 1_000;

/**
 * Where videos that were posted again are to be seen now, by their numbers: the first message of one may be gone. Of others
 * there is nothing to choose from.
 */
export async function shownNow(
  { copies, poster, clock }: HistoryLinksOptions,
  jobs: readonly Job[],
): Promise<ReadonlyMap<number, ShownMessage>> {
  const found = new Map<number, ShownMessage>();
  const look = async (job: Job): Promise<void> => {
    const messages = await shownMessages(copies, job);
    const there = messages.length > 1 ? await firstStillThere(poster, messages) : undefined;
    if (there) found.set(job.id, there);
  };
  // A list without one of its links is better than none.
  await unlessItTakes(LOOK_MS, clock, Promise.allSettled(jobs.map(look)));
  return found;
}

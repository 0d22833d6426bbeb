import type { Job } from '../jobs/job.ts';
import { errorText } from '../lib/errors.ts';
import { type Loop, startLoop } from '../lib/loop.ts';
import type { WorkerContext } from './context.ts';
import type { Runner, StepOutcome } from './outcome.ts';
import { PictureError, type PictureFetcher } from './pictures.ts';

const RETRY_MS = 20_000;
const BATCH = 20;

/**
 * Fetches the pictures of waiting and held jobs soon after they were ordered: Discord's links die within a day, and a picture that
 * cannot be used is better known at once than when the job's turn comes.
 */
export function startPictureLoop(
  { store, clock, logger }: WorkerContext,
  runner: Runner,
  pictures: PictureFetcher,
): Loop {
  return startLoop({
    name: 'pictures',
    clock,
    logger,
    turn: async (signal) => {
      const jobs = await store.withPicturesToFetch(clock.now(), BATCH);
      for (const job of jobs) {
        if (signal.aborted) return 0;
        // One whose turn came meanwhile fetches its own pictures.
        if (job.state !== 'queued' && job.state !== 'held') {
          await store.postponePictures(job.id, clock.now() + RETRY_MS);
          continue;
        }
        try {
          await pictures.fetch(job, signal);
        } catch (error) {
          if (error instanceof PictureError) {
            await runner.apply(job, undefined, outcomeOf(job, error));
          } else {
            logger.warn({ jobId: job.id, reason: errorText(error) }, 'a picture could not be fetched yet');
            await store.postponePictures(job.id, clock.now() + RETRY_MS);
          }
        }
      }
      return jobs.length === BATCH ? 0 : RETRY_MS;
    },
  });
}

/** A held job was never admitted: it cannot fail, only be turned down. */
const outcomeOf = ({ state }: Job, { failure }: PictureError): StepOutcome =>
  state === 'held'
    ? { kind: 'done', to: 'denied', changes: { failure } }
    : { kind: 'gave-up', to: 'failed', failure };

import type { FailureCode, Job } from '../jobs/job.ts';
import { errorText } from '../lib/errors.ts';
import { type Loop, startLoop } from '../lib/loop.ts';
import type { RemoteJob } from '../scenario/wire.ts';
import type { WorkerContext } from './context.ts';
import type { Runner } from './outcome.ts';
import { adoption, findRemoteJob } from './resolve-unknown.ts';

const EVERY_MS = 5 * 60_000;
const WATCHED_FOR_MS = 24 * 3_600_000;
const MAY_STILL_SHOW_UP: FailureCode[] = ['submit-lost', 'generation-timeout'];

/**
 * Looks for jobs that were given up but show up at Scenario after all, and has them delivered: they were paid for. Their
 * quota was given back and stays so.
 */
export function startLateLoop(context: WorkerContext, runner: Runner): Loop {
  const { store, clock, logger } = context;
  return startLoop({
    name: 'late',
    clock,
    logger,
    turn: async (signal) => {
      for (const job of await store.failedSince(MAY_STILL_SHOW_UP, clock.now() - WATCHED_FOR_MS)) {
        if (signal.aborted) break;
        try {
          const found = await lookFor(context, job);
          if (found) await runner.apply(job, undefined, adoption(found));
        } catch (error) {
          logger.warn({ jobId: job.id, reason: errorText(error) }, 'a given-up job could not be looked for');
        }
      }
      return EVERY_MS;
    },
  });
}

async function lookFor(context: WorkerContext, job: Job): Promise<RemoteJob | undefined> {
  if (job.remoteId === undefined) return findRemoteJob(context, job);
  const remote = await context.scenario.job(job.remoteId);
  return remote?.status === 'success' ? remote : undefined;
}

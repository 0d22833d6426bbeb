import type { Job } from '../jobs/job.ts';
import { isDiskFull } from '../lib/disk-full.ts';
import { errorText } from '../lib/errors.ts';
import type { Loop } from '../lib/loop.ts';
import { startPool } from '../lib/pool.ts';
import { generalTrouble } from '../scenario/errors.ts';
import type { WorkerContext } from './context.ts';
import { leaseFor, STOP_GRACE_MS } from './lease.ts';
import type { RetryPolicy, Runner, StepOutcome } from './outcome.ts';
import { bringVideo } from './video-files.ts';

const CONCURRENCY = 2;
const IDLE_MS = 5_000;
/** The link is asked for up to four times, then the download has its own limit. */
const LEASE_MS = 20 * 60_000;
/** Scenario keeps the video: nothing is lost by waiting for room. */
const DISK_FULL_PAUSE_MS = 60_000;
/** While Scenario cannot be reached, or does not accept the keys: the same holds. */
const TROUBLE_PAUSE_MS = 30_000;

const RETRY: RetryPolicy = {
  backoff: { baseMs: 2_000, maxMs: 5 * 60_000 },
  maxAttempts: 20,
  exhausted: (detail) => ({ kind: 'gave-up', to: 'failed', failure: { code: 'download-failed', detail } }),
};

/** Brings finished videos from Scenario to the disk. */
export function startFetchPool(context: WorkerContext, runner: Runner): Loop {
  const { store, clock, logger } = context;
  return startPool({
    name: 'fetch',
    clock,
    logger,
    concurrency: CONCURRENCY,
    idleMs: IDLE_MS,
    graceMs: STOP_GRACE_MS,
    claim: () => store.claimDue('fetching', leaseFor(LEASE_MS, context), clock.now()),
    work: async ({ job, token }, signal) => {
      await runner.apply(job, token, await fetchVideo(context, job, signal), RETRY);
    },
  });
}

async function fetchVideo(context: WorkerContext, job: Job, signal: AbortSignal): Promise<StepOutcome> {
  try {
    const { path, bytes } = await bringVideo(context, job.assetId ?? '', signal);
    context.standstill.end('fetching');
    return { kind: 'done', to: 'delivering', changes: { video: { path, bytes } } };
  } catch (error) {
    if (signal.aborted) return { kind: 'not-yet', waitMs: 0 };
    if (isDiskFull(error)) {
      context.standstill.note('fetching', 'disk');
      context.logger.warn({ jobId: job.id, reason: errorText(error) }, 'a video waits for room on the disk');
      return { kind: 'not-yet', waitMs: DISK_FULL_PAUSE_MS };
    }
    const trouble = generalTrouble(error);
    if (trouble) {
      context.standstill.note('fetching', trouble);
      context.logger.warn({ jobId: job.id, reason: errorText(error) }, 'a video cannot be asked for now');
      return { kind: 'not-yet', waitMs: TROUBLE_PAUSE_MS };
    }
    context.standstill.end('fetching');
    return { kind: 'retry', reason: errorText(error) };
  }
}

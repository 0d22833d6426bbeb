import { join } from 'node:path';
import type { Job } from '../jobs/job.ts';
import type { VideoOnDisk } from '../jobs/library.ts';
import { isDiskFull } from '../lib/disk-full.ts';
import { errorText } from '../lib/errors.ts';
import type { Loop } from '../lib/loop.ts';
import { startPool } from '../lib/pool.ts';
import type { WorkerContext } from './context.ts';
import { fittedPath, removeFittedFile } from './fitted-files.ts';
import { leaseFor, STOP_GRACE_MS } from './lease.ts';
import type { Runner, StepOutcome } from './outcome.ts';
import { MAX_FITS } from './showing.ts';

/** A copy costs all processors for some seconds. */
const CONCURRENCY = 1;
const IDLE_MS = 5_000;
/** Far longer than one takes with its wait for a turn. */
const LEASE_MS = 2 * 3_600_000;

/** The video itself is on the disk: nothing is lost by waiting for room for its copy. */
const DISK_FULL_PAUSE_MS = 60_000;

/** Without one, the link comes next. */
const NO_COPY: StepOutcome = { kind: 'done', to: 'delivering', changes: { fits: MAX_FITS, fitted: null } };

/** Makes smaller copies of videos that are too large for their servers. */
export function startFitPool(context: WorkerContext, runner: Runner): Loop {
  const { store, clock, logger } = context;
  return startPool({
    name: 'fit',
    clock,
    logger,
    concurrency: CONCURRENCY,
    idleMs: IDLE_MS,
    graceMs: STOP_GRACE_MS,
    claim: () => store.claimDue('fitting', leaseFor(LEASE_MS, context), clock.now()),
    work: async ({ job, token }, signal) => {
      const moved = await runner.apply(job, token, await makeCopy(context, job, signal));
      // The copy before this one was refused.
      if (moved?.state === 'delivering' && moved.fitted?.path !== job.fitted?.path) {
        await removeFittedFile(context, job);
      }
    },
  });
}

async function makeCopy(context: WorkerContext, job: Job, signal: AbortSignal): Promise<StepOutcome> {
  const { uploadLimits, videos, logger } = context;
  let limitBytes: number;
  let video: VideoOnDisk;
  try {
    limitBytes = await uploadLimits.ofJob(job).aim();
    video = await videos.fileOf(job, signal);
  } catch (error) {
    if (signal.aborted) return { kind: 'not-yet', waitMs: 0 };
    // The delivery asks for the same, and knows what to make of it.
    logger.info({ jobId: job.id, reason: errorText(error) }, 'a video cannot be made smaller now');
    return { kind: 'done', to: 'delivering' };
  }
  // The server was boosted meanwhile.
  if (video.bytes <= limitBytes) return { kind: 'done', to: 'delivering' };
  try {
    return await encode(context, job, video, limitBytes, signal);
  } catch (error) {
    if (signal.aborted) return { kind: 'not-yet', waitMs: 0 };
    const about = { jobId: job.id, reason: errorText(error) };
    if (isDiskFull(error)) {
      logger.warn(about, 'a smaller copy waits for room on the disk');
      return { kind: 'not-yet', waitMs: DISK_FULL_PAUSE_MS };
    }
    logger.warn(about, 'making a video smaller failed');
    return { kind: 'done', to: 'delivering', changes: { fits: job.fits + 1, fitted: null } };
  }
}

async function encode(
  { encoder, dataDir, logger }: WorkerContext,
  job: Job,
  video: VideoOnDisk,
  limitBytes: number,
  signal: AbortSignal,
): Promise<StepOutcome> {
  const fits = job.fits + 1;
  const path = fittedPath(`${job.id}-${fits}`);
  const source = { path: video.absolutePath, facts: video };
  const result = await encoder.fit(source, limitBytes, join(dataDir, path), signal);
  switch (result.kind) {
    case 'fitted': {
      const { bytes, width, height } = result;
      logger.info({ jobId: job.id, from: video.bytes, bytes, width, height }, 'a video was made smaller');
      return { kind: 'done', to: 'delivering', changes: { fits, fitted: { path, bytes } } };
    }
    case 'impossible':
      logger.info({ jobId: job.id, limitBytes, reason: result.reason }, 'a video cannot be made smaller');
      return NO_COPY;
  }
}

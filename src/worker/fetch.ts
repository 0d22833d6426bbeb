import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Job, VideoFile } from '../jobs/job.ts';
import { download } from '../lib/download.ts';
import { errorText } from '../lib/errors.ts';
import type { Loop } from '../lib/loop.ts';
import { startPool } from '../lib/pool.ts';
import { probeVideo } from '../media/probe-video.ts';
import type { WorkerContext } from './context.ts';
import { leaseFor, STOP_GRACE_MS } from './lease.ts';
import type { RetryPolicy, Runner, StepOutcome } from './outcome.ts';

const CONCURRENCY = 2;
const IDLE_MS = 5_000;
const LEASE_MS = 10 * 60_000;
/** Far more than Veo makes of 8 seconds. */
const VIDEO_MAX_BYTES = 1_024 * 1_024 * 1_024;
const MAX_REDIRECTIONS = 3;

const RETRY: RetryPolicy = {
  backoff: { baseMs: 2_000, maxMs: 5 * 60_000 },
  maxAttempts: 20,
  exhausted: (detail) => ({ kind: 'gave-up', to: 'failed', failure: { code: 'download-failed', detail } }),
};

/** Where a job's video lies, relative to the data directory. */
const videoPath = (jobId: number): string => join('videos', `${jobId}.mp4`);

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

async function fetchVideo(
  { scenario, dataDir }: WorkerContext,
  job: Job,
  signal: AbortSignal,
): Promise<StepOutcome> {
  try {
    // The link is temporary and signed: it is asked for when it is needed, and kept nowhere.
    const asset = await scenario.asset(job.assetId ?? '');
    const video: VideoFile = { path: videoPath(job.id), bytes: 0 };
    const path = join(dataDir, video.path);
    video.bytes = await download({
      url: asset.url,
      path,
      maxBytes: VIDEO_MAX_BYTES,
      expectedBytes: asset.bytes,
      maxRedirections: MAX_REDIRECTIONS,
      signal,
    });
    await probeVideo(path).catch(async (error: unknown) => {
      await rm(path, { force: true });
      throw error;
    });
    return { kind: 'done', to: 'delivering', changes: { video } };
  } catch (error) {
    if (signal.aborted) return { kind: 'not-yet', waitMs: 0 };
    return { kind: 'retry', reason: errorText(error) };
  }
}

import type { FailureCode, Job } from '../jobs/job.ts';
import { errorText } from '../lib/errors.ts';
import { type Loop, startLoop } from '../lib/loop.ts';
import type { RemoteJob } from '../scenario/wire.ts';
import type { WorkerContext } from './context.ts';
import type { Runner } from './outcome.ts';
import { adoption, findRemoteJob, lookBackTo, remoteJobsSince } from './resolve-unknown.ts';
import { bringVideo } from './video-files.ts';

const EVERY_MS = 5 * 60_000;
const WATCHED_FOR_MS = 24 * 3_600_000;
const MAY_STILL_SHOW_UP: FailureCode[] = ['submit-lost', 'generation-timeout'];

/**
 * Looks for jobs that were given up but show up at Scenario after all, or can be fetched after all, and has them delivered:
 * they were paid for. Their quota was given back and stays so.
 */
export function startLateLoop(context: WorkerContext, runner: Runner): Loop {
  const { store, clock, logger } = context;
  return startLoop({
    name: 'late',
    clock,
    logger,
    turn: async (signal) => {
      const since = clock.now() - WATCHED_FOR_MS;
      await adoptShownUp(context, runner, await store.failedSince(MAY_STILL_SHOW_UP, since), signal);
      await adoptFetchable(context, runner, await store.failedSince(['download-failed'], since), signal);
      return EVERY_MS;
    },
  });
}

async function adoptShownUp(
  context: WorkerContext,
  runner: Runner,
  givenUp: readonly Job[],
  signal: AbortSignal,
): Promise<void> {
  const lost = givenUp.filter(({ remoteId }) => remoteId === undefined);
  const listed = await listFor(context, lost);
  for (const job of givenUp) {
    if (signal.aborted) return;
    try {
      const found = await lookFor(context, job, listed);
      if (found) await runner.apply(job, undefined, adoption(found));
    } catch (error) {
      context.logger.warn(
        { jobId: job.id, reason: errorText(error) },
        'a given-up job could not be looked for',
      );
    }
  }
}

/** Scenario's list, read once for all lost orders; empty when it could not be read. */
async function listFor(context: WorkerContext, lost: readonly Job[]): Promise<RemoteJob[]> {
  if (lost.length === 0) return [];
  try {
    return await remoteJobsSince(context, Math.min(...lost.map(lookBackTo)));
  } catch (error) {
    const details = { lost: lost.length, reason: errorText(error) };
    context.logger.warn(details, 'lost orders could not be looked for');
    return [];
  }
}

async function lookFor(
  context: WorkerContext,
  job: Job,
  listed: readonly RemoteJob[],
): Promise<RemoteJob | undefined> {
  if (job.remoteId === undefined) return findRemoteJob(context, job, listed);
  const remote = await context.scenario.job(job.remoteId);
  return remote?.status === 'success' ? remote : undefined;
}

/**
 * Fetches videos by way of trial, so that a job moves only when its own fetching will go well. The first failure ends the
 * turn, and chance decides who is next, so that one that can never be fetched does not keep the others waiting.
 */
async function adoptFetchable(
  context: WorkerContext,
  runner: Runner,
  failed: readonly Job[],
  signal: AbortSignal,
): Promise<void> {
  const { clock, random, scenario, logger } = context;
  // Counted from when they were done.
  const left = failed.filter(({ generatedAt = 0 }) => clock.now() - generatedAt < WATCHED_FOR_MS);
  while (left.length > 0 && !signal.aborted) {
    const [job] = left.splice(random.integer(0, left.length - 1), 1);
    if (!job) return;
    try {
      await bringVideo(context, job.assetId ?? '', signal);
      const remote = job.remoteId === undefined ? undefined : await scenario.job(job.remoteId, signal);
      if (remote?.status === 'success') await runner.apply(job, undefined, adoption(remote));
    } catch (error) {
      logger.warn({ jobId: job.id, reason: errorText(error) }, 'a video can still not be fetched');
      return;
    }
  }
}

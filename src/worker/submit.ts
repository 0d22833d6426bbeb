import type { Job } from '../jobs/job.ts';
import { slotsOf } from '../jobs/job.ts';
import { backoffMs } from '../lib/backoff.ts';
import { isDiskFull } from '../lib/disk-full.ts';
import { errorText } from '../lib/errors.ts';
import type { Loop } from '../lib/loop.ts';
import { startPool } from '../lib/pool.ts';
import { isSafetyRefusal, ScenarioError } from '../scenario/errors.ts';
import { priceKey } from '../veo/price-key.ts';
import { veoRequestBody } from '../veo/request-body.ts';
import { createConcurrencyCeiling } from './concurrency-ceiling.ts';
import type { WorkerContext } from './context.ts';
import { leaseFor, STOP_GRACE_MS } from './lease.ts';
import type { Runner, StepOutcome } from './outcome.ts';
import { PictureError, type PictureFetcher } from './pictures.ts';
import { type Assets, createPictureUploads } from './upload-pictures.ts';

const CONCURRENCY = 4;
const IDLE_MS = 2_000;
/** Fetching and uploading five pictures, then the order itself. */
const LEASE_MS = 5 * 60_000;
const MAX_TURNS_IN_VAIN = 5;
/** After a 429 that named no time. */
const BUSY_PAUSE_MS = 10_000;
/** Wrong keys are the operator's to mend; until then nothing is ordered and nothing lost. */
const BAD_KEYS_PAUSE_MS = 60_000;
const UNREACHABLE_BACKOFF = { baseMs: 2_000, maxMs: 60_000 };

/**
 * Takes jobs from the queue as their turns come, uploads their pictures and orders their videos. The row says `submitting`
 * before the order leaves, and an order is never sent twice.
 */
export function startSubmitPool(context: WorkerContext, runner: Runner, pictures: PictureFetcher): Loop {
  const { store, facts, scenario, clock, random, logger, telemetry, caps } = context;
  const uploadPictures = createPictureUploads(context, pictures);
  const ceiling = createConcurrencyCeiling(caps.total);
  let pausedUntil = 0;
  let unreachableInRow = 0;

  const pause = (ms: number) => {
    pausedUntil = Math.max(pausedUntil, clock.now() + ms);
  };
  const backToQueue = (failedAttempt: boolean): StepOutcome => ({
    kind: 'done',
    to: 'queued',
    failedAttempt,
  });

  const preparationFailed = (job: Job, error: unknown): StepOutcome => {
    if (error instanceof PictureError) return { kind: 'gave-up', to: 'failed', failure: error.failure };
    const refusedPicture = error instanceof ScenarioError && error.kind === 'refused' && error.status !== 401;
    const reason = error instanceof ScenarioError ? error.reason : errorText(error);
    logger.warn({ jobId: job.id, err: error }, 'a job could not be prepared');
    if (isDiskFull(error)) {
      pause(BUSY_PAUSE_MS);
      return backToQueue(false);
    }
    if (refusedPicture || job.attempts + 1 >= MAX_TURNS_IN_VAIN) {
      return { kind: 'gave-up', to: 'failed', failure: { code: 'picture-unusable', detail: reason } };
    }
    pause(BUSY_PAUSE_MS);
    return backToQueue(!(error instanceof ScenarioError && error.kind !== 'server'));
  };

  const order = async (job: Job, assets: Assets, signal: AbortSignal): Promise<StepOutcome> => {
    const result = await scenario.submit(veoRequestBody(job.settings, assets), signal);
    if (result.kind !== 'unreachable') unreachableInRow = 0;
    switch (result.kind) {
      case 'accepted': {
        const { remoteId, units } = result;
        if (units === undefined) return { kind: 'done', to: 'generating', changes: { remoteId } };
        await facts.learnPrice(priceKey(job.settings, slotsOf(job)), units, clock.now());
        return {
          kind: 'done',
          to: 'generating',
          changes: { remoteId, costUnits: units },
          spend: { kind: 'charge', units },
        };
      }
      case 'busy': {
        const running = (await store.inState('generating')).length;
        ceiling.refused(running, result.actionLimit, clock.now());
        logger.info({ running, actionLimit: result.actionLimit }, 'Scenario takes no more jobs for now');
        pause(result.retryAfterMs ?? BUSY_PAUSE_MS);
        return backToQueue(false);
      }
      case 'unreachable': {
        unreachableInRow += 1;
        pause(backoffMs(unreachableInRow, random.fraction(), UNREACHABLE_BACKOFF));
        logger.warn({ jobId: job.id, reason: result.reason }, 'Scenario could not be reached');
        return backToQueue(false);
      }
      case 'lost':
        logger.error({ jobId: job.id, reason: result.reason }, 'the answer to an order was lost');
        return { kind: 'done', to: 'unknown' };
      case 'refused':
        return refusedOutcome(result);
    }
  };

  const refusedOutcome = ({ status, reason }: { status: number; reason: string }): StepOutcome => {
    if (status === 401) {
      logger.error({ reason }, 'Scenario does not accept the API key: nothing is ordered until it does');
      pause(BAD_KEYS_PAUSE_MS);
      return backToQueue(false);
    }
    if (isSafetyRefusal(reason)) {
      return { kind: 'gave-up', to: 'blocked', failure: { code: 'blocked', detail: reason } };
    }
    const code = status === 402 || status === 403 ? 'scenario-access' : 'request-refused';
    return { kind: 'gave-up', to: 'failed', failure: { code, detail: reason } };
  };

  const pool = startPool({
    name: 'submit',
    clock,
    logger,
    concurrency: CONCURRENCY,
    idleMs: IDLE_MS,
    graceMs: STOP_GRACE_MS,
    claim: async () => {
      const now = clock.now();
      if (now < pausedUntil) return undefined;
      // What would come of it could not be kept: waiting jobs keep their places.
      if (await context.disk.isLow()) return undefined;
      const lease = leaseFor(LEASE_MS, context);
      const claimed = await store.claimQueued({ ...caps, total: ceiling.current(now) }, lease, now);
      // From the order on, also when this is not the job's first turn.
      if (claimed) telemetry.stageEnded('queued', now - claimed.job.createdAt);
      return claimed;
    },
    work: async ({ job, token }, signal) => {
      let assets: Assets;
      try {
        assets = await uploadPictures(job, signal);
      } catch (error) {
        await runner.apply(job, token, preparationFailed(job, error));
        return;
      }
      const submitting = await runner.apply(job, token, {
        kind: 'done',
        to: 'submitting',
        changes: { submittedAt: clock.now() },
      });
      if (!submitting) return;
      const outcome = await order(submitting, assets, signal);
      if (outcome.kind === 'gave-up') {
        for (const assetId of Object.values(assets)) await facts.forgetUploadedAsset(assetId);
      }
      await runner.apply(submitting, token, outcome);
    },
  });
  return pool;
}

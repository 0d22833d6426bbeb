import type { Job } from '../jobs/job.ts';
import { slotsOf } from '../jobs/job.ts';
import type { ClaimedJob } from '../jobs/job-store.ts';
import { backoffMs } from '../lib/backoff.ts';
import { isDiskFull } from '../lib/disk-full.ts';
import { errorText } from '../lib/errors.ts';
import type { Loop } from '../lib/loop.ts';
import { startPool } from '../lib/pool.ts';
import { isSafetyRefusal, NO_ACCESS, NO_CREDITS, ScenarioError, WRONG_KEYS } from '../scenario/errors.ts';
import { priceKey } from '../veo/price-key.ts';
import { veoRequestBody } from '../veo/request-body.ts';
import { createConcurrencyCeiling } from './concurrency-ceiling.ts';
import type { WorkerContext } from './context.ts';
import { leaseFor, STOP_GRACE_MS } from './lease.ts';
import { createOrderGate, LONG_PAUSE_MS } from './order-gate.ts';
import type { Runner, StepOutcome } from './outcome.ts';
import { PictureError, type PictureFetcher } from './pictures.ts';
import { type Assets, createPictureUploads } from './upload-pictures.ts';

const CONCURRENCY = 4;
const IDLE_MS = 2_000;
/** Fetching and uploading five pictures, then the order itself. */
const LEASE_MS = 15 * 60_000;
/** How often a job's pictures are tried: together about half an hour. */
const MAX_TURNS_IN_VAIN = 12;
const PICTURES_BACKOFF = { baseMs: 10_000, maxMs: 5 * 60_000 };
/** After a 429 that named no time. */
const BUSY_PAUSE_MS = 10_000;

/**
 * Takes jobs from the queue as their turns come, uploads their pictures and orders their videos. The row says `submitting`
 * before the order leaves, and an order is never sent twice.
 */
export function startSubmitPool(context: WorkerContext, runner: Runner, pictures: PictureFetcher): Loop {
  const { store, facts, scenario, clock, random, logger, telemetry, caps, standstill } = context;
  const uploadPictures = createPictureUploads(context, pictures);
  const ceiling = createConcurrencyCeiling(caps.total);
  const gate = createOrderGate(context);
  let atWork = 0;

  const backToQueue: StepOutcome = { kind: 'done', to: 'queued' };

  /** What is wrong with this job's pictures does not concern the others: they go on. */
  const picturesFailed = (job: Job, error: unknown): StepOutcome => {
    const refused = error instanceof ScenarioError && error.kind === 'refused';
    const attempt = job.attempts + 1;
    if (refused || attempt >= MAX_TURNS_IN_VAIN) {
      const detail = error instanceof ScenarioError ? error.reason : errorText(error);
      return { kind: 'gave-up', to: 'failed', failure: { code: 'picture-unusable', detail } };
    }
    const waitMs = backoffMs(attempt, random.fraction(), PICTURES_BACKOFF);
    return { ...backToQueue, failedAttempt: true, waitMs };
  };

  const preparationFailed = (job: Job, error: unknown, signal: AbortSignal): StepOutcome => {
    if (error instanceof PictureError) return { kind: 'gave-up', to: 'failed', failure: error.failure };
    if (signal.aborted) return backToQueue;
    logger.warn({ jobId: job.id, err: error }, 'a job could not be prepared');
    if (isDiskFull(error)) {
      gate.pause(BUSY_PAUSE_MS);
      return backToQueue;
    }
    if (!(error instanceof ScenarioError)) return picturesFailed(job, error);
    if (error.status === WRONG_KEYS || error.status === NO_CREDITS) {
      gate.accountFails(error.status);
      return backToQueue;
    }
    switch (error.kind) {
      case 'unreachable':
        gate.unreachable();
        return backToQueue;
      case 'busy': {
        const { retryAfterMs = BUSY_PAUSE_MS } = error;
        if (retryAfterMs > LONG_PAUSE_MS) return { ...backToQueue, waitMs: retryAfterMs };
        gate.busy(retryAfterMs);
        return backToQueue;
      }
      case 'lost':
      case 'server':
      case 'malformed':
      case 'refused':
        return picturesFailed(job, error);
    }
  };

  const order = async (job: Job, assets: Assets, signal: AbortSignal): Promise<StepOutcome> => {
    const result = await scenario.submit(veoRequestBody(job.settings, assets), signal);
    switch (result.kind) {
      case 'accepted': {
        gate.works();
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
        const { actionLimit, retryAfterMs = BUSY_PAUSE_MS } = result;
        const running = (await store.inState('generating')).length;
        ceiling.refused(running, actionLimit, clock.now());
        logger.info({ running, actionLimit, retryAfterMs }, 'Scenario takes no more jobs for now');
        gate.busy(retryAfterMs);
        return backToQueue;
      }
      case 'unreachable':
        if (signal.aborted) return backToQueue;
        logger.warn({ jobId: job.id, reason: result.reason }, 'Scenario could not be reached');
        gate.unreachable();
        return backToQueue;
      case 'lost':
        logger.error({ jobId: job.id, reason: result.reason }, 'the answer to an order was lost');
        if (!signal.aborted) gate.answerLost();
        return { kind: 'done', to: 'unknown' };
      case 'refused':
        return refusedOutcome(result);
    }
  };

  const refusedOutcome = ({ status, reason }: { status: number; reason: string }): StepOutcome => {
    if (status === WRONG_KEYS) {
      logger.error({ reason }, 'Scenario does not accept the API key: nothing is ordered until it does');
      gate.accountFails(status);
      return backToQueue;
    }
    if (status === NO_CREDITS) {
      logger.error({ reason }, 'no credits are left at Scenario: nothing is ordered until there are');
      gate.accountFails(status);
      return backToQueue;
    }
    gate.works();
    if (isSafetyRefusal(reason)) {
      return { kind: 'gave-up', to: 'blocked', failure: { code: 'blocked', detail: reason } };
    }
    const code = status === NO_ACCESS ? 'scenario-access' : 'request-refused';
    return { kind: 'gave-up', to: 'failed', failure: { code, detail: reason } };
  };

  const prepareAndOrder = async ({ job, token }: ClaimedJob, signal: AbortSignal): Promise<void> => {
    let assets: Assets;
    try {
      assets = await uploadPictures(job, signal);
    } catch (error) {
      await runner.apply(job, token, preparationFailed(job, error, signal));
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
  };

  const pool = startPool({
    name: 'submit',
    clock,
    logger,
    concurrency: CONCURRENCY,
    idleMs: IDLE_MS,
    graceMs: STOP_GRACE_MS,
    claim: async () => {
      if (!(await gate.isOpen(atWork))) return undefined;
      // What would come of it could not be kept: waiting jobs keep their places.
      if (await context.disk.isLow()) {
        standstill.note('ordering', 'disk');
        return undefined;
      }
      standstill.end('ordering', 'disk');
      const now = clock.now();
      const lease = leaseFor(LEASE_MS, context);
      const claimed = await store.claimQueued({ ...caps, total: ceiling.current(now) }, lease, now);
      // From the order on, also when this is not the job's first turn.
      if (claimed) telemetry.stageEnded('queued', now - claimed.job.createdAt);
      return claimed;
    },
    work: async (claimed, signal) => {
      atWork += 1;
      await prepareAndOrder(claimed, signal).finally(() => {
        atWork -= 1;
      });
    },
  });
  return {
    wake: pool.wake,
    stop: () => {
      gate.stop();
      return pool.stop();
    },
  };
}

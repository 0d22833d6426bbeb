import type { Failure, Job } from '../jobs/job.ts';
import type { JobMove, JobStore } from '../jobs/job-store.ts';
import type { JobState } from '../jobs/states.ts';
import { type BackoffOptions, backoffMs } from '../lib/backoff.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { Random } from '../lib/random.ts';
import type { Telemetry } from '../lib/telemetry.ts';

/** How a step on a job ended. Steps only say it; the runner alone changes rows. */
export type StepOutcome =
  /** The job goes on. */
  | ({ kind: 'done'; to: JobState } & Pick<JobMove, 'changes' | 'spend' | 'failedAttempt' | 'waitMs'>)
  /** Nothing went wrong, but it is too early; no attempt is spent. */
  | { kind: 'not-yet'; waitMs: number }
  /** Failed in a way that may pass; an attempt is spent. */
  | { kind: 'retry'; reason: string }
  /** Failed for good. */
  | {
      kind: 'gave-up';
      to: 'failed' | 'blocked' | 'undeliverable';
      failure: Failure;
      spend?: JobMove['spend'];
    };

/** When a step that failed is tried again, and how it ends when that does not help. */
export interface RetryPolicy {
  backoff: BackoffOptions;
  maxAttempts: number;
  exhausted: (reason: string) => Extract<StepOutcome, { kind: 'gave-up' }>;
}

export interface Runner {
  /**
   * Carries an outcome into the job's row.
   * @param token of the lease under which the step ran; absent for steps that need none
   * @returns the job as it is now, or undefined when it was no longer the caller's to change
   */
  apply(
    job: Job,
    token: string | undefined,
    outcome: StepOutcome,
    retry?: RetryPolicy,
  ): Promise<Job | undefined>;
}

export interface RunnerOptions {
  store: Pick<JobStore, 'move' | 'postpone'>;
  clock: Clock;
  random: Random;
  logger: Logger;
  telemetry: Telemetry;
  /** Called after a job entered a state. */
  onMoved: (job: Job) => void;
}

export function createRunner({ store, clock, random, logger, telemetry, onMoved }: RunnerOptions): Runner {
  const move = async (
    job: Job,
    token: string | undefined,
    details: Omit<JobMove, 'from' | 'at' | 'token'>,
  ) => {
    const now = clock.now();
    const moved = await store.move(job.id, {
      ...details,
      from: job.state,
      at: now,
      ...(token === undefined ? {} : { token }),
    });
    const context = { jobId: job.id, guildId: job.guildId, from: job.state, to: details.to };
    if (!moved) {
      logger.warn(context, 'a job was no longer ours to move');
      return undefined;
    }
    telemetry.stageEnded(job.state, now - job.stateSince);
    logger.info({ ...context, failure: details.changes?.failure?.code }, 'a job moved');
    onMoved(moved);
    return moved;
  };

  const postpone = async (job: Job, token: string | undefined, waitMs: number, failed: boolean) => {
    if (token !== undefined) await store.postpone(job.id, token, clock.now() + waitMs, failed);
    return job;
  };

  const apply: Runner['apply'] = async (job, token, outcome, retry) => {
    switch (outcome.kind) {
      case 'done': {
        const { kind: _, ...details } = outcome;
        return move(job, token, details);
      }
      case 'gave-up': {
        const { to, failure, spend } = outcome;
        return move(job, token, { to, changes: { failure }, spend });
      }
      case 'not-yet':
        return postpone(job, token, outcome.waitMs, false);
      case 'retry': {
        if (!retry) throw new Error(`no retry policy for job ${job.id} in ${job.state}: ${outcome.reason}`);
        const attempt = job.attempts + 1;
        logger.warn({ jobId: job.id, state: job.state, attempt, reason: outcome.reason }, 'a step failed');
        if (attempt >= retry.maxAttempts) return apply(job, token, retry.exhausted(outcome.reason));
        return postpone(job, token, backoffMs(attempt, random.fraction(), retry.backoff), true);
      }
    }
  };
  return { apply };
}

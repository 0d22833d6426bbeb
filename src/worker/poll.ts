import type { Job } from '../jobs/job.ts';
import type { JobMove } from '../jobs/job-store.ts';
import { durationSpread, RECENT_JOBS } from '../jobs/usual-duration.ts';
import { type Loop, startLoop } from '../lib/loop.ts';
import { isSafetyRefusal } from '../scenario/errors.ts';
import type { RemoteJob } from '../scenario/wire.ts';
import type { WorkerContext } from './context.ts';
import { lookUp, type Seen } from './look-up.ts';
import type { Runner, StepOutcome } from './outcome.ts';
import { nextPollMs } from './poll-spacing.ts';

const IDLE_MS = 5_000;
const SHORTEST_PAUSE_MS = 250;
/** The longest a job may take at Scenario. */
const GIVE_UP_MS = 2 * 3_600_000;
/** The longest that Scenario may say nothing of a job, counted from the first look in vain. */
const UNANSWERED_GIVE_UP_MS = 24 * 3_600_000;
/** How soon is looked again after a look in vain. */
const UNANSWERED_PAUSE_MS = 15_000;

/** Watches the jobs at Scenario: one awaited loop, in which each job is looked at when its finish is likely. */
export function startPollLoop(context: WorkerContext, runner: Runner): Loop {
  const { store, clock, logger } = context;
  const nextLookAt = new Map<number, number>();
  const inVainSince = new Map<number, number>();

  return startLoop({
    name: 'poll',
    clock,
    logger,
    turn: async (signal) => {
      const jobs = await store.inState('generating');
      const known = new Set(jobs.map(({ id }) => id));
      for (const memory of [nextLookAt, inVainSince]) {
        for (const id of memory.keys()) if (!known.has(id)) memory.delete(id);
      }
      if (jobs.length === 0) {
        context.standstill.end('watching');
        return IDLE_MS;
      }

      const now = clock.now();
      const due = jobs
        .filter(({ id }) => isDue(nextLookAt.get(id) ?? 0, now))
        // One that keeps others from being looked at does so once.
        .sort((a, b) => Number(inVainSince.has(a.id)) - Number(inVainSince.has(b.id)));
      const spread = durationSpread(await store.recentDurations(RECENT_JOBS));
      const answers = due.length > 0 ? await lookUp(context, due, signal) : new Map<string, Seen>();
      for (const job of due) {
        if (signal.aborted) return 0;
        const seen = job.remoteId === undefined ? 'absent' : answers.get(job.remoteId);
        const vainSince = inVainSince.get(job.id) ?? now;
        if (seen) inVainSince.delete(job.id);
        else inVainSince.set(job.id, vainSince);
        const outcome = seen ? judge(job, seen, clock.now()) : unanswered(clock.now() - vainSince);
        if (outcome.kind === 'not-yet') {
          const elapsedMs = clock.now() - (job.submittedAt ?? job.stateSince);
          nextLookAt.set(job.id, clock.now() + Math.max(outcome.waitMs, nextPollMs(elapsedMs, spread)));
        } else {
          await runner.apply(job, undefined, outcome);
        }
      }
      const soonest = Math.min(...jobs.map(({ id }) => nextLookAt.get(id) ?? Number.POSITIVE_INFINITY));
      return Math.max(SHORTEST_PAUSE_MS, Math.min(IDLE_MS, soonest - clock.now()));
    },
  });
}

/** A look so far ahead was planned before the clock was put back. */
const isDue = (lookAt: number, now: number): boolean =>
  lookAt <= now || lookAt > now + UNANSWERED_PAUSE_MS * 2;

/** Of a job that nothing is known of: age alone does not end it, for it may be done, and paid. */
const unanswered = (inVainMs: number): StepOutcome =>
  inVainMs > UNANSWERED_GIVE_UP_MS
    ? { kind: 'gave-up', to: 'failed', failure: { code: 'generation-timeout' } }
    : { kind: 'not-yet', waitMs: UNANSWERED_PAUSE_MS };

/** What a look at Scenario says of a job. */
function judge(job: Job, seen: Seen, now: number): StepOutcome {
  const remote = seen === 'absent' ? undefined : seen;
  const charge = lateCharge(job, remote);
  switch (remote?.status) {
    case 'success': {
      const [assetId] = remote.assetIds;
      if (assetId === undefined) {
        return { kind: 'gave-up', to: 'failed', failure: { code: 'no-output' }, spend: charge };
      }
      return {
        kind: 'done',
        to: 'fetching',
        // When it is seen again after a download in vain, it was done at the first time.
        changes: {
          assetId,
          generatedAt: job.generatedAt ?? now,
          ...(charge ? { costUnits: charge.units } : {}),
        },
        spend: charge,
      };
    }
    case 'failure':
      return failure(job, remote);
    default: {
      const timedOut = now - (job.submittedAt ?? job.stateSince) > GIVE_UP_MS;
      if (!timedOut) return { kind: 'not-yet', waitMs: 0 };
      return { kind: 'gave-up', to: 'failed', failure: { code: 'generation-timeout' } };
    }
  }
}

type Charge = { kind: 'charge'; units: number };

/** What Scenario charged, where its answer to the order did not say. */
function lateCharge(job: Job, remote: RemoteJob | undefined): Charge | undefined {
  const units = job.costUnits === undefined ? remote?.billing.units : undefined;
  return units === undefined ? undefined : { kind: 'charge', units };
}

function failure(job: Job, remote: RemoteJob): StepOutcome {
  const { error, hint, billing } = remote;
  const detail = [error, hint].filter((text) => text).join(' ') || undefined;
  const blocked = detail !== undefined && isSafetyRefusal(detail);
  return {
    kind: 'gave-up',
    to: blocked ? 'blocked' : 'failed',
    failure: { code: blocked ? 'blocked' : 'generation-failed', detail },
    spend: billing.keptOnFailure ? lateCharge(job, remote) : refund(job.costUnits),
  };
}

const refund = (units: number | undefined): JobMove['spend'] =>
  units === undefined ? undefined : { kind: 'refund', units };

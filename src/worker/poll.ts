import type { Job } from '../jobs/job.ts';
import type { JobMove } from '../jobs/job-store.ts';
import { durationSpread, RECENT_JOBS } from '../jobs/usual-duration.ts';
import { errorText } from '../lib/errors.ts';
import { type Loop, startLoop } from '../lib/loop.ts';
import { isSafetyRefusal } from '../scenario/errors.ts';
import type { RemoteJob } from '../scenario/wire.ts';
import type { WorkerContext } from './context.ts';
import type { Runner, StepOutcome } from './outcome.ts';
import { nextPollMs } from './poll-spacing.ts';

const IDLE_MS = 5_000;
const SHORTEST_PAUSE_MS = 250;
/** More jobs than this are looked up with one list instead of one request each. */
const MAX_SINGLE_GETS = 2;
const MAX_PAGES = 5;
const CLOCK_SKEW_MS = 2 * 60_000;
/** The longest a job may take at Scenario. */
const GIVE_UP_MS = 2 * 3_600_000;

/** Watches the jobs at Scenario: one awaited loop, in which each job is looked at when its finish is likely. */
export function startPollLoop(context: WorkerContext, runner: Runner): Loop {
  const { store, clock, logger } = context;
  const nextLookAt = new Map<number, number>();

  return startLoop({
    name: 'poll',
    clock,
    logger,
    turn: async (signal) => {
      const jobs = await store.inState('generating');
      const known = new Set(jobs.map(({ id }) => id));
      for (const id of nextLookAt.keys()) if (!known.has(id)) nextLookAt.delete(id);
      if (jobs.length === 0) return IDLE_MS;

      const now = clock.now();
      const due = jobs.filter(({ id }) => (nextLookAt.get(id) ?? 0) <= now);
      const spread = durationSpread(await store.recentDurations(RECENT_JOBS));
      const remotes = due.length > 0 ? await lookUp(context, due, signal) : new Map<string, RemoteJob>();
      for (const job of due) {
        if (signal.aborted) return 0;
        const remote = remotes.get(job.remoteId ?? '');
        const outcome = judge(job, remote, clock.now());
        if (outcome.kind === 'not-yet') {
          const elapsedMs = clock.now() - (job.submittedAt ?? job.stateSince);
          nextLookAt.set(job.id, clock.now() + nextPollMs(elapsedMs, spread));
        } else {
          await runner.apply(job, undefined, outcome);
        }
      }
      const soonest = Math.min(...jobs.map(({ id }) => nextLookAt.get(id) ?? Number.POSITIVE_INFINITY));
      return Math.max(SHORTEST_PAUSE_MS, Math.min(IDLE_MS, soonest - clock.now()));
    },
  });
}

async function lookUp(
  { scenario, logger }: WorkerContext,
  due: readonly Job[],
  signal: AbortSignal,
): Promise<Map<string, RemoteJob>> {
  const found = new Map<string, RemoteJob>();
  try {
    if (due.length > MAX_SINGLE_GETS) {
      const oldest = Math.min(...due.map(({ submittedAt, stateSince }) => submittedAt ?? stateSince));
      const listed = await scenario.jobsSince(oldest - CLOCK_SKEW_MS, MAX_PAGES, signal);
      for (const remote of listed) found.set(remote.id, remote);
    }
    for (const { remoteId } of due) {
      if (remoteId === undefined || found.has(remoteId)) continue;
      const remote = await scenario.job(remoteId, signal);
      if (remote) found.set(remoteId, remote);
    }
  } catch (error) {
    // Whatever was not found counts as not finished: it is looked at again.
    if (!signal.aborted) logger.warn({ reason: errorText(error) }, 'jobs could not be looked up');
  }
  return found;
}

/** What a look at Scenario says of a job. */
function judge(job: Job, remote: RemoteJob | undefined, now: number): StepOutcome {
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
        changes: { assetId, generatedAt: now, ...(charge ? { costUnits: charge.units } : {}) },
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

import type { Job } from '../jobs/job.ts';
import { errorText } from '../lib/errors.ts';
import type { Loop } from '../lib/loop.ts';
import { startPool } from '../lib/pool.ts';
import type { RemoteJob } from '../scenario/wire.ts';
import { VEO_MODEL_ID } from '../veo/parameters.ts';
import type { WorkerContext } from './context.ts';
import { leaseFor, STOP_GRACE_MS } from './lease.ts';
import type { Runner, StepOutcome } from './outcome.ts';

const LEASE_MS = 2 * 60_000;
const IDLE_MS = 5_000;
/** An order that has not shown up by then never arrived. */
const WATCH_WINDOW_MS = 10 * 60_000;
const FIRST_LOOK_AGAIN_MS = 3_000;
const LONGEST_LOOK_AGAIN_MS = 60_000;
/** Scenario's clock and ours may differ by this much. */
const CLOCK_SKEW_MS = 2 * 60_000;
const MAX_PAGES = 10;

/** Finds out what became of orders whose answer was lost, in Scenario's list of jobs. */
export function startUnknownPool(context: WorkerContext, runner: Runner): Loop {
  const { store, clock, logger } = context;
  const listing = createListing(context);
  return startPool({
    name: 'unknown',
    clock,
    logger,
    concurrency: 1,
    idleMs: IDLE_MS,
    graceMs: STOP_GRACE_MS,
    claim: () => store.claimDue('unknown', leaseFor(LEASE_MS, context), clock.now()),
    work: async ({ job, token }) => {
      await runner.apply(job, token, await resolve(context, listing, job));
    },
  });
}

async function resolve(context: WorkerContext, listing: Listing, job: Job): Promise<StepOutcome> {
  const watchedMs = context.clock.now() - job.stateSince;
  const waitMs = Math.min(LONGEST_LOOK_AGAIN_MS, Math.max(FIRST_LOOK_AGAIN_MS, watchedMs / 4));
  let found: RemoteJob | undefined;
  try {
    found = await findRemoteJob(context, job, await listing(job));
  } catch (error) {
    context.logger.warn({ jobId: job.id, reason: errorText(error) }, "Scenario's job list could not be read");
    return { kind: 'not-yet', waitMs };
  }
  if (found) return adoption(found);
  if (watchedMs > WATCH_WINDOW_MS) return { kind: 'gave-up', to: 'failed', failure: { code: 'submit-lost' } };
  return { kind: 'not-yet', waitMs };
}

/** Scenario's jobs since a little before a job of ours was ordered. */
type Listing = (job: Job) => Promise<readonly RemoteJob[]>;

/** Reads the list once for all that are looked for at about the same time. */
function createListing(context: WorkerContext): Listing {
  const { store, clock } = context;
  let known: { since: number; at: number; jobs: Promise<RemoteJob[]> } | undefined;
  return async (job) => {
    const wanted = lookBackTo(job);
    const isFresh = known && Math.abs(clock.now() - known.at) < FIRST_LOOK_AGAIN_MS;
    if (known && isFresh && known.since <= wanted) return known.jobs;
    const others = await store.inState('unknown');
    const since = Math.min(wanted, ...others.map(lookBackTo));
    known = { since, at: clock.now(), jobs: remoteJobsSince(context, since) };
    return known.jobs;
  };
}

/** Takes up a job of Scenario's as ours. */
export const adoption = ({ id, billing: { units } }: RemoteJob): StepOutcome => ({
  kind: 'done',
  to: 'generating',
  changes: { remoteId: id, ...(units === undefined ? {} : { costUnits: units }) },
  spend: units === undefined ? undefined : { kind: 'charge', units },
});

/** An order is looked for back to this moment. */
export const lookBackTo = (job: Job): number => (job.submittedAt ?? job.createdAt) - CLOCK_SKEW_MS;

export const remoteJobsSince = ({ scenario }: Pick<WorkerContext, 'scenario'>, since: number) =>
  scenario.jobsSince(since, MAX_PAGES);

/**
 * The job at Scenario that a lost order made, if it made one and no other job of ours holds it.
 * @param listed Scenario's jobs at least since `lookBackTo`
 */
export async function findRemoteJob(
  { store }: Pick<WorkerContext, 'store'>,
  job: Job,
  listed: readonly RemoteJob[],
): Promise<RemoteJob | undefined> {
  const since = lookBackTo(job);
  const candidates = listed.filter((remote) => matches(remote, job, since));
  const known = await store.knownRemoteIds(candidates.map(({ id }) => id));
  return candidates.find(({ id }) => !known.has(id));
}

/** Prompt, seed and time identify a job: the bot sends a seed with every order. */
function matches({ input, createdAt }: RemoteJob, { settings }: Job, since: number): boolean {
  const samePrompt = input.prompt === settings.prompt || (input.prompt?.startsWith('asset_') ?? false);
  const sameModel = input.modelId === undefined || input.modelId === VEO_MODEL_ID;
  return input.seed === settings.seed && samePrompt && sameModel && (createdAt ?? since) >= since;
}

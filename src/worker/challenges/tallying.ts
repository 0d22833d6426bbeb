import type { Challenge } from '../../challenges/challenge.ts';
import { countVote, placementsOf } from '../../challenges/outcome.ts';
import type { Schedule } from '../../challenges/phases.ts';
import { backoffMs } from '../../lib/backoff.ts';
import { type Loop, startLoop } from '../../lib/loop.ts';
import type { WorkerContext } from '../context.ts';
import { createPassedOver, restingMembers } from './passed-over.ts';
import { checkVoters, requireServer } from './voters.ts';

const IDLE_MS = 2_000;
const BATCH = 500;
const RETRY = { baseMs: 5_000, maxMs: 10 * 60_000 };
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** How long a run-off lasts: as long as the vote before it, within these. */
const RUN_OFF_MS = { min: HOUR_MS, max: DAY_MS } as const;

interface Failures {
  attempts: number;
  /** Not tried again before. */
  until: number;
}

/**
 * Ends challenges whose voting is over: looks every voter up, counts, names the winners. It can be interrupted anywhere: the
 * lookups are noted as they are made, and what is counted of them is the same at every time.
 */
export function startTallyLoop(context: WorkerContext): Loop {
  const { challenges, clock, logger } = context;
  const failures = new Map<number, Failures>();
  return startLoop({
    name: 'tallies',
    clock,
    logger,
    turn: async (signal) => {
      const due = await challenges.due(clock.now(), BATCH);
      const tallying = due.filter(
        ({ id, phase }) => phase === 'tallying' && (failures.get(id)?.until ?? 0) <= clock.now(),
      );
      let goesOn = false;
      // In small steps in turn, so that a large vote does not keep the others waiting.
      for (const challenge of tallying) {
        if (signal.aborted) break;
        goesOn = (await stepOrRetry(context, challenge, failures, signal)) || goesOn;
      }
      return goesOn ? 0 : IDLE_MS;
    },
  });
}

/** @returns whether there is something to be done at once: not when it failed, or waits for another challenge */
async function stepOrRetry(
  context: WorkerContext,
  challenge: Challenge,
  failures: Map<number, Failures>,
  signal: AbortSignal,
): Promise<boolean> {
  const { clock, random, logger } = context;
  try {
    const areChecked = await checkVoters(context, challenge, signal);
    const goesOn = !areChecked || (await decide(context, challenge));
    failures.delete(challenge.id);
    return goesOn;
  } catch (err) {
    const attempts = (failures.get(challenge.id)?.attempts ?? 0) + 1;
    const until = clock.now() + backoffMs(attempts, random.fraction(), RETRY);
    failures.set(challenge.id, { attempts, until });
    logger.warn({ err, challengeId: challenge.id, attempts }, 'votes could not be counted yet');
    return false;
  }
}

/**
 * Closes the challenge, or has a second vote held. Refused when an entry left meanwhile: it is counted anew then.
 * @returns false when another challenge has to be counted before
 */
async function decide(context: WorkerContext, challenge: Challenge): Promise<boolean> {
  const { challenges, ballots, clock, logger } = context;
  const { id, guildId, round, runOffEntryIds, settings } = challenge;
  const resting = await restingMembers(context, challenge);
  if (resting === undefined) {
    logger.debug({ challengeId: id, guildId }, 'votes are counted after those of an earlier challenge');
    return false;
  }
  const entries = await challenges.entries(id, ['accepted']);
  const passedOver = createPassedOver(context, challenge, entries, resting);
  const first = await ballots.valid(id, 1);
  const runOff =
    round === 1 ? undefined : { entryIds: runOffEntryIds, ballots: (await ballots.valid(id, 2)).ballots };
  const count = await countVote({ settings, entries, ballots: first.ballots, runOff }, passedOver);
  const now = clock.now();
  if (count.kind === 'run-off') {
    await requireServer(context, challenge);
    const runOffEntryIds = count.between;
    const schedule = (present: Schedule) => runOffSchedule(present, challenge, now);
    const moved = await challenges.move(id, {
      from: 'tallying',
      to: 'voting',
      at: now,
      runOffEntryIds,
      schedule,
    });
    if (moved) logger.info({ challengeId: id, guildId, between: runOffEntryIds }, 'a run-off has begun');
    return true;
  }
  const placements = await placementsOf(count.standings, passedOver);
  await requireServer(context, challenge);
  const invalidBallots = first.invalid;
  const cast = first.ballots.length + invalidBallots;
  const closed = await challenges.close(id, { placements, ballots: cast, invalidBallots }, now);
  if (closed)
    logger.info({ challengeId: id, guildId, entries: entries.length, ballots: cast }, 'a challenge is over');
  return true;
}

function runOffSchedule(present: Schedule, { votesFrom }: Challenge, now: number): Schedule {
  const lastedMs = present.votesUntil - (votesFrom ?? now);
  return { ...present, votesUntil: now + Math.min(RUN_OFF_MS.max, Math.max(RUN_OFF_MS.min, lastedMs)) };
}

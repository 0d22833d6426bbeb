import { type Challenge, TAKING_PART } from '../../challenges/challenge.ts';
import { beginPhase, nextPhase, phaseEnd } from '../../challenges/phases.ts';
import { type Loop, startLoop } from '../../lib/loop.ts';
import type { WorkerContext } from '../context.ts';

const BATCH = 500;
const LONGEST_PAUSE_MS = 5_000;
const SHORTEST_PAUSE_MS = 1_000;

/**
 * Moves challenges on when their times come, the longest due first and one move at a time, so that after a downtime each goes
 * through all its phases in their order. Counting, which asks Discord, is left to a loop of its own.
 */
export function startChallengeTimer(context: WorkerContext): Loop {
  const { challenges, clock, logger } = context;
  return startLoop({
    name: 'challenges',
    clock,
    logger,
    turn: async (signal) => {
      while (!signal.aborted && (await moveDue(context, signal)) > 0);
      const next = (await challenges.nextDue()) ?? Number.POSITIVE_INFINITY;
      return Math.min(LONGEST_PAUSE_MS, Math.max(SHORTEST_PAUSE_MS, next - clock.now()));
    },
  });
}

/** @returns how many were moved */
async function moveDue(context: WorkerContext, signal: AbortSignal): Promise<number> {
  const { challenges, clock, logger } = context;
  let moved = 0;
  for (const challenge of await challenges.due(clock.now(), BATCH)) {
    if (signal.aborted) break;
    if (challenge.phase === 'tallying') continue;
    try {
      if (await moveOn(context, challenge)) moved += 1;
    } catch (err) {
      logger.error({ err, challengeId: challenge.id }, 'a challenge could not be moved on');
    }
  }
  return moved;
}

/** @returns undefined when somebody has changed it meanwhile */
async function moveOn(
  { challenges, clock, logger }: WorkerContext,
  { id, phase: from, guildId }: Challenge,
): Promise<Challenge | undefined> {
  const entries = await challenges.entries(id, TAKING_PART);
  const waiting = entries.filter(({ state }) => state === 'waiting').length;
  const to = nextPhase(from, { waiting, accepted: entries.length - waiting });
  if (to === undefined) return undefined;
  const now = clock.now();
  const moved = await challenges.move(id, {
    from,
    to,
    at: now,
    ifDue: true,
    schedule: (present) => beginPhase(to, present, phaseEnd(from, present) ?? now, now),
  });
  if (moved) logger.info({ challengeId: id, guildId, from, to }, 'a challenge moved on');
  return moved;
}

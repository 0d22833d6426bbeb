import type { RoleAward } from '../../challenges/award.ts';
import type { RoleResult } from '../../discord/member-roles.ts';
import { backoffMs } from '../../lib/backoff.ts';
import { errorText } from '../../lib/errors.ts';
import { type Loop, startLoop } from '../../lib/loop.ts';
import type { WorkerContext } from '../context.ts';

const IDLE_MS = 5_000;
const BATCH = 100;
const RETRY = { baseMs: 30_000, maxMs: 30 * 60_000 };
/** So long moderators have to give the bot back its permission, or to put its role above the prize. */
const GIVE_UP_AFTER_MS = 24 * 3_600_000;

interface Failures {
  attempts: number;
  since: number;
}

/** Gives winners their roles, and takes them back when their time is over. */
export function startAwardLoop(context: WorkerContext): Loop {
  const { awards, clock, logger } = context;
  const failures = new Map<number, Failures>();
  return startLoop({
    name: 'awards',
    clock,
    logger,
    turn: async (signal) => {
      for (const award of await awards.due(clock.now(), BATCH)) {
        if (signal.aborted) break;
        await attend(context, award, failures);
      }
      return IDLE_MS;
    },
  });
}

async function attend(
  context: WorkerContext,
  award: RoleAward,
  failures: Map<number, Failures>,
): Promise<void> {
  const { awards, clock, random, logger } = context;
  const { id, challengeId, guildId, userId, roleId, state } = award;
  const about = { awardId: id, challengeId, guildId, userId, roleId, state };
  const { result, reason } = await tryOnce(context, award);
  const now = clock.now();
  if (result === 'done' && state === 'owed') {
    await awards.given(id, award.forMs === undefined ? undefined : now + award.forMs);
    logger.info(about, 'a winner was given a role');
  } else if (result === 'done' || result === 'gone') {
    await awards.over(id);
    logger.info({ ...about, result }, 'a role that was won is over');
  } else {
    const { attempts, since } = failures.get(id) ?? { attempts: 0, since: now };
    if (now - since < GIVE_UP_AFTER_MS) {
      failures.set(id, { attempts: attempts + 1, since });
      logger.info({ ...about, reason, attempts }, 'a role could not be given or taken back yet');
      await awards.postpone(id, now + backoffMs(attempts + 1, random.fraction(), RETRY));
      return;
    }
    logger.warn(
      { ...about, reason, attempts },
      'a role cannot be given or taken back: a moderator has to do it',
    );
    await awards.over(id);
  }
  failures.delete(id);
}

async function tryOnce(
  { awards, memberRoles }: WorkerContext,
  award: RoleAward,
): Promise<{ result: RoleResult | 'failed'; reason?: string }> {
  const { state, guildId, userId, roleId } = award;
  try {
    if (state === 'held' && (await awards.hasAnother(award))) return { result: 'done' };
    const result = await memberRoles[state === 'owed' ? 'give' : 'take'](guildId, userId, roleId);
    return result === 'refused'
      ? { result, reason: 'missing permission, or the order of the roles' }
      : { result };
  } catch (error) {
    return { result: 'failed', reason: errorText(error) };
  }
}

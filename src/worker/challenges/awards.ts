import { type RoleAward, triedUntil } from '../../challenges/award.ts';
import type { RoleResult } from '../../discord/member-roles.ts';
import { backoffMs } from '../../lib/backoff.ts';
import { errorText } from '../../lib/errors.ts';
import { type Loop, startLoop } from '../../lib/loop.ts';
import type { WorkerContext } from '../context.ts';

const IDLE_MS = 5_000;
const BATCH = 100;
const RETRY = { baseMs: 30_000, maxMs: 30 * 60_000 };

/** Gives winners their roles, and takes them back when their time is over. */
export function startAwardLoop(context: WorkerContext): Loop {
  const { awards, clock, logger } = context;
  const failures = new Map<number, number>();
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
  failures: Map<number, number>,
): Promise<void> {
  const { awards, clock, logger } = context;
  const { id, challengeId, guildId, userId, roleId, state } = award;
  const about = { awardId: id, challengeId, guildId, userId, roleId, state };
  const { result, reason } = await tryOnce(context, award);
  const now = clock.now();
  if (result === 'had') {
    await awards.had(id, now);
    logger.info(about, 'a winner has the role already, and keeps it');
  } else if (result === 'done' && state !== 'held') {
    await awards.given(id, award.forMs === undefined ? undefined : now + award.forMs, now);
    logger.info(about, 'a winner was given a role');
  } else if (result === 'done' || result === 'gone' || (result === 'no-role' && state === 'held')) {
    await awards.over(id, now);
    logger.info({ ...about, result }, 'a role that was won is over');
  } else if (result === 'no-role' || now >= (await lastMoment(context, award, now))) {
    await awards.giveUp(award, now);
    logger.warn({ ...about, reason }, 'a role cannot be given or taken back: a moderator has to do it');
  } else {
    const attempts = (failures.get(id) ?? 0) + 1;
    failures.set(id, attempts);
    logger.info({ ...about, reason, attempts }, 'a role could not be given or taken back yet');
    await tryAgain(context, award, result, attempts);
    return;
  }
  failures.delete(id);
}

/** A refusal is told to moderators at once: only people can mend it. */
async function tryAgain(
  { awards, clock, random }: WorkerContext,
  award: RoleAward,
  result: 'refused' | 'failed',
  attempts: number,
): Promise<void> {
  const now = clock.now();
  const at = now + backoffMs(attempts, random.fraction(), RETRY);
  if (result === 'refused') await awards.refused(award, at, now);
  else await awards.postpone(award.id, at);
}

async function lastMoment({ challenges }: WorkerContext, award: RoleAward, now: number): Promise<number> {
  const challenge = await challenges.find(award.challengeId);
  return triedUntil(award, challenge?.closedAt ?? now);
}

const REASONS: Partial<Record<RoleResult, string>> = {
  refused: 'missing permission, or the order of the roles',
  'no-role': 'the role was deleted',
};

interface Tried {
  result: RoleResult | 'had' | 'failed';
  reason?: string | undefined;
}

async function tryOnce(context: WorkerContext, award: RoleAward): Promise<Tried> {
  const { awards, memberRoles } = context;
  const { id, state, guildId, userId, roleId } = award;
  try {
    if (state === 'held' && (await awards.hasAnother(award))) return { result: 'done' };
    if (state === 'owed' && (await hadBefore(context, award))) return { result: 'had' };
    if (state === 'owed') await awards.giving(id);
    const result = await memberRoles[state === 'held' ? 'take' : 'give'](guildId, userId, roleId);
    return { result, reason: REASONS[result] };
  } catch (error) {
    return { result: 'failed', reason: errorText(error) };
  }
}

/** Whether the winner has the role, and not as another prize. Of who is not found, giving the role tells why. */
async function hadBefore({ awards, freshDirectory }: WorkerContext, award: RoleAward): Promise<boolean> {
  const member = await freshDirectory.member(award.guildId, award.userId);
  return member?.roleIds.includes(award.roleId) === true && !(await awards.hasAnother(award));
}

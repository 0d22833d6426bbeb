import type { CastBallot } from '../../challenges/ballot-store.ts';
import type { Challenge } from '../../challenges/challenge.ts';
import { objectionsToVoter } from '../../challenges/entry-rules.ts';
import type { WorkerContext } from '../context.ts';

const BATCH = 50;
/** Discord lets a bot ask about fifty times a second for everything that it does. */
const AT_ONCE = 5;

/**
 * Looks up whether some voters of the present round may vote still, and notes it. What is noted is not asked again: who may
 * vote is decided once, whatever interrupts it.
 * @returns whether all were looked up
 * @throws what the lookups throw: nothing of this batch is noted then
 */
export async function checkVoters(
  context: WorkerContext,
  challenge: Challenge,
  signal: AbortSignal,
): Promise<boolean> {
  const { ballots } = context;
  const { id, round } = challenge;
  const unchecked = await ballots.unchecked(id, round, BATCH);
  if (unchecked.length === 0) return true;
  const left = [...unchecked];
  const verdicts: { voterId: string; valid: boolean }[] = [];
  const workers = Array.from({ length: AT_ONCE }, async () => {
    for (let ballot = left.pop(); ballot && !signal.aborted; ballot = left.pop()) {
      verdicts.push({ voterId: ballot.voterId, valid: await mayVote(context, challenge, ballot) });
    }
  });
  await Promise.all(workers);
  await requireServer(context, challenge);
  await ballots.checked(id, round, verdicts);
  return false;
}

/**
 * By the rules as they are when voting closed; the member as they are now. Whether they see the channel still is not asked: they
 * did when they voted, and many a channel is locked or put away at the very end, which must not cost anybody their vote.
 */
async function mayVote(
  { freshDirectory, blocks, clock }: WorkerContext,
  challenge: Challenge,
  { voterId, accountCreatedAt }: CastBallot,
): Promise<boolean> {
  const { guildId, phaseSince } = challenge;
  const member = await freshDirectory.member(guildId, voterId);
  if (!member) return false;
  const { roleIds, joinedAt } = member;
  const blocked = (await blocks.active(guildId, voterId, clock.now())) !== undefined;
  const voter = { userId: voterId, roleIds, accountCreatedAt, joinedAt, blocked };
  return objectionsToVoter(challenge, voter, phaseSince).length === 0;
}

/**
 * To a bot that was removed from a server everyone looks as if they had left.
 * @throws Error when it was
 */
export async function requireServer(
  { freshDirectory }: Pick<WorkerContext, 'freshDirectory'>,
  { guildId }: Challenge,
): Promise<void> {
  if (!(await freshDirectory.guild(guildId))) throw new Error('the bot is not in the server any more');
}

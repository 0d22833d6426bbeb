import { and, eq } from 'drizzle-orm';
import type { Challenge } from '../../challenges/challenge.ts';
import type { ChallengeStore, NewSchedule, PhaseMove } from '../../challenges/challenge-store.ts';
import { canMovePhase, nextPhase, type Phase, phaseEnd, type Schedule } from '../../challenges/phases.ts';
import { type ChallengePost, PHASE_POST } from '../../challenges/post.ts';
import { EVERYBODY, viewingOrder } from '../../challenges/viewing-order.ts';
import { recordCase } from '../case-book.ts';
import { challengeEntries } from '../challenge-schema.ts';
import { type Database, writing } from '../open.ts';
import { type ChallengeReader, dueAtOf, writeChallenge } from './challenge-rows.ts';
import { entryNoticeOwed } from './entry-notices.ts';
import { owePosts, postsChanged } from './owed-posts.ts';

type PhaseMoves = Pick<ChallengeStore, 'move' | 'pause' | 'resume' | 'votingReady'>;

const PAUSABLE: readonly Phase[] = ['announced', 'open', 'review', 'voting'];

const scheduleFrom = (schedule: NewSchedule | undefined, challenge: Challenge): Schedule =>
  typeof schedule === 'function' ? schedule(challenge.schedule, challenge) : (schedule ?? challenge.schedule);

/** How challenges go through their phases. */
export function createPhaseMoves(db: Database, reader: ChallengeReader): PhaseMoves {
  return {
    move: async (id, move) =>
      writing(db, () => {
        const challenge = reader.challenge(id);
        return challenge && moveOn(db, reader, challenge, move);
      }),

    pause: async (id, reason, now, noted) =>
      writing(db, () => {
        const challenge = reader.challenge(id);
        if (!challenge || challenge.pausedAt !== undefined || !PAUSABLE.includes(challenge.phase)) return;
        postsChanged(db, id, ['announcement'], now);
        if (noted) recordCase(db, challenge.guildId, noted, now);
        return writeChallenge(db, { ...challenge, pausedAt: now, reason });
      }),

    resume: async (id, schedule, now, noted) =>
      writing(db, () => {
        const challenge = reader.challenge(id);
        if (challenge?.pausedAt === undefined) return;
        const { phase, phaseSince, pausedAt, votesFrom } = challenge;
        if (noted) recordCase(db, challenge.guildId, noted, now);
        const isPreparing = phase === 'voting' && votesFrom === undefined;
        postsChanged(db, id, ['announcement'], now);
        return writeChallenge(db, {
          ...challenge,
          phaseSince: isPreparing ? phaseSince + (now - pausedAt) : phaseSince,
          pausedAt: undefined,
          reason: undefined,
          schedule: scheduleFrom(schedule, challenge),
        });
      }),

    votingReady: async (id, schedule, now) =>
      writing(db, () => {
        const challenge = reader.challenge(id);
        if (challenge?.phase !== 'voting' || challenge.votesFrom !== undefined) return;
        postsChanged(db, id, ['announcement'], now);
        postsChanged(db, id, ['phase'], now, PHASE_POST.voting);
        writeChallenge(db, {
          ...challenge,
          votesFrom: now,
          schedule: scheduleFrom(schedule, challenge),
        });
      }),
  };
}

/** One move, inside a transaction. @returns undefined when it is refused @throws Error for a move that there is not */
export function moveOn(
  db: Database,
  reader: ChallengeReader,
  challenge: Challenge,
  move: PhaseMove,
): Challenge | undefined {
  const { from, to, at, reason } = move;
  if (!canMovePhase(from, to) || to === 'closed') {
    throw new Error(`a challenge is not moved from ${from} to ${to}`);
  }
  if (!mayMove(reader, challenge, move)) return undefined;
  const runOff = runOffOf(challenge, move);
  if (from === 'review' || to === 'cancelled') endReview(db, reader, challenge, move);
  const moved = writeChallenge(db, {
    ...challenge,
    phase: to,
    phaseSince: at,
    schedule: withoutVote(move, scheduleFrom(move.schedule, challenge)),
    pausedAt: undefined,
    reason: to === 'cancelled' ? reason : undefined,
    publishedAt: to === 'announced' ? at : challenge.publishedAt,
    // The entries of a run-off stand in their places already.
    ...(runOff ? { round: 2, runOffEntryIds: runOff, votesFrom: at } : {}),
  });
  if (move.noted) recordCase(db, moved.guildId, move.noted, at);
  postsChanged(db, moved.id, ['announcement'], at);
  owePosts(db, moved.id, postsOf(reader, moved, from), at);
  return moved;
}

/** Where there was nothing to vote on, the vote ended with the phase before it. */
function withoutVote({ from, to }: PhaseMove, schedule: Schedule): Schedule {
  if (to !== 'tallying' || from === 'voting') return schedule;
  const { votesUntil } = schedule;
  return { ...schedule, votesUntil: Math.min(votesUntil, phaseEnd(from, schedule) ?? votesUntil) };
}

/** The entries of a run-off, if the move leads to one. @throws Error when it leads to none, or to a second */
function runOffOf({ id, round }: Challenge, { from, to, runOffEntryIds }: PhaseMove) {
  if (from !== 'tallying' || to !== 'voting') return undefined;
  if (runOffEntryIds !== undefined && runOffEntryIds.length > 1 && round === 1) return runOffEntryIds;
  throw new Error(`challenge ${id} in round ${round} has no run-off between ${runOffEntryIds?.join()}`);
}

function mayMove(
  reader: ChallengeReader,
  challenge: Challenge,
  { from, to, at, ifDue = false }: PhaseMove,
): boolean {
  if (challenge.phase !== from) return false;
  if (to === 'cancelled') return true;
  if (challenge.pausedAt !== undefined) return false;
  if (ifDue && (dueAtOf(challenge) ?? Number.POSITIVE_INFINITY) > at) return false;
  if (from !== 'open' && from !== 'review') return true;
  const waiting = reader.entries(challenge.id, ['waiting']).length;
  const accepted = reader.entries(challenge.id, ['accepted']).length;
  return nextPhase(from, { waiting, accepted }) === to;
}

/** Accepts what nobody decided on, unless all is off; moderators have nothing to decide on it any more. */
function endReview(db: Database, reader: ChallengeReader, { id }: Challenge, { to, at }: PhaseMove): void {
  const waiting = reader.entries(id, ['waiting']);
  if (to !== 'cancelled') {
    db.update(challengeEntries)
      .set({ state: 'accepted' })
      .where(and(eq(challengeEntries.challengeId, id), eq(challengeEntries.state, 'waiting')))
      .run();
  }
  for (const entry of waiting) entryNoticeOwed(db, entry, at);
}

/** What a challenge that has just come into its phase has to tell. */
function postsOf(
  reader: ChallengeReader,
  { id, phase, round, secret }: Challenge,
  from: Phase,
): Pick<ChallengePost, 'kind' | 'subjectId'>[] {
  switch (phase) {
    case 'announced':
      return [{ kind: 'announcement', subjectId: 0 }];
    case 'open':
      return [{ kind: 'phase', subjectId: PHASE_POST.open }];
    case 'voting': {
      if (round > 1) return [{ kind: 'run-off', subjectId: 0 }];
      const entryIds = reader.entries(id, ['accepted']).map((entry) => entry.id);
      return [
        ...viewingOrder(entryIds, EVERYBODY, secret).map((subjectId) => ({
          kind: 'entry' as const,
          subjectId,
        })),
        { kind: 'contact-sheet', subjectId: 0 },
        { kind: 'phase', subjectId: PHASE_POST.voting },
      ];
    }
    case 'cancelled':
      // Nobody but its host has seen a draft.
      return from === 'draft' ? [] : [{ kind: 'phase', subjectId: PHASE_POST.cancelled }];
    case 'draft':
    case 'review':
    case 'tallying':
    case 'closed':
      return [];
  }
}

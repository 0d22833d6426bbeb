import { and, asc, count, desc, eq, gte, inArray, isNotNull, isNull, lt, lte, or } from 'drizzle-orm';
import { winningsOf } from '../../challenges/award.ts';
import { type Challenge, type Outcome, WINNING_PLACES } from '../../challenges/challenge.ts';
import type { ChallengeStore, HallOfFame } from '../../challenges/challenge-store.ts';
import { challengeEntries, challengePlacements, challenges, roleAwards } from '../challenge-schema.ts';
import { type Database, writing } from '../open.ts';
import { quotaGrants } from '../schema.ts';
import { type ChallengeReader, challengeFromRow, writeChallenge } from './challenge-rows.ts';
import { owePosts, postsChanged } from './owed-posts.ts';

type Closing = Pick<ChallengeStore, 'close' | 'outcome' | 'hall' | 'hallChannels' | 'winnersBefore'>;

/** As `hasWon` of the challenges has it. */
const hasWon = and(
  lte(challengePlacements.place, WINNING_PLACES),
  eq(challengePlacements.counted, true),
  isNull(challengePlacements.passedOver),
);

const isClosedIn = (guildId: string) => and(eq(challenges.guildId, guildId), eq(challenges.phase, 'closed'));

/**
 * Not one that is paused, or whose entries are still being put up: nothing is due of it, and its vote ends later than it was
 * to end.
 */
const isToBeCounted = and(inArray(challenges.phase, ['voting', 'tallying']), isNotNull(challenges.dueAt));

const endedBefore = (
  { id, schedule: { votesUntil } }: Pick<Challenge, 'id' | 'schedule'>,
  withinMs: number,
) =>
  and(
    gte(challenges.votesUntil, votesUntil - withinMs),
    or(
      lt(challenges.votesUntil, votesUntil),
      and(eq(challenges.votesUntil, votesUntil), lt(challenges.id, id)),
    ),
  );

/** How challenges end, and what is told of their ends. */
export function createClosing(db: Database, reader: ChallengeReader): Closing {
  const close = (challenge: Challenge, outcome: Outcome, now: number): Challenge | undefined => {
    const { id, settings } = challenge;
    const ownerOf = new Map(reader.entries(id, ['accepted']).map((entry) => [entry.id, entry.userId]));
    const placed = outcome.placements.flatMap((placement) => {
      const userId = ownerOf.get(placement.entryId);
      return userId === undefined ? [] : [{ ...placement, userId }];
    });
    if (placed.length < outcome.placements.length) return undefined;
    for (const { userId: _, ...placement } of placed) {
      db.insert(challengePlacements)
        .values({ ...placement, challengeId: id })
        .run();
    }
    const { ballots, invalidBallots } = outcome;
    db.update(challenges).set({ ballots, invalidBallots }).where(eq(challenges.id, id)).run();
    for (const winnings of winningsOf(settings.prizes, placed)) award(db, challenge, winnings, now);
    postsChanged(db, id, ['announcement'], now);
    owePosts(db, id, [{ kind: 'podium', subjectId: 0 }], now);
    return writeChallenge(db, { ...challenge, phase: 'closed', phaseSince: now, closedAt: now });
  };

  const winnersOf = (challengeId: number): HallOfFame['winners'] =>
    db
      .select({
        place: challengePlacements.place,
        userId: challengeEntries.userId,
        jobId: challengeEntries.jobId,
        title: challengeEntries.title,
      })
      .from(challengePlacements)
      .innerJoin(challengeEntries, eq(challengeEntries.id, challengePlacements.entryId))
      .where(and(eq(challengePlacements.challengeId, challengeId), hasWon))
      .orderBy(asc(challengePlacements.place), asc(challengeEntries.number))
      .all()
      .map((winner) => ({ ...winner, title: winner.title ?? undefined }));

  return {
    close: async (id, outcome, now) =>
      writing(db, () => {
        const challenge = reader.challenge(id);
        return challenge?.phase === 'tallying' ? close(challenge, outcome, now) : undefined;
      }),

    outcome: async (id) => db.transaction(() => readOutcome(db, id)),

    hall: async (guildId, page, size, channelIds) =>
      db.transaction(() => {
        const closed = and(isClosedIn(guildId), channelIds && inArray(challenges.channelId, [...channelIds]));
        const total = db.select({ total: count() }).from(challenges).where(closed).all()[0]?.total ?? 0;
        const rows = db
          .select()
          .from(challenges)
          .where(closed)
          .orderBy(desc(challenges.closedAt), desc(challenges.id))
          .limit(size)
          .offset(page * size)
          .all();
        const halls = rows.map((row) => ({ challenge: challengeFromRow(row), winners: winnersOf(row.id) }));
        return { challenges: halls, total };
      }),

    hallChannels: async (guildId) =>
      db
        .selectDistinct({ channelId: challenges.channelId })
        .from(challenges)
        .where(isClosedIn(guildId))
        .all()
        .map(({ channelId }) => channelId),

    winnersBefore: async (challenge, withinMs) =>
      db.transaction(() => {
        const before = endedBefore(challenge, withinMs);
        const [pending] = db
          .select({ id: challenges.id })
          .from(challenges)
          .where(and(eq(challenges.guildId, challenge.guildId), isToBeCounted, before))
          .limit(1)
          .all();
        if (pending) return undefined;
        const rows = db
          .selectDistinct({ userId: challengeEntries.userId })
          .from(challenges)
          .innerJoin(challengePlacements, eq(challengePlacements.challengeId, challenges.id))
          .innerJoin(challengeEntries, eq(challengeEntries.id, challengePlacements.entryId))
          .where(and(isClosedIn(challenge.guildId), before, hasWon))
          .all();
        return new Set(rows.map(({ userId }) => userId));
      }),
  };
}

/** Owes a winner's roles, and gives them their bonus videos. */
function award(
  db: Database,
  { id: challengeId, guildId, title }: Challenge,
  { userId, roles, bonusVideos }: ReturnType<typeof winningsOf>[number],
  now: number,
): void {
  for (const role of roles) {
    db.insert(roleAwards)
      .values({ ...role, challengeId, guildId, userId, state: 'owed', dueAt: now })
      .run();
  }
  if (bonusVideos === 0) return;
  const amounts = { scope: 'user', subjectId: userId, unit: 'videos', amount: bonusVideos } as const;
  // Without the challenge's number: that would be a share of its pool.
  db.insert(quotaGrants)
    .values({ ...amounts, guildId, reason: `Challenge “${title}”`, createdAt: now })
    .run();
}

function readOutcome(db: Database, id: number): Outcome | undefined {
  const [counts] = db
    .select({ ballots: challenges.ballots, invalidBallots: challenges.invalidBallots })
    .from(challenges)
    .where(and(eq(challenges.id, id), eq(challenges.phase, 'closed')))
    .all();
  if (!counts) return undefined;
  const placements = db
    .select()
    .from(challengePlacements)
    .where(eq(challengePlacements.challengeId, id))
    .orderBy(asc(challengePlacements.place), asc(challengePlacements.entryId))
    .all()
    .map(({ challengeId: _, passedOver, ...placement }) => ({
      ...placement,
      passedOver: passedOver ?? undefined,
    }));
  return { placements, ballots: counts.ballots ?? 0, invalidBallots: counts.invalidBallots ?? 0 };
}

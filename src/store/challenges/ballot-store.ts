import { and, asc, count, eq, isNull, type SQL, sql } from 'drizzle-orm';
import { marksSchema, withMark } from '../../challenges/ballot.ts';
import type { BallotStore, CastBallot, VoteResult } from '../../challenges/ballot-store.ts';
import type { Mark } from '../../challenges/tally.ts';
import { isOnBallot, takesVotes } from '../../challenges/voting-rules.ts';
import { challengeBallots } from '../challenge-schema.ts';
import { type Database, writing } from '../open.ts';
import { createChallengeReader } from './challenge-rows.ts';

type Vote = Parameters<BallotStore['cast']>[0];

/** Not one whose marks were all taken back. */
const hasMarks = sql`json_array_length(${challengeBallots.marks}) > 0`;
const ofRound = (challengeId: number, round: number) =>
  and(eq(challengeBallots.challengeId, challengeId), eq(challengeBallots.round, round));

/** Ballots in SQLite: one row for each member and round, by its primary key. */
export function createBallotStore(db: Database): BallotStore {
  const reader = createChallengeReader(db);
  const ofVoter = and(
    eq(challengeBallots.challengeId, sql.placeholder('challengeId')),
    eq(challengeBallots.round, sql.placeholder('round')),
    eq(challengeBallots.voterId, sql.placeholder('voterId')),
  );
  const marksOfVoter = db
    .select({ marks: challengeBallots.marks })
    .from(challengeBallots)
    .where(ofVoter)
    .prepare();

  const put = db
    .insert(challengeBallots)
    .values({
      challengeId: sql.placeholder('challengeId'),
      round: sql.placeholder('round'),
      voterId: sql.placeholder('voterId'),
      accountCreatedAt: sql.placeholder('accountCreatedAt'),
      marks: sql.placeholder('marks'),
      castAt: sql.placeholder('now'),
      changedAt: sql.placeholder('now'),
    })
    .onConflictDoUpdate({
      target: [challengeBallots.challengeId, challengeBallots.round, challengeBallots.voterId],
      set: { marks: sql`excluded.marks`, changedAt: sql`excluded.changed_at` },
    })
    .prepare();

  const marksOf = (challengeId: number, round: number, voterId: string): Mark[] =>
    marksSchema.parse(marksOfVoter.get({ challengeId, round, voterId })?.marks ?? []);

  const cast = (vote: Vote, now: number): VoteResult => {
    const { challengeId, voterId, accountCreatedAt, entryId, value } = vote;
    const challenge = reader.challenge(challengeId);
    if (!challenge || !takesVotes(challenge, now)) return { kind: 'not-voting' };
    const entry = reader.entry(entryId);
    if (!entry || !isOnBallot(challenge, entry)) return { kind: 'no-such-entry' };
    if (entry.userId === voterId) return { kind: 'own-entry' };
    const { round, settings } = challenge;
    const before = marksOf(challengeId, round, voterId);
    const marks = withMark(settings.method, before, entryId, value);
    // Nothing to take back: no ballot comes of it.
    if (before.length === 0 && marks.length === 0) return { kind: 'cast', marks };
    put.run({ challengeId, round, voterId, accountCreatedAt, marks, now });
    return { kind: 'cast', marks };
  };

  const read = (which: SQL | undefined, limit = -1): CastBallot[] =>
    db
      .select()
      .from(challengeBallots)
      .where(which)
      .orderBy(asc(challengeBallots.voterId))
      .limit(limit)
      .all()
      .map(ballotFromRow);
  const number = (which: SQL | undefined): number =>
    db.select({ ballots: count() }).from(challengeBallots).where(which).all()[0]?.ballots ?? 0;

  return {
    cast: async (vote, now) => writing(db, () => cast(vote, now)),
    marksOf: async (challengeId, round, voterId) => marksOf(challengeId, round, voterId),
    turnout: async (challengeId, round) => number(and(ofRound(challengeId, round), hasMarks)),
    all: async (challengeId, round) => read(ofRound(challengeId, round)),
    unchecked: async (challengeId, round, limit) =>
      read(and(ofRound(challengeId, round), isNull(challengeBallots.valid), hasMarks), limit),

    checked: async (challengeId, round, verdicts) =>
      writing(db, (tx) => {
        for (const { voterId, valid } of verdicts) {
          tx.update(challengeBallots)
            .set({ valid })
            .where(and(ofRound(challengeId, round), eq(challengeBallots.voterId, voterId)))
            .run();
        }
      }),

    valid: async (challengeId, round) =>
      db.transaction(() => {
        const found = (valid: boolean) =>
          and(ofRound(challengeId, round), eq(challengeBallots.valid, valid), hasMarks);
        const ballots = read(found(true)).map(({ voterId, marks }) => ({ voterId, marks }));
        return { ballots, invalid: number(found(false)) };
      }),
  };
}

const ballotFromRow = ({
  voterId,
  marks,
  castAt,
  changedAt,
  accountCreatedAt,
}: typeof challengeBallots.$inferSelect) => ({
  voterId,
  marks: marksSchema.parse(marks),
  castAt,
  changedAt,
  accountCreatedAt,
});

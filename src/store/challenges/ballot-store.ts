import { setImmediate as otherWork } from 'node:timers/promises';
import { and, asc, count, eq, getTableColumns, isNull, type SQL, sql } from 'drizzle-orm';
import { marksSchema, withMark } from '../../challenges/ballot.ts';
import type { BallotStore, CastBallot, VoteResult } from '../../challenges/ballot-store.ts';
import type { Mark } from '../../challenges/tally.ts';
import { isOnBallot, takesVotes } from '../../challenges/voting-rules.ts';
import { challengeBallots } from '../challenge-schema.ts';
import { type Database, writing } from '../open.ts';
import { createChallengeReader } from './challenge-rows.ts';

type Vote = Parameters<BallotStore['cast']>[0];

/** Not one whose marks were all taken back. Told by the text: to parse a large vote only to count it takes long. */
const hasMarks = sql`${challengeBallots.marks} <> '[]'`;
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

  const read = (which: SQL | undefined, limit = -1): BallotRow[] =>
    db
      .select({ ...getTableColumns(challengeBallots), marks: sql<string>`${challengeBallots.marks}` })
      .from(challengeBallots)
      .where(which)
      .orderBy(asc(challengeBallots.voterId))
      .limit(limit)
      .all();
  const number = (which: SQL | undefined): number =>
    db.select({ ballots: count() }).from(challengeBallots).where(which).all()[0]?.ballots ?? 0;

  return {
    cast: async (vote, now) => writing(db, () => cast(vote, now)),
    marksOf: async (challengeId, round, voterId) => marksOf(challengeId, round, voterId),
    turnout: async (challengeId, round) => number(and(ofRound(challengeId, round), hasMarks)),
    all: async (challengeId, round) => ballotsFrom(read(ofRound(challengeId, round))),
    unchecked: async (challengeId, round, limit) =>
      ballotsFrom(read(and(ofRound(challengeId, round), isNull(challengeBallots.valid), hasMarks), limit)),

    checked: async (challengeId, round, verdicts) =>
      writing(db, (tx) => {
        for (const { voterId, valid } of verdicts) {
          tx.update(challengeBallots)
            .set({ valid })
            .where(and(ofRound(challengeId, round), eq(challengeBallots.voterId, voterId)))
            .run();
        }
      }),

    valid: async (challengeId, round) => {
      const found = (valid: boolean) =>
        and(ofRound(challengeId, round), eq(challengeBallots.valid, valid), hasMarks);
      const { rows, invalid } = db.transaction(() => ({
        rows: read(found(true)),
        invalid: number(found(false)),
      }));
      const ballots = (await ballotsFrom(rows)).map(({ voterId, marks }) => ({ voterId, marks }));
      return { ballots, invalid };
    },
  };
}

/** As SQLite has it: marks are JSON. */
type BallotRow = Omit<typeof challengeBallots.$inferSelect, 'marks'> & { marks: string };

/** So many are read between two looks at what else there is to do: with 200 marks each they take about 10 ms. */
const PORTION = 50;

/** A large vote has a million marks: the rows are of one moment, but what they say is read bit by bit. */
async function ballotsFrom(rows: readonly BallotRow[]): Promise<CastBallot[]> {
  const ballots: CastBallot[] = [];
  for (const { voterId, marks, castAt, changedAt, accountCreatedAt } of rows) {
    if (ballots.length % PORTION === PORTION - 1) await otherWork();
    ballots.push({
      voterId,
      marks: marksSchema.parse(JSON.parse(marks)),
      castAt,
      changedAt,
      accountCreatedAt,
    });
  }
  return ballots;
}

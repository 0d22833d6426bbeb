import { and, asc, eq, inArray, type SQL, sql } from 'drizzle-orm';
import { type Challenge, type Entry, type EntryState, entryIdsSchema } from '../../challenges/challenge.ts';
import type { NewChallenge } from '../../challenges/challenge-store.ts';
import { phaseEnd } from '../../challenges/phases.ts';
import { challengeSettingsSchema } from '../../challenges/settings.ts';
import { challengeEntries, challenges } from '../challenge-schema.ts';
import type { Database, Transaction } from '../open.ts';

type ChallengeRow = typeof challenges.$inferSelect;
type EntryRow = typeof challengeEntries.$inferSelect;

export interface ChallengeReader {
  challenge(id: number): Challenge | undefined;
  entry(entryId: number): Entry | undefined;
  /** In the order of their numbers. */
  entries(challengeId: number, states: readonly EntryState[] | undefined, userId?: string): Entry[];
}

/** Reads challenges and entries, inside transactions as well. */
export function createChallengeReader(db: Database): ChallengeReader {
  const byId = db
    .select()
    .from(challenges)
    .where(eq(challenges.id, sql.placeholder('id')))
    .prepare();
  const entryById = db
    .select()
    .from(challengeEntries)
    .where(eq(challengeEntries.id, sql.placeholder('id')))
    .prepare();

  return {
    challenge: (id) => {
      const row = byId.get({ id });
      return row && challengeFromRow(row);
    },
    entry: (id) => {
      const row = entryById.get({ id });
      return row && entryFromRow(row);
    },
    entries: (challengeId, states, userId) =>
      entriesWhere(
        db,
        and(
          eq(challengeEntries.challengeId, challengeId),
          states && inArray(challengeEntries.state, [...states]),
          userId === undefined ? undefined : eq(challengeEntries.userId, userId),
        ),
      ),
  };
}

const entriesWhere = (db: Database, which: SQL | undefined): Entry[] =>
  db
    .select()
    .from(challengeEntries)
    .where(which)
    .orderBy(asc(challengeEntries.number))
    .all()
    .map(entryFromRow);

export function insertChallenge(db: Database | Transaction, draft: NewChallenge, now: number): Challenge {
  const { schedule, ...columns } = draft;
  const [row] = db
    .insert(challenges)
    .values({ ...columns, ...schedule, phase: 'draft', phaseSince: now, runOff: [], createdAt: now })
    .returning()
    .all();
  if (!row) throw new Error('the new challenge was not returned');
  return challengeFromRow(row);
}

/** Writes a challenge as it is from now on. Called inside the transaction that read it. */
export function writeChallenge(db: Database | Transaction, challenge: Challenge): Challenge {
  const { id, schedule, runOffEntryIds, settings, ...rest } = challenge;
  const { rules, pausedAt, reason, threadId, scheduledEventId, votesFrom, seriesId } = challenge;
  db.update(challenges)
    .set({
      ...rest,
      ...schedule,
      reviewUntil: schedule.reviewUntil ?? null,
      // What could not be read again is not written.
      settings: challengeSettingsSchema.parse(settings),
      runOff: runOffEntryIds,
      rules: rules ?? null,
      pausedAt: pausedAt ?? null,
      reason: reason ?? null,
      threadId: threadId ?? null,
      scheduledEventId: scheduledEventId ?? null,
      votesFrom: votesFrom ?? null,
      seriesId: seriesId ?? null,
      dueAt: dueAtOf(challenge) ?? null,
    })
    .where(eq(challenges.id, id))
    .run();
  return challenge;
}

/** When time moves it on. Voting that has not begun, because its entries are still being put up, does not end. */
export function dueAtOf({ phase, schedule, pausedAt, votesFrom }: Challenge): number | undefined {
  const hasNotBegun = phase === 'voting' && votesFrom === undefined;
  return pausedAt !== undefined || hasNotBegun ? undefined : phaseEnd(phase, schedule);
}

export const challengeFromRow = ({
  opensAt,
  entriesUntil,
  reviewUntil,
  votesUntil,
  runOff,
  dueAt: _due,
  ballots: _ballots,
  invalidBallots: _invalid,
  ...row
}: ChallengeRow): Challenge => ({
  ...row,
  rules: row.rules ?? undefined,
  settings: challengeSettingsSchema.parse(row.settings),
  schedule: { opensAt, entriesUntil, reviewUntil: reviewUntil ?? undefined, votesUntil },
  runOffEntryIds: entryIdsSchema.parse(runOff),
  pausedAt: row.pausedAt ?? undefined,
  reason: row.reason ?? undefined,
  threadId: row.threadId ?? undefined,
  scheduledEventId: row.scheduledEventId ?? undefined,
  votesFrom: row.votesFrom ?? undefined,
  seriesId: row.seriesId ?? undefined,
  publishedAt: row.publishedAt ?? undefined,
  closedAt: row.closedAt ?? undefined,
});

export const entryFromRow = (row: EntryRow): Entry => ({
  ...row,
  title: row.title ?? undefined,
  reason: row.reason ?? undefined,
  swappedAt: row.swappedAt ?? undefined,
});

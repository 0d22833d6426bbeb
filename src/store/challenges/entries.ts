import { and, eq, inArray, max, ne } from 'drizzle-orm';
import { type Entry, TAKING_PART } from '../../challenges/challenge.ts';
import type { ChallengeStore, EnterResult, NewEntry } from '../../challenges/challenge-store.ts';
import { takesEntries } from '../../challenges/entry-rules.ts';
import { LIVE_PHASES, type Phase } from '../../challenges/phases.ts';
import { recordCase } from '../case-book.ts';
import { challengeEntries, challenges } from '../challenge-schema.ts';
import { type Database, type Transaction, writing } from '../open.ts';
import { type ChallengeReader, entryFromRow } from './challenge-rows.ts';
import { authorToBeTold, entryNoticeOwed } from './entry-notices.ts';
import { postsChanged } from './owed-posts.ts';

type Entries = Pick<
  ChallengeStore,
  'enter' | 'entry' | 'entries' | 'entriesOf' | 'withdraw' | 'decide' | 'disqualify' | 'needsVideo'
>;

const isTakingPart = ({ state }: Entry): boolean => TAKING_PART.some((taking) => taking === state);

/** The entries of challenges: how they come in, and how they leave. */
export function createEntries(db: Database, reader: ChallengeReader): Entries {
  const enter = (entry: NewEntry, now: number): EnterResult => {
    const { challengeId, userId, jobId, title, state, replaces } = entry;
    const challenge = reader.challenge(challengeId);
    if (!challenge || !takesEntries(challenge, now)) return { kind: 'not-open' };
    const known = entryOfVideo(db, challengeId, jobId);
    if (known) return { kind: 'already', entry: known };
    const own = reader.entries(challengeId, TAKING_PART, userId);
    const replaced = own.find(({ id }) => id === replaces);
    if (replaced) {
      const video = { jobId, title: title ?? null, state, swappedAt: now };
      return { kind: 'entered', entry: changeEntry(db, replaced, video, now) };
    }
    if (own.length >= challenge.settings.entriesPerMember) return { kind: 'full', entries: own };
    const values = { challengeId, userId, jobId, title, state, number: nextNumber(db, challengeId) };
    const [row] = db
      .insert(challengeEntries)
      .values({ ...values, enteredAt: now })
      .returning()
      .all();
    if (!row) throw new Error('the new entry was not returned');
    const made = entryFromRow(row);
    postsChanged(db, challengeId, ['announcement'], now);
    entryNoticeOwed(db, made, now);
    return { kind: 'entered', entry: made };
  };

  /** The entry with its challenge, if that is in one of these phases. */
  const found = (entryId: number, phases: readonly Phase[]) => {
    const entry = reader.entry(entryId);
    const challenge = entry && reader.challenge(entry.challengeId);
    return entry && challenge && phases.includes(challenge.phase) ? { entry, challenge } : undefined;
  };

  return {
    enter: async (entry, now) => writing(db, () => enter(entry, now)),
    entry: async (entryId) => reader.entry(entryId),
    entries: async (challengeId, states) => reader.entries(challengeId, states),
    entriesOf: async (challengeId, userId) => reader.entries(challengeId, undefined, userId),

    withdraw: async (entryId, now) =>
      writing(db, () => {
        const { entry, challenge } = found(entryId, ['open']) ?? {};
        if (!entry || !challenge || !isTakingPart(entry) || !takesEntries(challenge, now)) return;
        return changeEntry(db, entry, { state: 'withdrawn' }, now);
      }),

    decide: async ({ id, jobId }, state, draft, now) =>
      writing(db, () => {
        const { entry, challenge } = found(id, ['open', 'review']) ?? {};
        if (!challenge || entry?.state !== 'waiting' || entry.jobId !== jobId) return;
        changeEntry(db, entry, { state, reason: state === 'refused' ? (draft.reason ?? null) : null }, now);
        if (state === 'refused') authorToBeTold(db, challenge, entry, now);
        return recordCase(db, challenge.guildId, { ...draft, targetId: entry.userId, jobId }, now);
      }),

    disqualify: async (entryId, draft, now) =>
      writing(db, () => {
        const { entry, challenge } = found(entryId, LIVE_PHASES) ?? {};
        if (!entry || !challenge || !isTakingPart(entry)) return;
        changeEntry(db, entry, { state: 'disqualified', reason: draft.reason ?? null }, now);
        authorToBeTold(db, challenge, entry, now);
        const concerning = { ...draft, targetId: entry.userId, jobId: entry.jobId };
        return recordCase(db, challenge.guildId, concerning, now);
      }),

    needsVideo: async (jobId) =>
      runningEntries(db)
        .where(and(isRunning(), eq(challengeEntries.jobId, jobId)))
        .limit(1)
        .all().length > 0,
  };
}

/** What became of a video that was entered before. One that was withdrawn may come again. */
const entryOfVideo = (db: Database, challengeId: number, jobId: number): Entry | undefined =>
  db
    .select()
    .from(challengeEntries)
    .where(
      and(
        // By the video, which the index knows.
        eq(challengeEntries.jobId, jobId),
        eq(challengeEntries.challengeId, challengeId),
        ne(challengeEntries.state, 'withdrawn'),
      ),
    )
    .all()
    .map(entryFromRow)[0];

function nextNumber(db: Database, challengeId: number): number {
  const newest = db
    .select({ number: max(challengeEntries.number) })
    .from(challengeEntries)
    .where(eq(challengeEntries.challengeId, challengeId))
    .all()[0]?.number;
  return (newest ?? 0) + 1;
}

/** Writes what has changed of an entry, and has mended what shows it. Called inside a transaction. */
export function changeEntry(
  db: Database | Transaction,
  { id, challengeId }: Entry,
  changes: Partial<typeof challengeEntries.$inferInsert>,
  now: number,
): Entry {
  const [row] = db.update(challengeEntries).set(changes).where(eq(challengeEntries.id, id)).returning().all();
  if (!row) throw new Error(`entry ${id} is gone in the midst of its change`);
  postsChanged(db, challengeId, ['announcement', 'contact-sheet'], now);
  postsChanged(db, challengeId, ['entry'], now, id);
  const changed = entryFromRow(row);
  entryNoticeOwed(db, changed, now);
  return changed;
}

/** Entries with their challenges; see `isRunning`. */
export const runningEntries = (db: Database | Transaction) =>
  db
    .select({ jobId: challengeEntries.jobId })
    .from(challengeEntries)
    .innerJoin(challenges, eq(challenges.id, challengeEntries.challengeId));

/** Those that take part in a challenge that is not over. */
export const isRunning = () =>
  and(inArray(challengeEntries.state, [...TAKING_PART]), inArray(challenges.phase, [...LIVE_PHASES]));

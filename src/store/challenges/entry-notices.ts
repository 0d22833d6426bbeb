import { eq } from 'drizzle-orm';
import type { Challenge, Entry } from '../../challenges/challenge.ts';
import { challenges } from '../challenge-schema.ts';
import { owe, oweEdit } from '../notice-store.ts';
import type { Database, Transaction } from '../open.ts';

/**
 * Owes moderators a message on an entry that waits for them, and has the one that there is mended. Called inside the
 * transaction that makes or changes the entry.
 */
export function entryNoticeOwed(
  db: Database | Transaction,
  { id, challengeId, state }: Pick<Entry, 'id' | 'challengeId' | 'state'>,
  now: number,
): void {
  const [challenge] = db
    .select({ guildId: challenges.guildId })
    .from(challenges)
    .where(eq(challenges.id, challengeId))
    .all();
  if (!challenge) return;
  const subject = { guildId: challenge.guildId, kind: 'entry', subjectId: id } as const;
  if (state === 'waiting') owe(db, subject, now);
  oweEdit(db, subject, now);
}

/** Owes the author of an entry the word that moderators took it out. Called inside the transaction that does. */
export const authorToBeTold = (
  db: Database | Transaction,
  { guildId }: Pick<Challenge, 'guildId'>,
  { id }: Pick<Entry, 'id'>,
  now: number,
): void => owe(db, { guildId, kind: 'entry-out', subjectId: id }, now);

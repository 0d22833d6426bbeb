import { and, eq, inArray, type SQLWrapper, sql } from 'drizzle-orm';
import type { Phase } from '../../challenges/phases.ts';
import {
  challengeBallots,
  challengeEntries,
  challengeReminders,
  challenges,
  themeBallots,
} from '../challenge-schema.ts';
import type { Transaction } from '../open.ts';
import { entryFromRow } from './challenge-rows.ts';
import { changeEntry, isRunning } from './entries.ts';

const OVER: readonly Phase[] = ['closed', 'cancelled'];
/** That a challenge can have. */
export const ROUNDS: readonly number[] = [1, 2];
/** Stands for a member who had their data deleted: another one in every row, so that no two can be put together. */
const NOBODY = sql`'deleted-' || lower(hex(randomblob(16)))`;

/** Challenges in which nothing can change any more. */
export const isOver = () => inArray(challenges.phase, [...OVER]);

/** Takes a member's entries out of the challenges of a server that are not over. Called inside a transaction. */
export function withdrawEntriesOf(tx: Transaction, guildId: string, userId: string, now: number): void {
  const running = tx
    .select({ entry: challengeEntries })
    .from(challenges)
    .innerJoin(challengeEntries, eq(challengeEntries.challengeId, challenges.id))
    .where(and(eq(challenges.guildId, guildId), eq(challengeEntries.userId, userId), isRunning()))
    .all();
  for (const { entry } of running) changeEntry(tx, entryFromRow(entry), { state: 'withdrawn' }, now);
}

/**
 * Takes a member's name from the votes that they cast in challenges of a server that are over: the votes themselves stay, so
 * that a result can be counted again. Called inside a transaction.
 */
export function forgetVoter(tx: Transaction, guildId: string, userId: string): void {
  const over = tx
    .select({ id: challenges.id })
    .from(challenges)
    .where(and(eq(challenges.guildId, guildId), isOver()));
  tx.update(challengeBallots)
    .set({ voterId: NOBODY, accountCreatedAt: 0 })
    .where(
      and(
        inArray(challengeBallots.challengeId, over),
        inArray(challengeBallots.round, ROUNDS),
        eq(challengeBallots.voterId, userId),
      ),
    )
    .run();
  tx.update(themeBallots)
    .set({ voterId: NOBODY })
    .where(and(inArray(themeBallots.challengeId, over), eq(themeBallots.voterId, userId)))
    .run();
  tx.delete(challengeReminders)
    .where(and(inArray(challengeReminders.challengeId, over), eq(challengeReminders.userId, userId)))
    .run();
}

/** Takes every text from the entries of some videos. Called inside a transaction. */
export function forgetEntryTexts(tx: Transaction, jobIds: SQLWrapper): void {
  tx.update(challengeEntries)
    // Others' words may repeat the title's.
    .set({ title: null, reason: null })
    .where(inArray(challengeEntries.jobId, jobIds))
    .run();
}

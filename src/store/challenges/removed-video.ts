import { and, eq } from 'drizzle-orm';
import type { Entry } from '../../challenges/challenge.ts';
import { challengeEntries, challenges } from '../challenge-schema.ts';
import type { Transaction } from '../open.ts';
import { entryFromRow } from './challenge-rows.ts';
import { changeEntry, isRunning } from './entries.ts';

/**
 * Takes a video out of the challenges that are not over, because it is shown no more. Called inside the transaction that
 * removes it.
 * @param reason as its owner is told
 */
export function entriesLoseVideo(
  tx: Transaction,
  jobId: number,
  { state, reason }: { state: Extract<Entry['state'], 'withdrawn' | 'disqualified'>; reason: string },
  now: number,
): void {
  const running = tx
    .select({ entry: challengeEntries })
    .from(challengeEntries)
    .innerJoin(challenges, eq(challenges.id, challengeEntries.challengeId))
    .where(and(eq(challengeEntries.jobId, jobId), isRunning()))
    .all();
  for (const { entry } of running) changeEntry(tx, entryFromRow(entry), { state, reason }, now);
}

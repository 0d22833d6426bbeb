import { and, eq } from 'drizzle-orm';
import type { Entry } from '../../challenges/challenge.ts';
import type { PostKind } from '../../challenges/post.ts';
import { challengeEntries, challenges } from '../challenge-schema.ts';
import type { Transaction } from '../open.ts';
import { entryFromRow } from './challenge-rows.ts';
import { changeEntry, isRunning } from './entries.ts';
import { postsChanged } from './owed-posts.ts';

/**
 * Takes a video, which is shown no more, out of the challenges that are not over, and out of the messages of those that are.
 * Called inside the transaction that removes it.
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
  entryPostsChanged(tx, jobId, ['contact-sheet', 'podium'], now);
}

/** Has the posts of a covered or uncovered video mended, also where it is over. Called inside the transaction that changes it. */
export const entriesChangeCover = (tx: Transaction, jobId: number, now: number): void =>
  entryPostsChanged(tx, jobId, ['contact-sheet'], now);

/** @param kinds besides the posts of the entries that the video is */
function entryPostsChanged(tx: Transaction, jobId: number, kinds: readonly PostKind[], now: number): void {
  const entries = tx
    .select({ id: challengeEntries.id, challengeId: challengeEntries.challengeId })
    .from(challengeEntries)
    .where(eq(challengeEntries.jobId, jobId))
    .all();
  for (const { id, challengeId } of entries) {
    postsChanged(tx, challengeId, ['entry'], now, id);
    postsChanged(tx, challengeId, kinds, now);
  }
}

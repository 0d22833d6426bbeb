import { and, eq, isNull, ne } from 'drizzle-orm';
import type { JobStore } from '../jobs/job-store.ts';
import { recordCase } from './case-book.ts';
import { entriesChangeCover, entriesLoseVideo } from './challenges/removed-video.ts';
import type { JobReader } from './job-rows.ts';
import { type Database, type Transaction, writing } from './open.ts';
import type { QuotaLedger } from './quota-ledger.ts';
import { jobs } from './schema.ts';

type ResultModeration = Pick<JobStore, 'setSpoiler' | 'setOwnSpoiler' | 'remove' | 'removeOwn'>;

/** What moderators do to finished videos, and authors to their own. */
export function createResultModeration(
  db: Database,
  reader: JobReader,
  ledger: QuotaLedger,
): ResultModeration {
  const noteSpoiler = (tx: Transaction, jobId: number, spoiler: boolean, now: number): boolean => {
    const { changes } = tx
      .update(jobs)
      .set({ spoiler })
      .where(and(eq(jobs.id, jobId), ne(jobs.spoiler, spoiler)))
      .run();
    if (changes > 0) entriesChangeCover(tx, jobId, now);
    return changes > 0;
  };
  const noteRemoval = (tx: Transaction, jobId: number, byId: string, now: number): boolean =>
    tx
      .update(jobs)
      .set({ removedAt: now, removedById: byId, cardDueAt: now })
      .where(and(eq(jobs.id, jobId), isNull(jobs.removedAt)))
      .run().changes > 0;

  return {
    setSpoiler: async (jobId, spoiler, draft, now) =>
      writing(db, (tx) => {
        const row = reader.row(jobId);
        if (!row || !noteSpoiler(tx, jobId, spoiler, now)) return undefined;
        return recordCase(tx, row.guildId, draft, now);
      }),
    setOwnSpoiler: async (jobId, spoiler, now) => writing(db, (tx) => noteSpoiler(tx, jobId, spoiler, now)),

    remove: async (jobId, giveBack, draft, now) =>
      writing(db, (tx) => {
        const row = reader.row(jobId);
        if (!row || !noteRemoval(tx, jobId, draft.actorId, now)) return undefined;
        const reason = draft.reason ?? 'Its video was removed.';
        entriesLoseVideo(tx, jobId, { state: 'disqualified', reason }, now);
        const givenBack = giveBack && ledger.giveBack(jobId, now);
        return { case: recordCase(tx, row.guildId, draft, now), givenBack };
      }),
    removeOwn: async (jobId, now) =>
      writing(db, (tx) => {
        const row = reader.row(jobId);
        if (!row || !noteRemoval(tx, jobId, row.userId, now)) return false;
        entriesLoseVideo(tx, jobId, { state: 'withdrawn', reason: 'Its video was deleted.' }, now);
        // From now on nobody uses the file, so it is deleted, nor is it fetched from Scenario again.
        tx.update(jobs)
          .set({ videoPath: null, videoBytes: null, assetId: null })
          .where(eq(jobs.id, jobId))
          .run();
        return true;
      }),
  };
}

import { eq } from 'drizzle-orm';
import type { JobStore } from '../jobs/job-store.ts';
import { recordCase } from './case-book.ts';
import type { JobReader } from './job-rows.ts';
import { type Database, writing } from './open.ts';
import type { QuotaLedger } from './quota-ledger.ts';
import { jobs } from './schema.ts';

type ResultModeration = Pick<JobStore, 'setSpoiler' | 'remove'>;

/** What moderators do to finished videos. */
export function createResultModeration(
  db: Database,
  reader: JobReader,
  ledger: QuotaLedger,
): ResultModeration {
  return {
    setSpoiler: async (jobId, spoiler, draft, now) =>
      writing(db, (tx) => {
        const row = reader.row(jobId);
        if (!row || row.spoiler === spoiler) return undefined;
        tx.update(jobs).set({ spoiler }).where(eq(jobs.id, jobId)).run();
        return recordCase(tx, row.guildId, draft, now);
      }),

    remove: async (jobId, giveBack, draft, now) =>
      writing(db, (tx) => {
        const row = reader.row(jobId);
        if (!row || row.removedAt !== null) return undefined;
        tx.update(jobs).set({ removedAt: now, cardDueAt: now }).where(eq(jobs.id, jobId)).run();
        const givenBack = giveBack && ledger.giveBack(jobId, now);
        return { case: recordCase(tx, row.guildId, draft, now), givenBack };
      }),
  };
}

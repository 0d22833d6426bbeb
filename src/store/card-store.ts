import { asc, eq, lte } from 'drizzle-orm';
import { CARD_EDIT_INTERVAL_MS, type CardStore } from '../jobs/card-store.ts';
import { isFinal } from '../jobs/states.ts';
import { createJobReader, type OnUnreadable } from './job-rows.ts';
import { type Database, writing } from './open.ts';
import { jobs } from './schema.ts';

/** The cards' columns of the job rows. */
export function createCardStore(db: Database, onUnreadable?: OnUnreadable): CardStore {
  const reader = createJobReader(db, onUnreadable);
  return {
    due: async (now, limit) =>
      db
        .select()
        .from(jobs)
        .where(lte(jobs.cardDueAt, now))
        .orderBy(asc(jobs.cardDueAt))
        .limit(limit)
        .all()
        .flatMap((row) => {
          const job = reader.readable(row);
          return job ? [{ job, hash: row.cardHash ?? undefined }] : [];
        }),

    posted: async (jobId, { messageId, hash }, nextLookAt) =>
      void db
        .update(jobs)
        .set({ cardMessageId: messageId, cardHash: hash, cardDueAt: nextLookAt })
        .where(eq(jobs.id, jobId))
        .run(),

    looked: async (seen, { hash, editedAt }, nextLookAt) =>
      writing(db, () => {
        const row = reader.row(seen.id);
        if (!row) return;
        const edited = editedAt ?? row.cardEditedAt;
        const movedOn = row.state !== seen.state;
        const mayEditAt = isFinal(row.state) ? 0 : edited + CARD_EDIT_INTERVAL_MS;
        db.update(jobs)
          .set({
            cardHash: hash,
            cardEditedAt: edited,
            cardDueAt: movedOn ? Math.max(row.cardDueAt ?? 0, mayEditAt) : (nextLookAt ?? null),
          })
          .where(eq(jobs.id, seen.id))
          .run();
      }),
  };
}

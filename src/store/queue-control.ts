import { and, eq, isNotNull, min, sql } from 'drizzle-orm';
import { CARD_EDIT_INTERVAL_MS } from '../jobs/card-store.ts';
import type { JobStore } from '../jobs/job-store.ts';
import { recordCase } from './case-book.ts';
import { type Database, type Transaction, writing } from './open.ts';
import type { Queue } from './queue.ts';
import { readQueueMode } from './queue-mode.ts';
import { guildQueues, jobs } from './schema.ts';

type QueueControl = Pick<JobStore, 'queueMode' | 'setQueueMode' | 'moveToFront'>;

/** What moderators do to a server's queue. */
export function createQueueControl(db: Database, queue: Queue): QueueControl {
  return {
    queueMode: async (guildId) => readQueueMode(db, guildId),

    setQueueMode: async (guildId, mode, draft, now) =>
      writing(db, (tx) => {
        const before = readQueueMode(tx, guildId);
        if (before?.mode === mode?.mode) return undefined;
        tx.delete(guildQueues).where(eq(guildQueues.guildId, guildId)).run();
        if (mode)
          tx.insert(guildQueues)
            .values({ ...mode, guildId })
            .run();
        if (mode?.mode === 'paused') queue.pause(guildId);
        else queue.resume(guildId);
        showOnCards(tx, guildId, now);
        return recordCase(tx, guildId, draft, now);
      }),

    moveToFront: async (jobId, draft, now) =>
      writing(db, (tx) => {
        const job = tx.select().from(jobs).where(eq(jobs.id, jobId)).all()[0];
        if (job?.state !== 'queued') return undefined;
        const { guildId, userId } = job;
        const lowest = tx
          .select({ rank: min(jobs.rank) })
          .from(jobs)
          .where(and(eq(jobs.guildId, guildId), eq(jobs.userId, userId), eq(jobs.state, 'queued')))
          .all()[0]?.rank;
        tx.update(jobs)
          .set({ rank: (lowest ?? 0) - 1 })
          .where(eq(jobs.id, jobId))
          .run();
        queue.toFrontOfGuild({ guildId, userId });
        showOnCards(tx, guildId, now);
        return recordCase(tx, guildId, draft, now);
      }),
  };
}

/** Has the cards of a guild's waiting jobs looked at as soon as each may be edited, but for those that are given up. */
function showOnCards(tx: Transaction, guildId: string, now: number): void {
  tx.update(jobs)
    .set({ cardDueAt: sql`max(${now}, ${jobs.cardEditedAt} + ${CARD_EDIT_INTERVAL_MS})` })
    .where(and(eq(jobs.guildId, guildId), sql`${jobs.state} = 'queued'`, isNotNull(jobs.cardDueAt)))
    .run();
}

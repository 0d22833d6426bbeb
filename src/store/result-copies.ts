import { and, asc, eq, getTableColumns } from 'drizzle-orm';
import type { ResultCopy, ResultCopyStore } from '../jobs/result-copies.ts';
import type { Database } from './open.ts';
import { jobs, resultCopies } from './schema.ts';

/** Stands where nobody is named: in direct messages. */
const NOBODY = '';

const oldestFirst = [asc(resultCopies.postedAt), asc(resultCopies.messageId)] as const;

/** Where results were posted again. */
export function createResultCopyStore(db: Database): ResultCopyStore {
  return {
    add: async ({ byId = NOBODY, ...copy }) =>
      void db
        .insert(resultCopies)
        .values({ ...copy, byId })
        .onConflictDoNothing()
        .run(),
    ofJob: async (jobId) =>
      db
        .select()
        .from(resultCopies)
        .where(eq(resultCopies.jobId, jobId))
        .orderBy(...oldestFirst)
        .all()
        .map(fromRow),
    directOfMember: async (guildId, userId) =>
      db
        .select(getTableColumns(resultCopies))
        .from(resultCopies)
        .innerJoin(jobs, eq(jobs.id, resultCopies.jobId))
        .where(and(eq(jobs.guildId, guildId), eq(jobs.userId, userId), eq(resultCopies.byId, NOBODY)))
        .orderBy(...oldestFirst)
        .all()
        .map(fromRow),
    forget: async (messageId) =>
      void db.delete(resultCopies).where(eq(resultCopies.messageId, messageId)).run(),
  };
}

const fromRow = ({ byId, ...row }: typeof resultCopies.$inferSelect): ResultCopy => ({
  ...row,
  byId: byId === NOBODY ? undefined : byId,
});

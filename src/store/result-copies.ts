import { asc, eq } from 'drizzle-orm';
import type { ResultCopyStore } from '../jobs/result-copies.ts';
import type { Database } from './open.ts';
import { resultCopies } from './schema.ts';

/** Where results were posted again. */
export function createResultCopyStore(db: Database): ResultCopyStore {
  return {
    add: async (copy) => void db.insert(resultCopies).values(copy).onConflictDoNothing().run(),
    ofJob: async (jobId) =>
      db
        .select()
        .from(resultCopies)
        .where(eq(resultCopies.jobId, jobId))
        .orderBy(asc(resultCopies.postedAt), asc(resultCopies.messageId))
        .all(),
    forget: async (messageId) =>
      void db.delete(resultCopies).where(eq(resultCopies.messageId, messageId)).run(),
  };
}

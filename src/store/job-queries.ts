import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, lte, or, sql } from 'drizzle-orm';
import type { JobStore } from '../jobs/job-store.ts';
import { isFinal, JOB_STATES } from '../jobs/states.ts';
import type { JobReader } from './job-rows.ts';
import type { Database } from './open.ts';
import { jobs, resultCopies } from './schema.ts';

type JobQueries = Pick<
  JobStore,
  | 'find'
  | 'knownRemoteIds'
  | 'inState'
  | 'failedSince'
  | 'countUnfinished'
  | 'activeInGuild'
  | 'recentDurations'
  | 'expiredHolds'
  | 'byMessage'
>;

const UNFINISHED_STATES = JOB_STATES.filter((state) => !isFinal(state));

/** What is read of the jobs. */
export function createJobQueries(db: Database, reader: JobReader): JobQueries {
  const { fromRows } = reader;

  return {
    find: async (jobId) => reader.job(jobId),
    knownRemoteIds: async (remoteIds) => {
      const rows = db
        .select({ remoteId: jobs.remoteId })
        .from(jobs)
        .where(inArray(jobs.remoteId, [...remoteIds]))
        .all();
      return new Set(rows.flatMap(({ remoteId }) => remoteId ?? []));
    },
    inState: async (state) => fromRows(db.select().from(jobs).where(eq(jobs.state, state)).all()),
    failedSince: async (codes, since) =>
      fromRows(
        db
          .select()
          .from(jobs)
          .where(
            and(
              eq(jobs.state, 'failed'),
              inArray(jobs.failureCode, [...codes]),
              // What its author had deleted is not to turn up again.
              isNull(jobs.purgedAt),
              // The same moment as `stateSince` for a job that has ended, and part of the index.
              gt(jobs.runAt, since),
            ),
          )
          .all(),
      ),
    countUnfinished: async () => {
      const rows = db
        .select({ state: jobs.state, count: sql<number>`count(*)` })
        .from(jobs)
        .where(inArray(jobs.state, UNFINISHED_STATES))
        .groupBy(jobs.state)
        .all();
      return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
    },
    activeInGuild: async (guildId) =>
      fromRows(
        db
          .select()
          .from(jobs)
          // Named one by one: the index does not serve "all but", and ended jobs only grow more.
          .where(and(eq(jobs.guildId, guildId), inArray(jobs.state, UNFINISHED_STATES)))
          .orderBy(asc(jobs.id))
          .all(),
      ),
    expiredHolds: async (now) =>
      fromRows(
        db
          .select()
          .from(jobs)
          .where(and(eq(jobs.state, 'held'), lte(jobs.runAt, now)))
          .all(),
      ),
    byMessage: async (guildId, messageId) =>
      fromRows(
        db
          .select()
          .from(jobs)
          .where(
            and(
              or(
                eq(jobs.resultMessageId, messageId),
                eq(jobs.cardMessageId, messageId),
                inArray(
                  jobs.id,
                  db
                    .select({ id: resultCopies.jobId })
                    .from(resultCopies)
                    .where(eq(resultCopies.messageId, messageId)),
                ),
              ),
              eq(jobs.guildId, guildId),
            ),
          )
          .limit(1)
          .all(),
      )[0],
    recentDurations: async (count) =>
      db
        .select({ submittedAt: jobs.submittedAt, generatedAt: jobs.generatedAt })
        .from(jobs)
        .where(and(eq(jobs.state, 'delivered'), isNotNull(jobs.submittedAt), isNotNull(jobs.generatedAt)))
        .orderBy(desc(jobs.runAt))
        .limit(count)
        .all()
        .map(({ submittedAt, generatedAt }) => (generatedAt ?? 0) - (submittedAt ?? 0)),
  };
}

import { and, asc, eq, inArray, isNotNull, isNull, lte, sql } from 'drizzle-orm';
import type { JobStore } from '../jobs/job-store.ts';
import type { JobReader } from './job-rows.ts';
import type { Database } from './open.ts';
import { jobImages, jobs } from './schema.ts';

type JobDetails = Pick<
  JobStore,
  'withPicturesToFetch' | 'pictureStored' | 'postponePictures' | 'withoutPrice' | 'priceFound'
>;

/** What is found out about waiting jobs: their pictures and prices. */
export function createJobDetails(db: Database, reader: JobReader): JobDetails {
  const { fromRows } = reader;

  return {
    withPicturesToFetch: async (now, limit) =>
      fromRows(
        db
          .select()
          .from(jobs)
          .where(
            inArray(
              jobs.id,
              db.select({ jobId: jobImages.jobId }).from(jobImages).where(lte(jobImages.fetchAt, now)),
            ),
          )
          .orderBy(asc(jobs.id))
          .limit(limit)
          .all(),
      ),
    pictureStored: async (jobId, slot, storedAs) =>
      void db
        .update(jobImages)
        .set({ storedAs, fetchAt: null })
        .where(and(eq(jobImages.jobId, jobId), eq(jobImages.slot, slot)))
        .run(),
    postponePictures: async (jobId, at) =>
      void db
        .update(jobImages)
        .set({ fetchAt: at })
        .where(and(eq(jobImages.jobId, jobId), isNotNull(jobImages.fetchAt)))
        .run(),

    withoutPrice: async (limit) =>
      fromRows(
        db
          .select()
          .from(jobs)
          .where(and(sql`${jobs.state} = 'queued'`, isNull(jobs.priceUnits)))
          .limit(limit)
          .all(),
      ),
    priceFound: async (jobIds, units) =>
      void db
        .update(jobs)
        .set({ priceUnits: units })
        .where(inArray(jobs.id, [...jobIds]))
        .run(),
  };
}

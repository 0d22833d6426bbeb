import {
  and,
  asc,
  between,
  eq,
  gt,
  inArray,
  isNotNull,
  isNull,
  lt,
  notExists,
  or,
  type SQL,
  sql,
} from 'drizzle-orm';
import { union } from 'drizzle-orm/sqlite-core';
import { FINAL_STATES, isFinal } from '../jobs/states.ts';
import { DELETED_PROMPT, type PrivacyStore } from '../moderation/privacy.ts';
import { challengeEntries } from './challenge-schema.ts';
import { isRunning, runningEntries } from './challenges/entries.ts';
import { keptOfChallenges } from './challenges/member-data.ts';
import { forgetEntryTexts, forgetVoter, withdrawEntriesOf } from './challenges/member-traces.ts';
import { type Database, type Transaction, writing } from './open.ts';
import { guildSettings, jobImages, jobs, uploadedAssets } from './schema.ts';

const DAY_MS = 24 * 3_600_000;

const isDeletable = and(inArray(jobs.state, FINAL_STATES), isNull(jobs.purgedAt));

/** A job that has a file on the disk. */
export const hasFiles = or(
  isNotNull(jobs.videoPath),
  isNotNull(jobs.fittedPath),
  inArray(
    jobs.id,
    sql`(select ${jobImages.jobId} from ${jobImages} where ${jobImages.storedAs} is not null)`,
  ),
);

/** Takes every text from finished jobs, and from the entries that they are. Called inside a transaction. @returns how many there were */
export function purgeTexts(tx: Transaction, which: SQL | undefined, now: number): number {
  const { changes } = tx
    .update(jobs)
    .set({
      settings: sql`json_remove(json_set(${jobs.settings}, '$.prompt', ${DELETED_PROMPT}), '$.negativePrompt')`,
      // Others' words may repeat the prompt's; the hash tells whether a card had it.
      failureDetail: null,
      holdReason: null,
      cardHash: null,
      purgedAt: now,
    })
    .where(and(isDeletable, which))
    .run();
  const purged = tx
    .select({ id: jobs.id })
    .from(jobs)
    .where(and(eq(jobs.purgedAt, now), which));
  tx.update(jobImages)
    .set({ url: '', fileName: '', fetchAt: null })
    .where(inArray(jobImages.jobId, purged))
    .run();
  forgetEntryTexts(tx, purged);
  return changes;
}

/** The first purged jobs after one whose files are not all deleted yet. Both halves are read from indexes of just these. */
function purgedWithFiles(tx: Transaction, after: number, limit: number) {
  const withVideo = tx
    .select({ id: jobs.id })
    .from(jobs)
    .where(
      and(
        gt(jobs.id, after),
        isNotNull(jobs.purgedAt),
        or(isNotNull(jobs.videoPath), isNotNull(jobs.fittedPath)),
      ),
    );
  const withPictures = tx
    .select({ id: jobImages.jobId })
    .from(jobImages)
    // The word for word condition of the index: a parameter would not match it.
    .where(and(gt(jobImages.jobId, after), isNotNull(jobImages.storedAs), sql`${jobImages.url} = ''`));
  return union(withVideo, withPictures).orderBy(sql`1`).limit(limit);
}

export function createPrivacyStore(db: Database): PrivacyStore {
  const ofMember = (guildId: string, userId: string) =>
    and(eq(jobs.guildId, guildId), eq(jobs.userId, userId));

  return {
    kept: async (guildId, userId) => {
      const rows = db
        .select({ id: jobs.id, state: jobs.state, purgedAt: jobs.purgedAt })
        .from(jobs)
        .where(ofMember(guildId, userId))
        .orderBy(asc(jobs.id))
        .all();
      const ended = rows.filter(({ state }) => isFinal(state));
      return {
        total: rows.length,
        deletable: ended.filter(({ purgedAt }) => purgedAt === null).length,
        underWay: rows.filter(({ state }) => !isFinal(state)).map(({ id }) => id),
        challenges: keptOfChallenges(db, guildId, userId),
      };
    },

    purgeMember: async (guildId, userId, now) =>
      writing(db, (tx) => {
        withdrawEntriesOf(tx, guildId, userId, now);
        forgetVoter(tx, guildId, userId);
        return purgeTexts(tx, ofMember(guildId, userId), now);
      }),

    purgeExpired: async (limit, now) =>
      writing(db, (tx) => {
        const days = sql<number>`json_extract(${guildSettings.settings}, '$.retentionDays')`;
        const servers = tx
          .select({ guildId: guildSettings.guildId, days })
          .from(guildSettings)
          .where(isNotNull(days))
          .all();
        const isEntry = runningEntries(tx).where(and(isRunning(), eq(challengeEntries.jobId, jobs.id)));
        let purged = 0;
        for (const { guildId, days: keptDays } of servers) {
          if (purged >= limit) break;
          const endedBefore = now - keptDays * DAY_MS;
          const expired = tx
            .select({ id: jobs.id })
            .from(jobs)
            .where(
              and(
                eq(jobs.guildId, guildId),
                // Asked for before it ended: the index knows this one.
                lt(jobs.createdAt, endedBefore),
                lt(jobs.stateSince, endedBefore),
                isDeletable,
                notExists(isEntry),
              ),
            )
            .limit(limit - purged)
            .all();
          const ids = expired.map(({ id }) => id);
          if (ids.length > 0) purged += purgeTexts(tx, inArray(jobs.id, ids), now);
        }
        return purged;
      }),

    purgedFiles: async (after, limit) =>
      db.transaction((tx) => {
        const rows = tx
          .select({ jobId: jobs.id, videoPath: jobs.videoPath, fittedPath: jobs.fittedPath })
          .from(jobs)
          .where(inArray(jobs.id, purgedWithFiles(tx, after, limit)))
          .orderBy(asc(jobs.id))
          .all();
        return rows.map(({ jobId, videoPath, fittedPath }) => ({
          jobId,
          videoPath: videoPath ?? undefined,
          fittedPath: fittedPath ?? undefined,
          pictures: tx
            .select({ name: jobImages.storedAs })
            .from(jobImages)
            .where(eq(jobImages.jobId, jobId))
            .all()
            .flatMap(({ name }) => name ?? []),
        }));
      }),

    pictureInUse: async (name) =>
      db
        .select({ jobId: jobImages.jobId })
        .from(jobImages)
        .innerJoin(jobs, eq(jobs.id, jobImages.jobId))
        .where(and(eq(jobImages.storedAs, name), isNull(jobs.purgedAt)))
        .limit(1)
        .all().length > 0,

    filesDeleted: async (jobId, deletedPictures) =>
      writing(db, (tx) => {
        tx.update(jobs)
          .set({ videoPath: null, videoBytes: null, fittedPath: null, fittedBytes: null })
          .where(eq(jobs.id, jobId))
          .run();
        tx.update(jobImages).set({ storedAs: null }).where(eq(jobImages.jobId, jobId)).run();
        for (const name of deletedPictures) {
          // Its shapes have longer names that begin with it.
          tx.delete(uploadedAssets)
            .where(between(uploadedAssets.storedAs, name, `${name}~`))
            .run();
        }
      }),
  };
}

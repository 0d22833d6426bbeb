import {
  and,
  asc,
  eq,
  gt,
  inArray,
  isNotNull,
  isNull,
  lt,
  not,
  notExists,
  notInArray,
  sql,
} from 'drizzle-orm';
import type { LibraryStore, LibraryVideo, RemovalReason } from '../jobs/library.ts';
import type { JobState } from '../jobs/states.ts';
import { challengeEntries } from './challenge-schema.ts';
import { isRunning, runningEntries } from './challenges/entries.ts';
import { createJobReader, type OnUnreadable } from './job-rows.ts';
import { type Database, writing } from './open.ts';
import { jobs, videos } from './schema.ts';

type VideoRow = typeof videos.$inferSelect;

const fromRow = ({ audioCodec, ...row }: VideoRow): LibraryVideo => ({
  ...row,
  audioCodec: audioCodec ?? undefined,
});

const UNDER_WAY = ['fetching', 'delivering', 'fitting'] as const satisfies readonly JobState[];

/** Jobs in these states keep their videos on the disk. */
const KEEPING: Record<RemovalReason, readonly JobState[]> = {
  age: UNDER_WAY,
  room: [...UNDER_WAY, 'undeliverable'],
};

const deletedByAuthor = sql`${jobs.removedById} is ${jobs.userId}`;

/** The videos on the disk, in SQLite. */
export function createLibraryStore(db: Database, onUnreadable?: OnUnreadable): LibraryStore {
  const reader = createJobReader(db, onUnreadable);
  const byPath = db
    .select()
    .from(videos)
    .where(eq(videos.path, sql.placeholder('path')))
    .prepare();

  /** Paths that are needed by jobs. */
  const needed = (reason: RemovalReason) =>
    db
      .select({ path: sql<string>`${jobs.videoPath}` })
      .from(jobs)
      .where(and(inArray(jobs.state, KEEPING[reason]), isNotNull(jobs.videoPath)));
  /** The same video as an entry of a challenge that is not over. */
  const entry = runningEntries(db)
    .innerJoin(jobs, eq(jobs.id, challengeEntries.jobId))
    .where(and(isRunning(), eq(jobs.videoPath, videos.path)));

  return {
    add: async (video) => {
      const row = { ...video, audioCodec: video.audioCodec ?? null };
      writing(db, (tx) =>
        tx
          .insert(videos)
          .values(row)
          .onConflictDoUpdate({ target: videos.path, set: { storedAt: video.storedAt } })
          .run(),
      );
    },

    find: async (path) => {
      const row = byPath.get({ path });
      return row && fromRow(row);
    },

    total: async () => {
      const [sum] = db
        .select({ videos: sql<number>`count(*)`, bytes: sql<number>`coalesce(sum(${videos.bytes}), 0)` })
        .from(videos)
        .all();
      return sum ?? { videos: 0, bytes: 0 };
    },

    list: async (after, limit) =>
      db
        .select()
        .from(videos)
        .where(gt(videos.path, after))
        .orderBy(asc(videos.path))
        .limit(limit)
        .all()
        .map(fromRow),

    removable: async (reason, storedBefore, limit) =>
      db
        .select()
        .from(videos)
        .where(
          and(lt(videos.storedAt, storedBefore), notInArray(videos.path, needed(reason)), notExists(entry)),
        )
        .orderBy(asc(videos.storedAt), asc(videos.path))
        .limit(limit)
        .all()
        .map(fromRow),

    unused: async (after, limit) => {
      const user = db
        .select({ id: jobs.id })
        .from(jobs)
        .where(and(eq(jobs.videoPath, videos.path), isNull(jobs.purgedAt)));
      return db
        .select()
        .from(videos)
        .where(and(gt(videos.path, after), notExists(user)))
        .orderBy(asc(videos.path))
        .limit(limit)
        .all()
        .map(fromRow);
    },

    inUse: async (path) =>
      db
        .select({ id: jobs.id })
        .from(jobs)
        .where(and(eq(jobs.videoPath, path), isNull(jobs.purgedAt)))
        .limit(1)
        .all().length > 0,

    forget: async (path, storedAt) =>
      writing(db, (tx) => {
        if (storedAt !== undefined) {
          tx.delete(videos)
            .where(and(eq(videos.path, path), eq(videos.storedAt, storedAt)))
            .run();
        }
        const [storedAgain] = tx.select().from(videos).where(eq(videos.path, path)).all();
        if (storedAgain) return;
        tx.update(jobs).set({ videoPath: null, videoBytes: null }).where(eq(jobs.videoPath, path)).run();
      }),

    restored: async (jobId, { path, bytes }) =>
      writing(
        db,
        (tx) =>
          tx
            .update(jobs)
            .set({ videoPath: path, videoBytes: bytes })
            .where(and(eq(jobs.id, jobId), isNull(jobs.purgedAt), not(deletedByAuthor)))
            .run().changes > 0,
      ),

    unlisted: async (after, limit) => {
      const row = db.select({ path: videos.path }).from(videos).where(eq(videos.path, jobs.videoPath));
      const rows = db
        .select()
        .from(jobs)
        .where(and(gt(jobs.id, after), isNotNull(jobs.videoPath), isNull(jobs.purgedAt), notExists(row)))
        .orderBy(asc(jobs.id))
        .limit(limit)
        .all();
      return reader.fromRows(rows);
    },
  };
}

import { and, asc, eq, lte, sql } from 'drizzle-orm';
import type { ChallengePost, ChallengePostStore } from '../../challenges/post.ts';
import { challengeEntries, challengePosts, challenges } from '../challenge-schema.ts';
import { type Database, writing } from '../open.ts';
import { entryFromRow } from './challenge-rows.ts';
import { owePosts, postsChanged } from './owed-posts.ts';

/** The public messages of challenges, in SQLite. */
export function createChallengePostStore(db: Database): ChallengePostStore {
  type Values = Parameters<ReturnType<typeof db.update<typeof challengePosts>>['set']>[0];
  const set = (id: number, values: Values) =>
    void db.update(challengePosts).set(values).where(eq(challengePosts.id, id)).run();

  return {
    due: async (now, limit) =>
      db
        .select()
        .from(challengePosts)
        .where(lte(challengePosts.dueAt, now))
        .orderBy(asc(challengePosts.dueAt), asc(challengePosts.id))
        .limit(limit)
        .all()
        .map(fromRow),

    owe: async ({ challengeId, ...post }, now) =>
      writing(db, (tx) => owePosts(tx, challengeId, [post], now) > 0),

    shown: async ({ id, dueAt }, at, nextLookAt) =>
      set(id, {
        ...at,
        attempts: 0,
        dueAt: sql`iif(${challengePosts.dueAt} is ${dueAt ?? null}, ${nextLookAt ?? null}, ${challengePosts.dueAt})`,
      }),

    lost: async (id, now) =>
      set(id, {
        channelId: null,
        messageId: null,
        hash: null,
        attempts: 0,
        // Always another one: the nonce is made of it, and Discord makes one message of repeats.
        createdAt: sql`max(${now}, ${challengePosts.createdAt} + 1)`,
        dueAt: now,
      }),

    postpone: async (id, at) => set(id, { attempts: sql`${challengePosts.attempts} + 1`, dueAt: at }),
    wait: async (id, at) => set(id, { dueAt: at }),
    done: async (id) => set(id, { dueAt: null }),

    ofChallenge: async (challengeId) =>
      db
        .select()
        .from(challengePosts)
        .where(and(eq(challengePosts.challengeId, challengeId)))
        .orderBy(asc(challengePosts.id))
        .all()
        .map(fromRow),

    entryShownBy: async (guildId, messageId) =>
      // By the server's challenges, which are few: no index knows the messages.
      db
        .select({ entry: challengeEntries })
        .from(challenges)
        .innerJoin(
          challengePosts,
          and(eq(challengePosts.challengeId, challenges.id), eq(challengePosts.kind, 'entry')),
        )
        .innerJoin(challengeEntries, eq(challengeEntries.id, challengePosts.subjectId))
        .where(and(eq(challenges.guildId, guildId), eq(challengePosts.messageId, messageId)))
        .limit(1)
        .all()
        .map(({ entry }) => entryFromRow(entry))[0],

    changed: async (challengeId, kinds, now) =>
      writing(db, (tx) => postsChanged(tx, challengeId, kinds, now)),
  };
}

const fromRow = (row: typeof challengePosts.$inferSelect): ChallengePost => ({
  ...row,
  channelId: row.channelId ?? undefined,
  messageId: row.messageId ?? undefined,
  hash: row.hash ?? undefined,
  dueAt: row.dueAt ?? undefined,
});

import { and, asc, eq, lte } from 'drizzle-orm';
import type { Notice, NoticeStore } from '../moderation/notice.ts';
import type { Database, Transaction } from './open.ts';
import { notices } from './schema.ts';

type Subject = Pick<Notice, 'guildId' | 'kind' | 'subjectId'>;

/** Owes a server's moderators a message on something new. Called inside the transaction that writes it. */
export function owe(db: Database | Transaction, subject: Subject, now: number): void {
  db.insert(notices)
    .values({ ...subject, createdAt: now, dueAt: now })
    .onConflictDoNothing()
    .run();
}

/** Has the message on something edited, because it changed. Called inside the transaction that changes it. */
export function oweEdit(
  db: Database | Transaction,
  { guildId, kind, subjectId }: Subject,
  now: number,
): void {
  db.update(notices)
    .set({ dueAt: now })
    .where(and(eq(notices.guildId, guildId), eq(notices.kind, kind), eq(notices.subjectId, subjectId)))
    .run();
}

export function createNoticeStore(db: Database): NoticeStore {
  const set = (noticeId: number, values: Partial<typeof notices.$inferInsert>) =>
    void db.update(notices).set(values).where(eq(notices.id, noticeId)).run();
  return {
    due: async (now, limit) =>
      db
        .select()
        .from(notices)
        .where(lte(notices.dueAt, now))
        .orderBy(asc(notices.dueAt), asc(notices.id))
        .limit(limit)
        .all()
        .map(({ channelId, messageId, dueAt: _, ...notice }) => ({
          ...notice,
          channelId: channelId ?? undefined,
          messageId: messageId ?? undefined,
        })),
    posted: async (noticeId, message) => set(noticeId, { ...message, dueAt: null }),
    done: async (noticeId) => set(noticeId, { dueAt: null }),
    postpone: async (noticeId, until) => set(noticeId, { dueAt: until }),
  };
}

import { and, asc, eq, gt, isNull, ne, or } from 'drizzle-orm';
import type { ReminderStore } from '../../challenges/reminder-store.ts';
import { challengeReminders } from '../challenge-schema.ts';
import { type Database, writing } from '../open.ts';

/** Who is told of closes, in SQLite. */
export function createReminderStore(db: Database): ReminderStore {
  const ofMember = (challengeId: number, userId: string) =>
    and(eq(challengeReminders.challengeId, challengeId), eq(challengeReminders.userId, userId));

  return {
    toggle: async (challengeId, userId) =>
      writing(db, (tx) => {
        const removed = tx.delete(challengeReminders).where(ofMember(challengeId, userId)).run().changes;
        if (removed === 0) tx.insert(challengeReminders).values({ challengeId, userId }).run();
        return removed === 0;
      }),

    toTell: async (challengeId, close, limit, after = '') =>
      db
        .select({ userId: challengeReminders.userId })
        .from(challengeReminders)
        .where(
          and(
            eq(challengeReminders.challengeId, challengeId),
            gt(challengeReminders.userId, after),
            or(isNull(challengeReminders.toldOf), ne(challengeReminders.toldOf, close)),
          ),
        )
        .orderBy(asc(challengeReminders.userId))
        .limit(limit)
        .all()
        .map(({ userId }) => userId),

    told: async (challengeId, close, userId) =>
      void db.update(challengeReminders).set({ toldOf: close }).where(ofMember(challengeId, userId)).run(),
  };
}

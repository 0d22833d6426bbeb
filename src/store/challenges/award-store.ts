import { and, asc, eq, inArray, lte, ne } from 'drizzle-orm';
import type { AwardStore } from '../../challenges/award.ts';
import { roleAwards } from '../challenge-schema.ts';
import type { Database } from '../open.ts';

/** The roles that winners get, in SQLite. */
export function createAwardStore(db: Database): AwardStore {
  const set = (id: number, values: Partial<typeof roleAwards.$inferInsert>) =>
    void db.update(roleAwards).set(values).where(eq(roleAwards.id, id)).run();

  return {
    due: async (now, limit) =>
      db
        .select()
        .from(roleAwards)
        .where(lte(roleAwards.dueAt, now))
        .orderBy(asc(roleAwards.dueAt), asc(roleAwards.id))
        .limit(limit)
        .all()
        .map(({ dueAt: _, forMs, expiresAt, ...award }) => ({
          ...award,
          forMs: forMs ?? undefined,
          expiresAt: expiresAt ?? undefined,
        })),

    given: async (id, expiresAt) =>
      void db
        .update(roleAwards)
        .set({ state: 'held', expiresAt: expiresAt ?? null, dueAt: expiresAt ?? null })
        .where(and(eq(roleAwards.id, id), eq(roleAwards.state, 'owed')))
        .run(),

    hasAnother: async ({ id, guildId, userId, roleId }) =>
      db
        .select({ id: roleAwards.id })
        .from(roleAwards)
        .where(
          and(
            eq(roleAwards.guildId, guildId),
            eq(roleAwards.userId, userId),
            eq(roleAwards.roleId, roleId),
            inArray(roleAwards.state, ['owed', 'held']),
            ne(roleAwards.id, id),
          ),
        )
        .limit(1)
        .all().length > 0,

    over: async (id) => set(id, { state: 'over', dueAt: null }),
    postpone: async (id, dueAt) => set(id, { dueAt }),
  };
}

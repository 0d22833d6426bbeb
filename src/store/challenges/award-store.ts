import { and, asc, eq, inArray, lte, ne } from 'drizzle-orm';
import type { AwardStore, RoleAward } from '../../challenges/award.ts';
import type { NoticeKind } from '../../moderation/notice.ts';
import { roleAwards } from '../challenge-schema.ts';
import { owe, oweEdit } from '../notice-store.ts';
import { type Database, type Transaction, writing } from '../open.ts';

/** The roles that winners get, in SQLite. */
export function createAwardStore(db: Database): AwardStore {
  return {
    due: async (now, limit) =>
      db
        .select()
        .from(roleAwards)
        .where(lte(roleAwards.dueAt, now))
        .orderBy(asc(roleAwards.dueAt), asc(roleAwards.id))
        .limit(limit)
        .all()
        .map(awardFromRow),

    ofChallenge: async (challengeId) =>
      db
        .select()
        .from(roleAwards)
        .where(eq(roleAwards.challengeId, challengeId))
        .orderBy(asc(roleAwards.id))
        .all()
        .map(awardFromRow),

    giving: async (id) =>
      void db
        .update(roleAwards)
        .set({ state: 'giving' })
        .where(isIn(id, ['owed']))
        .run(),

    had: async (id, now) =>
      writing(db, (tx) => change(tx, isIn(id, ['owed']), { state: 'had', dueAt: null }, now)),

    given: async (id, expiresAt, now) =>
      writing(db, (tx) => {
        const values = { state: 'held', expiresAt: expiresAt ?? null, dueAt: expiresAt ?? null } as const;
        change(tx, isIn(id, ['owed', 'giving']), values, now);
      }),

    hasAnother: async ({ id, guildId, userId, roleId }) =>
      db
        .select({ id: roleAwards.id })
        .from(roleAwards)
        .where(
          and(
            eq(roleAwards.guildId, guildId),
            eq(roleAwards.userId, userId),
            eq(roleAwards.roleId, roleId),
            inArray(roleAwards.state, ['giving', 'held']),
            ne(roleAwards.id, id),
          ),
        )
        .limit(1)
        .all().length > 0,

    over: async (id, now) =>
      writing(db, (tx) => change(tx, eq(roleAwards.id, id), { state: 'over', dueAt: null }, now)),

    postpone: async (id, dueAt) =>
      void db.update(roleAwards).set({ dueAt }).where(eq(roleAwards.id, id)).run(),

    refused: async (award, dueAt, now) =>
      writing(db, (tx) => {
        tx.update(roleAwards).set({ dueAt }).where(eq(roleAwards.id, award.id)).run();
        owe(tx, noticeOn(award), now);
      }),

    giveUp: async (award, now) =>
      writing(db, (tx) => {
        owe(tx, noticeOn(award), now);
        change(tx, eq(roleAwards.id, award.id), { state: 'given-up', dueAt: null }, now);
      }),
  };
}

const isIn = (id: number, states: RoleAward['state'][]) =>
  and(eq(roleAwards.id, id), inArray(roleAwards.state, states));

const NOTICES = ['role-owed', 'role-kept'] as const satisfies readonly NoticeKind[];

/** What moderators are told of a role that cannot be given, or not be taken back: one message for each challenge. */
const noticeOn = ({ guildId, challengeId, state }: RoleAward) => ({
  guildId,
  kind: state === 'held' ? NOTICES[1] : NOTICES[0],
  subjectId: challengeId,
});

/** Changes awards, and has mended what moderators were told of them. */
function change(
  tx: Transaction,
  which: ReturnType<typeof and>,
  values: Partial<typeof roleAwards.$inferInsert>,
  now: number,
): void {
  for (const { guildId, challengeId } of tx.update(roleAwards).set(values).where(which).returning().all()) {
    for (const kind of NOTICES) oweEdit(tx, { guildId, kind, subjectId: challengeId }, now);
  }
}

const awardFromRow = ({
  dueAt: _,
  forMs,
  expiresAt,
  ...award
}: typeof roleAwards.$inferSelect): RoleAward => ({
  ...award,
  forMs: forMs ?? undefined,
  expiresAt: expiresAt ?? undefined,
});

import { and, desc, eq, inArray, lt, max } from 'drizzle-orm';
import type { CaseDraft, CaseStore, ModerationCase } from '../moderation/case.ts';
import { owe } from './notice-store.ts';
import { type Database, type Transaction, writing } from './open.ts';
import { cases } from './schema.ts';

/** Notes a case with the server's next number, and owes its message to the log. Called inside the transaction of the deed. */
export function recordCase(
  db: Database | Transaction,
  guildId: string,
  draft: CaseDraft,
  now: number,
): ModerationCase {
  const newest = db
    .select({ number: max(cases.number) })
    .from(cases)
    .where(eq(cases.guildId, guildId))
    .all()[0]?.number;
  const row = { ...draft, guildId, number: (newest ?? 0) + 1, at: now };
  db.insert(cases).values(row).run();
  owe(db, { guildId, kind: 'case', subjectId: row.number }, now);
  return row;
}

export function createCaseStore(db: Database): CaseStore {
  return {
    record: async (guildId, draft, now) => writing(db, () => recordCase(db, guildId, draft, now)),
    find: async (guildId, number) =>
      db
        .select()
        .from(cases)
        .where(and(eq(cases.guildId, guildId), eq(cases.number, number)))
        .all()
        .map(caseFromRow)[0],
    ofJob: async ({ id, guildId, userId }, kinds) =>
      db
        .select()
        .from(cases)
        .where(
          and(
            eq(cases.guildId, guildId),
            // By the author, which the index knows.
            eq(cases.targetId, userId),
            eq(cases.jobId, id),
            inArray(cases.kind, [...kinds]),
          ),
        )
        .orderBy(desc(cases.number))
        .limit(1)
        .all()
        .map(caseFromRow)[0],
    list: async (guildId, { targetId, before }, limit) =>
      db
        .select()
        .from(cases)
        .where(
          and(
            eq(cases.guildId, guildId),
            targetId === undefined ? undefined : eq(cases.targetId, targetId),
            before === undefined ? undefined : lt(cases.number, before),
          ),
        )
        .orderBy(desc(cases.number))
        .limit(limit)
        .all()
        .map(caseFromRow),
  };
}

export const caseFromRow = (row: typeof cases.$inferSelect): ModerationCase => ({
  ...row,
  targetId: row.targetId ?? undefined,
  jobId: row.jobId ?? undefined,
  reason: row.reason ?? undefined,
  until: row.until ?? undefined,
  detail: row.detail ?? undefined,
});

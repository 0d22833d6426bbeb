import { and, asc, desc, eq, gte, lt, type SQL, sql } from 'drizzle-orm';
import type { BookRow, ExportStore, Stretch } from '../jobs/export-store.ts';
import type { ModerationCase } from '../moderation/case.ts';
import { caseFromRow } from './case-book.ts';
import { challengesOfMember } from './challenges/member-data.ts';
import { createJobReader, type OnUnreadable } from './job-rows.ts';
import type { Database } from './open.ts';
import { grantFromRow } from './quota-ledger.ts';
import { readPolicies } from './quota-rules-store.ts';
import {
  blocks,
  cases,
  jobs,
  quotaGrants,
  quotaLedger,
  reportMutes,
  reports,
  spendLedger,
} from './schema.ts';

/** What moderators and members take away as files. */
export function createExportStore(db: Database, onUnreadable?: OnUnreadable): ExportStore {
  const reader = createJobReader(db, onUnreadable);

  const quotaRows = (which: SQL | undefined, limit: number): BookRow[] =>
    db
      .select()
      .from(quotaLedger)
      .where(which)
      .orderBy(desc(quotaLedger.id))
      .limit(limit)
      .all()
      .map(({ guildId: _, grantId, ...row }) => ({ book: 'quota', ...row, grantId: grantId ?? undefined }));

  const moneyRows = (which: SQL | undefined, limit: number): BookRow[] =>
    db
      .select({ row: spendLedger, userId: jobs.userId })
      .from(spendLedger)
      .leftJoin(jobs, eq(jobs.id, spendLedger.jobId))
      .where(which)
      .orderBy(desc(spendLedger.id))
      .limit(limit)
      .all()
      .map(({ row: { guildId: _, ...row }, userId }) => ({
        book: 'money',
        ...row,
        userId: userId ?? undefined,
        videos: undefined,
        seconds: undefined,
        grantId: undefined,
      }));

  const ledger = (guildId: string, { since, after, limit }: Stretch<BookRow>): BookRow[] => {
    const ofQuota = and(
      eq(quotaLedger.guildId, guildId),
      gte(quotaLedger.at, since),
      after && lt(quotaLedger.id, after.id),
    );
    const ofMoney = and(
      eq(spendLedger.guildId, guildId),
      gte(spendLedger.at, since),
      after?.book === 'money' ? lt(spendLedger.id, after.id) : undefined,
    );
    const quota = after?.book === 'money' ? [] : quotaRows(ofQuota, limit);
    return quota.length === limit ? quota : [...quota, ...moneyRows(ofMoney, limit - quota.length)];
  };

  return {
    jobs: async (guildId, { since, after, limit }) =>
      db
        .select()
        .from(jobs)
        .where(
          and(
            eq(jobs.guildId, guildId),
            gte(jobs.createdAt, since),
            after && sql`(${jobs.createdAt}, ${jobs.id}) < (${after.createdAt}, ${after.id})`,
          ),
        )
        .orderBy(desc(jobs.createdAt), desc(jobs.id))
        .limit(limit)
        .all()
        .map(reader.fromRow),

    ledger: async (guildId, stretch) => db.transaction(() => ledger(guildId, stretch)),

    cases: async (guildId, { since, after, limit }) =>
      db
        .select()
        .from(cases)
        .where(and(eq(cases.guildId, guildId), gte(cases.at, since), after && lt(cases.number, after.number)))
        .orderBy(desc(cases.number))
        .limit(limit)
        .all()
        .map((row) => ({ ...caseFacts(row), actorId: row.actorId })),

    memberData: async (guildId, userId) =>
      db.transaction(() => {
        const own = db
          .select()
          .from(jobs)
          .where(and(eq(jobs.guildId, guildId), eq(jobs.userId, userId)))
          .orderBy(desc(jobs.id))
          .all();
        const block = db
          .select()
          .from(blocks)
          .where(and(eq(blocks.guildId, guildId), eq(blocks.userId, userId)))
          .all()[0];
        return {
          jobs: reader.fromRows(own),
          ledger: quotaRows(
            and(eq(quotaLedger.guildId, guildId), eq(quotaLedger.userId, userId)),
            Number.MAX_SAFE_INTEGER,
          ),
          rules: readPolicies(db, guildId).filter(
            ({ scope, subjectId }) => scope === 'user' && subjectId === userId,
          ),
          grants: db
            .select()
            .from(quotaGrants)
            .where(
              and(
                eq(quotaGrants.guildId, guildId),
                eq(quotaGrants.scope, 'user'),
                eq(quotaGrants.subjectId, userId),
              ),
            )
            .orderBy(asc(quotaGrants.id))
            .all()
            .map((row) => ({ ...grantFromRow(row), revokedAt: row.revokedAt ?? undefined })),
          block: block && {
            userId,
            reason: block.reason ?? undefined,
            since: block.since,
            until: block.until ?? undefined,
          },
          cases: db
            .select()
            .from(cases)
            .where(and(eq(cases.guildId, guildId), eq(cases.targetId, userId)))
            .orderBy(desc(cases.number))
            .all()
            .map(caseFacts),
          reports: db
            .select()
            .from(reports)
            .where(and(eq(reports.guildId, guildId), eq(reports.reporterId, userId)))
            .orderBy(desc(reports.id))
            .all()
            .map(({ decidedById: _, text, ...report }) => ({ ...report, text: text ?? undefined })),
          reportsMutedSince: db
            .select()
            .from(reportMutes)
            .where(and(eq(reportMutes.guildId, guildId), eq(reportMutes.userId, userId)))
            .all()[0]?.since,
          challenges: challengesOfMember(db, guildId, userId),
        };
      }),
  };
}

/** A case without who did it. */
function caseFacts(row: typeof cases.$inferSelect): Omit<ModerationCase, 'actorId'> {
  const { actorId: _, ...facts } = caseFromRow(row);
  return facts;
}

import { and, eq, sql } from 'drizzle-orm';
import type { Report, ReportStore } from '../moderation/report.ts';
import { recordCase } from './case-book.ts';
import { owe, oweEdit } from './notice-store.ts';
import { type Database, type Transaction, writing } from './open.ts';
import { reportMutes, reports } from './schema.ts';

export function createReportStore(db: Database): ReportStore {
  const find = (from: Database | Transaction, reportId: number): Report | undefined =>
    from.select().from(reports).where(eq(reports.id, reportId)).all().map(fromRow)[0];
  const mutedAs = ({ guildId, reporterId }: Pick<Report, 'guildId' | 'reporterId'>) =>
    and(eq(reportMutes.guildId, guildId), eq(reportMutes.userId, reporterId));

  return {
    report: async (report) =>
      writing(db, (tx) => {
        if (tx.select().from(reportMutes).where(mutedAs(report)).all().length > 0) return { kind: 'muted' };
        const [row] = tx.insert(reports).values(report).onConflictDoNothing().returning().all();
        if (!row) return { kind: 'already-reported' };
        owe(tx, { guildId: row.guildId, kind: 'report', subjectId: row.id }, report.at);
        return { kind: 'reported', report: fromRow(row) };
      }),

    find: async (reportId) => find(db, reportId),

    dismissedOf: async (guildId, reporterId) =>
      db
        .select({ count: sql<number>`count(*)` })
        .from(reports)
        .where(
          and(
            eq(reports.guildId, guildId),
            eq(reports.reporterId, reporterId),
            eq(reports.state, 'dismissed'),
          ),
        )
        .all()[0]?.count ?? 0,

    dismiss: async (reportId, byId, now) =>
      writing(db, (tx) => {
        const report = find(tx, reportId);
        if (report?.state !== 'open') return undefined;
        const { guildId, jobId } = report;
        tx.update(reports)
          .set({ state: 'dismissed', decidedById: byId })
          .where(eq(reports.id, reportId))
          .run();
        oweEdit(tx, { guildId, kind: 'report', subjectId: reportId }, now);
        const draft = { kind: 'report-dismiss', actorId: byId, jobId, detail: `report ${reportId}` } as const;
        return {
          report: { ...report, state: 'dismissed', decidedById: byId },
          case: recordCase(tx, guildId, draft, now),
        };
      }),

    settleAllOf: async (jobId, byId, now) =>
      writing(db, (tx) => {
        const open = and(eq(reports.jobId, jobId), eq(reports.state, 'open'));
        const decided = tx
          .update(reports)
          .set({ state: 'acted-on', decidedById: byId })
          .where(open)
          .returning()
          .all();
        for (const { guildId, id } of decided) oweEdit(tx, { guildId, kind: 'report', subjectId: id }, now);
        return decided.length;
      }),

    mute: async (reportId, muted, draft, now) =>
      writing(db, (tx) => {
        const report = find(tx, reportId);
        if (!report) return undefined;
        const changed = muted
          ? tx
              .insert(reportMutes)
              .values({ guildId: report.guildId, userId: report.reporterId, since: now })
              .onConflictDoNothing()
              .run().changes
          : tx.delete(reportMutes).where(mutedAs(report)).run().changes;
        if (changed === 0) return undefined;
        // The case names the report, not its author: the log is read by more than those who may know.
        const detail = `report ${reportId}`;
        const kind = muted ? 'reports-mute' : 'reports-unmute';
        return recordCase(tx, report.guildId, { ...draft, kind, jobId: report.jobId, detail }, now);
      }),
  };
}

const fromRow = (row: typeof reports.$inferSelect): Report => ({
  ...row,
  text: row.text ?? undefined,
  decidedById: row.decidedById ?? undefined,
});

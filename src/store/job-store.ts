import { and, asc, desc, eq, inArray, isNotNull, lte, sql } from 'drizzle-orm';
import { CARD_EDIT_INTERVAL_MS } from '../jobs/card-store.ts';
import type { JobMove, JobStore } from '../jobs/job-store.ts';
import { canMove, isFinal, settlementFor } from '../jobs/states.ts';
import { createAdmissionFacts } from './admission-facts.ts';
import { createAdmissions } from './admissions.ts';
import { noteBudgets } from './budget-notices.ts';
import { recordCase } from './case-book.ts';
import { createJobDetails } from './job-details.ts';
import { createJobQueries } from './job-queries.ts';
import { createJobReader, type JobRow, type OnUnreadable } from './job-rows.ts';
import { oweEdit } from './notice-store.ts';
import { type Database, writing } from './open.ts';
import { createQueue, LONGEST_WAIT_MS } from './queue.ts';
import { createQueueControl } from './queue-control.ts';
import { createQuotaLedger } from './quota-ledger.ts';
import { createResultModeration } from './result-moderation.ts';
import { jobImages, jobs, spendLedger } from './schema.ts';

/** The states of `claimDue`. */
const CLAIMED_WHEN_DUE = ['unknown', 'fetching', 'delivering', 'fitting'] as const;

/**
 * When the card may show that a job moved: at once when it ended, otherwise not too soon after the last edit. One that ends
 * before its author has said yes to the price was never seen by others, and gets no card.
 */
function cardDueAt(row: JobRow, { to, at }: Pick<JobMove, 'to' | 'at'>): number | null {
  if (row.hold === 'confirmation') return null;
  return isFinal(to) ? at : Math.max(at, row.cardEditedAt + CARD_EDIT_INTERVAL_MS);
}

/** The jobs, their queue and the two books, in SQLite. */
export function createJobStore(db: Database, onUnreadable?: OnUnreadable): JobStore {
  const reader = createJobReader(db, onUnreadable);
  const queue = createQueue(db);
  const ledger = createQuotaLedger(db);
  const facts = createAdmissionFacts(db);
  const account = ({ guildId, userId }: Pick<JobRow, 'guildId' | 'userId'>) => ({ guildId, userId });

  const due = db
    .select()
    .from(jobs)
    .where(
      and(
        eq(jobs.state, sql.placeholder('state')),
        lte(jobs.runAt, sql.placeholder('now')),
        lte(jobs.leaseUntil, sql.placeholder('now')),
      ),
    )
    .orderBy(asc(jobs.runAt))
    .limit(1)
    .prepare();

  /** A row that cannot be read is not to hold up what comes after it. */
  const putOff = (jobId: number, now: number): void =>
    void db
      .update(jobs)
      .set({ runAt: now + LONGEST_WAIT_MS })
      .where(eq(jobs.id, jobId))
      .run();

  const applyMove = (row: JobRow, move: Omit<JobMove, 'from' | 'token'>): void => {
    if (!canMove(row.state, move.to))
      throw new Error(`job ${row.id} cannot go from ${row.state} to ${move.to}`);
    if (row.state === 'held' && move.to === 'queued')
      throw new Error(`job ${row.id} is held: it is let go, with its quota reserved, or ends`);
    const { failure, video, fitted, ...columns } = move.changes ?? {};
    db.update(jobs)
      .set({
        ...columns,
        ...(failure ? { failureCode: failure.code, failureDetail: failure.detail ?? null } : {}),
        ...(video ? { videoPath: video.path, videoBytes: video.bytes } : {}),
        ...(fitted === undefined
          ? {}
          : { fittedPath: fitted?.path ?? null, fittedBytes: fitted?.bytes ?? null }),
        ...(isFinal(row.state) ? { failureCode: null, failureDetail: null } : {}),
        ...(move.to === 'submitting' ? {} : { leaseToken: null, leaseUntil: 0 }),
        state: move.to,
        stateSince: move.at,
        runAt: move.at + (move.to === 'queued' ? Math.min(move.waitMs ?? 0, LONGEST_WAIT_MS) : 0),
        attempts: move.to === 'queued' ? row.attempts + (move.failedAttempt ? 1 : 0) : 0,
        // A moment's state is not worth an edit: the card is looked at when the next state is entered.
        ...(move.to === 'submitting' ? {} : { cardDueAt: cardDueAt(row, move) }),
      })
      .where(eq(jobs.id, row.id))
      .run();
    if (isFinal(move.to)) {
      db.update(jobImages).set({ fetchAt: null }).where(eq(jobImages.jobId, row.id)).run();
    }
    if (row.state === 'queued') queue.left(account(row));
    if (move.to === 'queued') queue.joined(account(row), move.waitMs === undefined ? 'front' : 'back');
    const settlement = settlementFor(move.to);
    if (settlement) {
      ledger.settle(row.id, settlement, move.changes?.costUnits ?? row.costUnits ?? undefined, move.at);
    }
    if (row.state === 'held') {
      oweEdit(db, { guildId: row.guildId, kind: 'held', subjectId: row.id }, move.at);
    }
    if (move.case) recordCase(db, row.guildId, move.case, move.at);
    if (move.spend) {
      const { kind: entry, units } = move.spend;
      db.insert(spendLedger)
        .values({ guildId: row.guildId, jobId: row.id, entry, units, at: move.at })
        .onConflictDoNothing()
        .run();
      noteBudgets(db, row.guildId, facts.ownBudgets(row.guildId, move.at), 'reached', move.at);
    }
  };

  return {
    ...createAdmissions(db, reader, queue, ledger, facts),
    ...createQueueControl(db, queue),
    ...createResultModeration(db, reader, ledger),

    claimQueued: async (caps, lease, now) =>
      writing(db, () => {
        const next = () => queue.next(caps, now);
        for (let jobId = next(); jobId !== undefined; jobId = next()) {
          const row = reader.row(jobId);
          const job = row && reader.readable(row);
          if (!job) {
            putOff(jobId, now);
            continue;
          }
          db.update(jobs)
            .set({
              state: 'preparing',
              stateSince: now,
              runAt: now,
              leaseToken: lease.token,
              leaseUntil: lease.until,
            })
            .where(eq(jobs.id, jobId))
            .run();
          queue.served(account(row));
          return { job: { ...job, state: 'preparing', stateSince: now }, token: lease.token };
        }
        return undefined;
      }),

    claimDue: async (state, lease, now) =>
      writing(db, () => {
        for (let row = due.get({ state, now }); row; row = due.get({ state, now })) {
          const job = reader.readable(row);
          if (!job) {
            putOff(row.id, now);
            continue;
          }
          db.update(jobs)
            .set({ leaseToken: lease.token, leaseUntil: lease.until })
            .where(eq(jobs.id, row.id))
            .run();
          return { job, token: lease.token };
        }
        return undefined;
      }),

    move: async (jobId, move) =>
      writing(db, () => {
        const row = reader.row(jobId);
        if (!row || row.state !== move.from || row.leaseToken !== (move.token ?? null)) return undefined;
        applyMove(row, move);
        return reader.job(jobId);
      }),

    postpone: async (jobId, token, runAt, failedAttempt) =>
      db
        .update(jobs)
        .set({
          runAt,
          leaseToken: null,
          leaseUntil: 0,
          ...(failedAttempt ? { attempts: sql`${jobs.attempts} + 1` } : {}),
        })
        .where(and(eq(jobs.id, jobId), eq(jobs.leaseToken, token)))
        .run().changes > 0,

    startPosting: async (jobId, token, now, resultChannelId) =>
      db
        .update(jobs)
        .set({
          postingSince: sql`coalesce(${jobs.postingSince}, ${now})`,
          resultChannelId: resultChannelId ?? null,
        })
        .where(and(eq(jobs.id, jobId), eq(jobs.leaseToken, token), eq(jobs.state, 'delivering')))
        .run().changes > 0,

    recover: async (scope, now) =>
      writing(db, () => {
        const abandoned = scope === 'all' ? undefined : lte(jobs.leaseUntil, now);
        const interrupted = (state: 'preparing' | 'submitting') =>
          db
            .select()
            .from(jobs)
            .where(and(eq(jobs.state, state), abandoned))
            .orderBy(desc(jobs.stateSince), desc(jobs.id))
            .all();
        const prepared = interrupted('preparing');
        const submitted = interrupted('submitting');
        for (const row of prepared) applyMove(row, { to: 'queued', at: now });
        for (const row of submitted) applyMove(row, { to: 'unknown', at: now });
        db.update(jobs)
          .set({ leaseToken: null, leaseUntil: 0 })
          .where(and(inArray(jobs.state, CLAIMED_WHEN_DUE), isNotNull(jobs.leaseToken), abandoned))
          .run();
        return { requeued: prepared.length, unknown: submitted.length };
      }),

    ...createJobQueries(db, reader),
    ...createJobDetails(db, reader),
    lanes: async (guildId) => queue.lanes(guildId),
  };
}

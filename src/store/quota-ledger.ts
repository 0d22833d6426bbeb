import { and, eq, gt, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { type QuotaStanding, quotaStanding, type RollingLimit } from '../quota/rolling-window.ts';
import type { Database } from './open.ts';
import { quotaLedger } from './schema.ts';

/** A member's account in a guild. */
export interface Account {
  guildId: string;
  userId: string;
}

export interface QuotaLedger {
  standing(account: Account, limit: RollingLimit, now: number): QuotaStanding;
  reserve(account: Account, jobId: number, now: number): void;
  /** Ends the job's reservation; one that has ended already stays as it is. */
  settle(account: Account, jobId: number, entry: 'commit' | 'release', now: number): void;
}

/** The SQL of the members' book. Reserving and settling are called inside the transaction that writes the job. */
export function createQuotaLedger(db: Database): QuotaLedger {
  const released = alias(quotaLedger, 'released');
  const reservations = db
    .select({ reservedAt: quotaLedger.at, releaseId: released.id })
    .from(quotaLedger)
    .leftJoin(
      released,
      // The second condition follows from the third, but only with its words does SQLite use the index of settlements.
      and(
        eq(released.jobId, quotaLedger.jobId),
        sql`${released.entry} <> 'reserve'`,
        sql`${released.entry} = 'release'`,
      ),
    )
    .where(
      and(
        eq(quotaLedger.guildId, sql.placeholder('guildId')),
        eq(quotaLedger.userId, sql.placeholder('userId')),
        gt(quotaLedger.at, sql.placeholder('since')),
        sql`${quotaLedger.entry} = 'reserve'`,
      ),
    )
    .prepare();

  return {
    standing: (account, limit, now) =>
      quotaStanding(
        reservations
          .all({ ...account, since: now - limit.windowMs })
          .map(({ reservedAt, releaseId }) => ({ reservedAt, released: releaseId !== null })),
        limit,
        now,
      ),
    reserve: (account, jobId, now) =>
      void db
        .insert(quotaLedger)
        .values({ ...account, jobId, entry: 'reserve', videos: 1, at: now })
        .run(),
    settle: (account, jobId, entry, now) =>
      void db
        .insert(quotaLedger)
        .values({ ...account, jobId, entry, videos: 1, at: now })
        .onConflictDoNothing()
        .run(),
  };
}

import { and, eq, gt, inArray, isNull, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { Grant, GrantAccount } from '../quota/grant.ts';
import type { Amounts, Reservation } from '../quota/limit.ts';
import { LONGEST_WINDOW_MS } from '../quota/window.ts';
import { createChallengePools } from './challenges/challenge-pools.ts';
import type { Database } from './open.ts';
import { quotaGrants, quotaLedger } from './schema.ts';

/** A member's account in a guild. */
export interface Account {
  guildId: string;
  userId: string;
}

export interface QuotaLedger {
  /** What was reserved, and not given back, back to where the longest window begins. */
  reservations(account: Account, now: number): Reservation[];
  /** The grants that are in force for one of these subjects, and what the member has spent of each. */
  grants(account: Account, roleIds: readonly string[]): GrantAccount[];
  reserve(account: Account, jobId: number, amounts: Amounts, grantId: number | undefined, now: number): void;
  /**
   * Ends the job's reservation; one that has ended already stays as it is, and a job without one is left alone.
   * @param units what Scenario charged, if that is known
   */
  settle(jobId: number, entry: 'commit' | 'release', units: number | undefined, now: number): void;
  /** Gives back what a job took, whether or not it has ended. @returns whether it had anything to give back */
  giveBack(jobId: number, now: number): boolean;
}

/** The SQL of the members' book. Its writings are called inside the transaction that writes the job. */
export function createQuotaLedger(db: Database): QuotaLedger {
  const pools = createChallengePools(db);
  const givenBack = alias(quotaLedger, 'given_back');
  const committed = alias(quotaLedger, 'committed');
  // The words of the partial indexes: only with them does SQLite use those.
  const isGivenBack = and(
    eq(givenBack.jobId, quotaLedger.jobId),
    sql`${givenBack.entry} in ('release', 'forgive')`,
  );
  const isCommitted = and(
    eq(committed.jobId, quotaLedger.jobId),
    sql`${committed.entry} in ('commit', 'release')`,
  );
  const isReserve = sql`${quotaLedger.entry} = 'reserve'`;

  const reservations = db
    .select({
      takenAt: quotaLedger.at,
      videos: quotaLedger.videos,
      seconds: quotaLedger.seconds,
      units: sql<number>`coalesce(${committed.units}, ${quotaLedger.units})`,
      grantId: quotaLedger.grantId,
    })
    .from(quotaLedger)
    .leftJoin(givenBack, isGivenBack)
    .leftJoin(committed, isCommitted)
    .where(
      and(
        eq(quotaLedger.guildId, sql.placeholder('guildId')),
        eq(quotaLedger.userId, sql.placeholder('userId')),
        gt(quotaLedger.at, sql.placeholder('since')),
        isReserve,
        isNull(givenBack.id),
      ),
    )
    .prepare();

  const spent = db
    .select({
      videos: sql<number>`coalesce(sum(${quotaLedger.videos}), 0)`,
      units: sql<number>`coalesce(sum(coalesce(${committed.units}, ${quotaLedger.units})), 0)`,
    })
    .from(quotaLedger)
    .leftJoin(givenBack, isGivenBack)
    .leftJoin(committed, isCommitted)
    .where(
      and(
        eq(quotaLedger.grantId, sql.placeholder('grantId')),
        eq(quotaLedger.userId, sql.placeholder('userId')),
        isReserve,
        isNull(givenBack.id),
      ),
    )
    .prepare();

  const unitsOfPool = db
    .select({ units: sql<number>`coalesce(sum(coalesce(${committed.units}, ${quotaLedger.units})), 0)` })
    .from(quotaGrants)
    .innerJoin(quotaLedger, and(eq(quotaLedger.grantId, quotaGrants.id), isReserve))
    .leftJoin(givenBack, isGivenBack)
    .leftJoin(committed, isCommitted)
    .where(and(eq(quotaGrants.challengeId, sql.placeholder('challengeId')), isNull(givenBack.id)))
    .prepare();

  // The rows of a job, each found by its own index.
  const ofJob = (isEntry: SQL) =>
    db
      .select()
      .from(quotaLedger)
      .where(and(eq(quotaLedger.jobId, sql.placeholder('jobId')), isEntry))
      .prepare();
  const reserveOf = ofJob(isReserve);
  const settlementOf = ofJob(sql`${quotaLedger.entry} in ('commit', 'release')`);
  const returnOf = ofJob(sql`${quotaLedger.entry} in ('release', 'forgive')`);

  return {
    reservations: (account, now) =>
      reservations
        .all({ ...account, since: now - LONGEST_WINDOW_MS })
        .map(({ takenAt, grantId, ...amounts }) => ({ takenAt, amounts, grantId: grantId ?? undefined })),

    grants: ({ guildId, userId }, roleIds) =>
      db
        .select()
        .from(quotaGrants)
        .where(
          and(
            eq(quotaGrants.guildId, guildId),
            inArray(quotaGrants.subjectId, [userId, ...roleIds]),
            isNull(quotaGrants.revokedAt),
          ),
        )
        .all()
        .map((row) => {
          const sums = spent.get({ grantId: row.id, userId });
          const account = { grant: grantFromRow(row), spent: sums?.[row.unit] ?? 0 };
          if (row.challengeId === null) return account;
          const pool = pools.of(row.challengeId);
          return {
            ...account,
            grant: { ...account.grant, ...pool.share },
            sharedUnitsLeft:
              pool.units === undefined
                ? undefined
                : pool.units - (unitsOfPool.get({ challengeId: row.challengeId })?.units ?? 0),
          };
        }),

    reserve: (account, jobId, amounts, grantId, now) =>
      void db
        .insert(quotaLedger)
        .values({ ...account, ...amounts, jobId, grantId: grantId ?? null, entry: 'reserve', at: now })
        .run(),

    settle: (jobId, entry, units, now) => {
      const reserved = reserveOf.get({ jobId });
      if (!reserved || settlementOf.get({ jobId })) return;
      const { id: _, ...values } = reserved;
      db.insert(quotaLedger)
        .values({ ...values, entry, units: units ?? reserved.units, at: now })
        .run();
    },

    giveBack: (jobId, now) => {
      const reserved = reserveOf.get({ jobId });
      if (!reserved || returnOf.get({ jobId })) return false;
      const settled = settlementOf.get({ jobId });
      const { id: _, ...values } = settled ?? reserved;
      db.insert(quotaLedger)
        .values({ ...values, entry: settled ? 'forgive' : 'release', at: now })
        .run();
      return true;
    },
  };
}

export const grantFromRow = ({
  guildId: _guild,
  revokedAt: _revoked,
  ...row
}: typeof quotaGrants.$inferSelect): Grant => ({
  ...row,
  reason: row.reason ?? undefined,
  challengeId: row.challengeId ?? undefined,
  expiresAt: row.expiresAt ?? undefined,
});

import { and, eq, gte, inArray, isNull, sql } from 'drizzle-orm';
import type { AdmissionFacts } from '../jobs/admission-decision.ts';
import type { AskingMember } from '../jobs/job-store.ts';
import { isFinal, JOB_STATES } from '../jobs/states.ts';
import type { GuildSettings } from '../moderation/guild-settings.ts';
import { type BudgetLimit, type BudgetStanding, budgetStanding } from '../quota/budget.ts';
import type { OperatorRules } from '../quota/operator-rules.ts';
import { activeBlock } from './block-store.ts';
import { netUnits } from './net-units.ts';
import type { Database } from './open.ts';
import { readQueueMode } from './queue-mode.ts';
import { createQuotaLedger } from './quota-ledger.ts';
import { readPolicies } from './quota-rules-store.ts';
import { jobs, quotaLedger, spendLedger } from './schema.ts';
import { readSettings } from './settings-store.ts';

const UNFINISHED_STATES = JOB_STATES.filter((state) => !isFinal(state));

export type AdmissionFactsReader = ReturnType<typeof createAdmissionFacts>;

/** Reads everything that says whether a member may have a video now. Called inside the transaction that decides. */
export function createAdmissionFacts(db: Database) {
  const ledger = createQuotaLedger(db);

  /** Charged since then, less what was given back. Without a guild: of all of them. */
  const chargedUnits = (guildId: string | undefined, since: number): number =>
    db
      .select({ units: netUnits })
      .from(spendLedger)
      .where(
        and(guildId === undefined ? undefined : eq(spendLedger.guildId, guildId), gte(spendLedger.at, since)),
      )
      .all()[0]?.units ?? 0;

  /** Promised to videos that Scenario has not charged yet. Without a guild: to those of all of them. */
  const promisedUnits = (guildId: string | undefined): number =>
    db
      // A price that was found out after the order counts from then on.
      .select({ units: sql<number>`coalesce(sum(coalesce(${jobs.priceUnits}, ${quotaLedger.units})), 0)` })
      .from(jobs)
      .innerJoin(quotaLedger, and(eq(quotaLedger.jobId, jobs.id), sql`${quotaLedger.entry} = 'reserve'`))
      .where(
        and(
          guildId === undefined ? undefined : eq(jobs.guildId, guildId),
          inArray(jobs.state, UNFINISHED_STATES),
          isNull(jobs.costUnits),
        ),
      )
      .all()[0]?.units ?? 0;

  const budgets = (
    guildId: string,
    settings: GuildSettings,
    operator: OperatorRules,
    now: number,
  ): BudgetStanding[] => {
    const promised = new Map<string | undefined, number>();
    return [...ownBudgets(settings), ...operator.budgets].map((limit) => {
      const of = limit.owner === 'operator-all' ? undefined : guildId;
      const units = promised.get(of) ?? promisedUnits(of);
      promised.set(of, units);
      return budgetStanding(limit, now, (since) => chargedUnits(of, since) + units);
    });
  };

  return {
    budgetsOf: (guildId: string, operator: OperatorRules, now: number): BudgetStanding[] =>
      budgets(guildId, readSettings(db, guildId), operator, now),
    /** Those that the server set itself. */
    ownBudgets: (guildId: string, now: number): BudgetStanding[] =>
      budgets(guildId, readSettings(db, guildId), { limits: [], budgets: [] }, now),
    /** @param challengeId of the challenge that the video in question is for */
    of: (
      guildId: string,
      member: AskingMember,
      operator: OperatorRules,
      now: number,
      challengeId?: number,
    ): AdmissionFacts => {
      const { userId, roleIds, moderator } = member;
      const settings = readSettings(db, guildId);
      const account = { guildId, userId };
      const active = db
        .select({ count: sql<number>`count(*)` })
        .from(jobs)
        .where(
          and(eq(jobs.guildId, guildId), inArray(jobs.state, UNFINISHED_STATES), eq(jobs.userId, userId)),
        )
        .all()[0]?.count;
      return {
        block: activeBlock(db, guildId, userId, now),
        queueMode: readQueueMode(db, guildId),
        budgets: budgets(guildId, settings, operator, now),
        quota: {
          policies: readPolicies(db, guildId),
          operatorDefault: operator.limits,
          member: { userId, roleIds, exempt: moderator && settings.moderatorsExempt },
          reservations: ledger.reservations(account, now),
          timeZone: settings.timeZone,
          grants: ledger.grants(account, roleIds),
          active: active ?? 0,
          challengeId,
        },
      };
    },
  };
}

function ownBudgets({ budgetPerDayUnits, budgetPerMonthUnits, timeZone }: GuildSettings): BudgetLimit[] {
  const own = { owner: 'server', timeZone } as const;
  return [
    ...(budgetPerDayUnits === undefined
      ? []
      : [{ ...own, period: 'day' as const, units: budgetPerDayUnits }]),
    ...(budgetPerMonthUnits === undefined
      ? []
      : [{ ...own, period: 'month' as const, units: budgetPerMonthUnits }]),
  ];
}

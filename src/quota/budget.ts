import { type BudgetPeriod, periodAt } from './window.ts';

/**
 * Whose money a limit keeps: what the server set for itself, what the operator allows each server, and what the operator
 * allows all servers together.
 */
export const BUDGET_OWNERS = ['server', 'operator-server', 'operator-all'] as const;
export type BudgetOwner = (typeof BUDGET_OWNERS)[number];

export interface BudgetLimit {
  owner: BudgetOwner;
  period: BudgetPeriod;
  /** Creative units. */
  units: number;
  /** In which the day or month begins. */
  timeZone: string;
}

/** How much of a budget is gone: charged by Scenario in this period, or promised to videos that are not charged yet. */
export interface BudgetStanding {
  limit: BudgetLimit;
  committed: number;
  startsAt: number;
  endsAt: number;
}

/** At these shares of a budget its moderators are told, once each. */
export const BUDGET_LEVELS_PERCENT = [80, 100] as const;
export type BudgetLevelPercent = (typeof BUDGET_LEVELS_PERCENT)[number];

export const budgetStanding = (
  limit: BudgetLimit,
  now: number,
  committedSince: (startsAt: number) => number,
): BudgetStanding => {
  const { startsAt, endsAt } = periodAt(limit.period, now, limit.timeZone);
  return { limit, committed: committedSince(startsAt), startsAt, endsAt };
};

/**
 * The budget that has no room for a video of this price; of several the one that ends last. A video whose price is not known
 * (0) passes until the budget is used up.
 */
export function exceededBudget(
  standings: readonly BudgetStanding[],
  units: number,
): BudgetStanding | undefined {
  return standings
    .filter(({ limit, committed }) => committed + units > limit.units || committed >= limit.units)
    .sort((a, b) => b.endsAt - a.endsAt)[0];
}

/** The levels that a budget has reached. */
export const reachedLevels = ({ limit, committed }: BudgetStanding): BudgetLevelPercent[] =>
  BUDGET_LEVELS_PERCENT.filter((level) => committed * 100 >= limit.units * level);

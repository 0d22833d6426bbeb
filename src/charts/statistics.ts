/** How a video ended. `other` is every end without a name of its own: kept but not deliverable, denied, expired. */
export const OUTCOMES = ['delivered', 'failed', 'blocked', 'cancelled', 'other'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** How many videos ended in which way. Those still under way are not counted. */
export type OutcomeCounts = Record<Outcome, number>;

/** A calendar day in the server's time zone. */
export interface StatisticsDay extends OutcomeCounts {
  /** `YYYY-MM-DD` */
  day: string;
  /** Creative units that Scenario charged on this day, less what it gave back. */
  units: number;
}

/** Limits and spending in creative units, at the moment of the picture, whatever days it shows. */
export interface ServerBudget {
  /** Undefined: no limit. */
  unitsPerDay: number | undefined;
  unitsPerMonth: number | undefined;
  spentToday: number;
  spentThisMonth: number;
}

export interface TopUser {
  /** As the member is called in the server; any text. */
  name: string;
  /** Delivered ones. */
  videos: number;
  units: number;
}

/** What a server did in a number of days up to today. Totals are sums over `perDay`. */
export interface ServerStatistics {
  serverName: string;
  days: 7 | 30 | 90;
  /** IANA name, such as `Europe/Berlin`. */
  timeZone: string;
  /** One entry a day, oldest first, without gaps: `days` entries, the last of them today. */
  perDay: readonly StatisticsDay[];
  budget: ServerBudget;
  /** Most videos first, at most `MAX_TOP_USERS`. */
  topUsers: readonly TopUser[];
  /** From the order to its turn at Scenario; undefined when no video had one. */
  medianWaitMs: number | undefined;
  /** From the order to the posted video; undefined when none was delivered. */
  medianTotalMs: number | undefined;
}

export const MAX_TOP_USERS = 8;

export function outcomeTotals(perDay: readonly StatisticsDay[]): OutcomeCounts {
  const totals: OutcomeCounts = { delivered: 0, failed: 0, blocked: 0, cancelled: 0, other: 0 };
  for (const day of perDay) for (const outcome of OUTCOMES) totals[outcome] += day[outcome];
  return totals;
}

export const countAll = (counts: OutcomeCounts): number =>
  OUTCOMES.reduce((sum, outcome) => sum + counts[outcome], 0);

export const totalUnits = (perDay: readonly StatisticsDay[]): number =>
  perDay.reduce((sum, { units }) => sum + units, 0);

/** Whether nothing ended and nothing was charged. */
export const isEmpty = ({ perDay }: ServerStatistics): boolean =>
  perDay.every((day) => countAll(day) === 0 && day.units === 0);

/**
 * The share of videos that were delivered, from 0 to 1; undefined when none ended. What a member cancelled neither
 * succeeded nor failed and is left out.
 */
export function successRate(counts: OutcomeCounts): number | undefined {
  const tried = countAll(counts) - counts.cancelled;
  return tried > 0 ? counts.delivered / tried : undefined;
}

/** The day with most videos; of several the latest; undefined when none ended on any day. */
export function busiestDay(perDay: readonly StatisticsDay[]): StatisticsDay | undefined {
  const most = Math.max(0, ...perDay.map(countAll));
  return most > 0 ? perDay.findLast((day) => countAll(day) === most) : undefined;
}

export interface BudgetUse {
  period: 'day' | 'month';
  spent: number;
  limit: number;
  /** 1 is all of it. A budget of nothing counts as used up. */
  share: number;
}

/** How much is used of each budget that is set: the fullest, which stops the server first, comes first. */
export function budgetUses(budget: ServerBudget): BudgetUse[] {
  const uses = [
    budgetUse('month', budget.spentThisMonth, budget.unitsPerMonth),
    budgetUse('day', budget.spentToday, budget.unitsPerDay),
  ];
  return uses.filter((use) => use !== undefined).sort((a, b) => b.share - a.share);
}

const budgetUse = (period: BudgetUse['period'], spent: number, limit: number | undefined) =>
  limit === undefined ? undefined : { period, spent, limit, share: limit > 0 ? spent / limit : 1 };

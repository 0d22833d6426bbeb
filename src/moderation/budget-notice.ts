import type { BudgetLevelPercent, BudgetOwner } from '../quota/budget.ts';
import type { BudgetPeriod } from '../quota/window.ts';

/** A budget has reached a level; told once a period. */
export interface BudgetNotice {
  id: number;
  guildId: string;
  owner: BudgetOwner;
  period: BudgetPeriod;
  /** When the day or month began. */
  startsAt: number;
  endsAt: number;
  level: BudgetLevelPercent;
  /** Creative units, then. */
  committed: number;
  limit: number;
  at: number;
}

import type { BudgetLimit } from './budget.ts';
import type { Limit } from './limit.ts';

/** What whoever runs the bot allows, over whatever servers set for themselves. */
export interface OperatorRules {
  /** Hold for members of servers that have set no limit. */
  limits: readonly Limit[];
  budgets: readonly BudgetLimit[];
}

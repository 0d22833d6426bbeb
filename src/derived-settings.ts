import type { Settings } from './config.ts';
import type { BudgetOwner } from './quota/budget.ts';
import type { OperatorRules } from './quota/operator-rules.ts';
import type { BudgetPeriod } from './quota/window.ts';
import type { LibraryLimits } from './worker/context.ts';

const DAY_MS = 24 * 3_600_000;
export const BYTES_PER_MB = 1_000_000;
const BYTES_PER_GB = 1_000_000_000;

/** How much the library of videos may hold. */
export function libraryLimits({ LIBRARY_MAX_GB, LIBRARY_MAX_DAYS }: Settings): LibraryLimits {
  return {
    maxBytes: LIBRARY_MAX_GB * BYTES_PER_GB,
    maxAgeMs: LIBRARY_MAX_DAYS === undefined ? undefined : LIBRARY_MAX_DAYS * DAY_MS,
  };
}

/** What the operator allows every member, and is ready to pay; their days and months are those of UTC. */
export function operatorRules(settings: Settings): OperatorRules {
  const budget = (owner: BudgetOwner, period: BudgetPeriod, units: number | undefined) =>
    units === undefined ? [] : [{ owner, period, units, timeZone: 'UTC' }];
  return {
    limits: [{ unit: 'videos', amount: settings.QUOTA_VIDEOS_PER_DAY, window: 'rolling-day' }],
    budgets: [
      ...budget('operator-server', 'day', settings.BUDGET_PER_SERVER_PER_DAY),
      ...budget('operator-server', 'month', settings.BUDGET_PER_SERVER_PER_MONTH),
      ...budget('operator-all', 'day', settings.BUDGET_PER_DAY),
      ...budget('operator-all', 'month', settings.BUDGET_PER_MONTH),
    ],
  };
}

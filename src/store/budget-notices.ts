import { and, eq } from 'drizzle-orm';
import type { BudgetNotice } from '../moderation/budget-notice.ts';
import { type BudgetLevelPercent, type BudgetStanding, reachedLevels } from '../quota/budget.ts';
import { owe } from './notice-store.ts';
import type { Database } from './open.ts';
import { budgetNotices } from './schema.ts';

const STOPPED_LEVELS: readonly BudgetLevelPercent[] = [100];
/** The budget of all servers together belongs to none. */
const NO_GUILD = '';

/**
 * Notes the levels that budgets have reached, each once a period, and owes their moderators a message. A budget that has no
 * room for a video has `stopped`: it counts as used up, whatever small rest is left.
 */
export function noteBudgets(
  db: Database,
  guildId: string,
  standings: readonly BudgetStanding[],
  how: 'reached' | 'stopped',
  now: number,
): void {
  for (const standing of standings) {
    const { limit, committed, startsAt, endsAt } = standing;
    const owner = limit.owner === 'operator-all' ? NO_GUILD : guildId;
    for (const levelPercent of how === 'stopped' ? STOPPED_LEVELS : reachedLevels(standing)) {
      const [row] = db
        .insert(budgetNotices)
        .values({
          guildId: owner,
          owner: limit.owner,
          period: limit.period,
          startsAt,
          endsAt,
          levelPercent,
          committedUnits: committed,
          limitUnits: limit.units,
          at: now,
        })
        .onConflictDoNothing()
        .returning()
        .all();
      if (row) owe(db, { guildId: owner, kind: 'budget', subjectId: row.id }, now);
    }
  }
}

/** What a notice tells of. */
export function findBudgetNotice(db: Database, guildId: string, id: number): BudgetNotice | undefined {
  const [row] = db
    .select()
    .from(budgetNotices)
    .where(and(eq(budgetNotices.id, id), eq(budgetNotices.guildId, guildId)))
    .all();
  if (!row) return undefined;
  const { levelPercent, committedUnits, limitUnits, ...notice } = row;
  return { ...notice, level: levelPercent >= 100 ? 100 : 80, committed: committedUnits, limit: limitUnits };
}

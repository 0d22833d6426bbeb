import type { Block } from '../moderation/block.ts';
import { type BudgetStanding, exceededBudget } from '../quota/budget.ts';
import {
  explainQuota,
  type QuotaDecision,
  type QuotaExplanation,
  type QuotaFacts,
} from '../quota/decision.ts';
import type { Amounts } from '../quota/limit.ts';
import type { QueueMode } from './queue-mode.ts';

/** Everything in the database that says whether a member may have a video now. */
export interface AdmissionFacts {
  block: Block | undefined;
  queueMode: QueueMode | undefined;
  quota: QuotaFacts;
  budgets: readonly BudgetStanding[];
}

export type AdmissionRefusal =
  | { kind: 'blocked'; block: Block }
  | { kind: 'draining'; queue: QueueMode }
  | { kind: 'quota'; decision: Exclude<QuotaDecision, { kind: 'allowed' }> }
  | { kind: 'budget'; standing: BudgetStanding };

/** What the rules say of a video that a member asks for now. */
export interface AdmissionView {
  quota: QuotaExplanation;
  budgets: readonly BudgetStanding[];
  block: Block | undefined;
  queueMode: QueueMode | undefined;
  /** Undefined when the video is allowed. */
  refusal: AdmissionRefusal | undefined;
}

/** Decides on one video. Orders, approvals and explanations all ask this one function. */
export function decideAdmission(facts: AdmissionFacts, amounts: Amounts, now: number): AdmissionView {
  const { block, queueMode, budgets } = facts;
  const quota = explainQuota(facts.quota, amounts, now);
  return { quota, budgets, block, queueMode, refusal: refusalOf(facts, quota.decision, amounts) };
}

function refusalOf(
  { block, queueMode, budgets }: AdmissionFacts,
  decision: QuotaDecision,
  amounts: Amounts,
): AdmissionRefusal | undefined {
  if (block) return { kind: 'blocked', block };
  if (queueMode?.mode === 'draining') return { kind: 'draining', queue: queueMode };
  if (decision.kind !== 'allowed') return { kind: 'quota', decision };
  const standing = exceededBudget(budgets, amounts.units);
  return standing && { kind: 'budget', standing };
}

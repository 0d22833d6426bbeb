import type { AdmissionView } from '../jobs/admission-decision.ts';
import type { BudgetOwner, BudgetStanding } from '../quota/budget.ts';
import type { QuotaExplanation } from '../quota/decision.ts';
import { type Limit, limitText } from '../quota/limit.ts';
import type { EffectivePolicy, Policy } from '../quota/policy.ts';
import { blockText } from './moderation/words.ts';
import { limitRows } from './quota-view.ts';
import { comingTime, fittingRows, grantLeftText, messageOf, policyText, subjectText } from './quota-words.ts';
import { refusalText } from './refusal-text.ts';
import { count, cut, unitsText } from './text.ts';

export interface Explained {
  userId: string;
  /** They have left the server: nobody knows their roles any more. */
  left: boolean;
  view: AdmissionView;
  /** Holds where no rule of the server sets limits. */
  operatorDefault: readonly Limit[];
  /** Why an allowed video would wait for a moderator's approval, if it would. */
  waitsBecause: string | undefined;
}

/** Shares of the 2,000 characters of a message. */
const RULES_MAX_LENGTH = 700;
const LIST_MAX_LENGTH = 350;
const RULE_MAX_LENGTH = 350;

/** For moderators: what would become of a member's `/veo` now, and by which rules. At most 2,000 characters. */
export function renderExplanation(explained: Explained): string {
  const { userId, left, view, operatorDefault } = explained;
  const { quota, block, queueMode, budgets } = view;
  return messageOf([
    `**A \`/veo\` of <@${userId}> now, with all options left out: ${verdict(explained)}**`,
    ...(view.refusal ? [`> ${refusalText(view.refusal, undefined)}`] : []),
    ...(left ? ['They have left the server: rules and grants for their roles cannot be seen.'] : []),
    '**Rules**: deny > member > best role > everybody > the bot’s default',
    ...fittingRows(ruleRows(quota.policy, operatorDefault), RULES_MAX_LENGTH),
    `**Besides**: ${count(quota.active, 'video')} waiting or in the making; ${blockText(block)}; the queue is ${queueMode?.mode ?? 'open'}.`,
    ...section('Limits', limitRows(quota.limits)),
    ...section(
      'Grants, in the order in which they are spent',
      quota.grants.map((one) => `- ${grantLeftText(one, 'moderator')}`),
    ),
    ...section('Budgets', budgets.map(budgetRow)),
  ]);
}

function verdict({ view: { quota, refusal }, waitsBecause }: Explained): string {
  if (refusal) return '❌ refused';
  const paid = paidBy(quota);
  return waitsBecause === undefined
    ? `✅ allowed (${paid})`
    : `⏳ held for approval, then allowed (${paid}). ${waitsBecause}`;
}

function paidBy({ decision, policy }: QuotaExplanation): string {
  if (decision.kind === 'allowed' && decision.grantId !== undefined)
    return `paid by grant ${decision.grantId}`;
  return policy.limits.rule.length === 0 ? 'no limits hold for them' : 'counts against their limits';
}

/** The rules in the order of precedence (of roles the deciding ones first), each with what it decides. */
function ruleRows(effective: EffectivePolicy, operatorDefault: readonly Limit[]): string[] {
  const { applicable, exempt, limits } = effective;
  const given = applicable.map((policy) => ({ policy, gives: givesText(policy, effective) }));
  const ofScope = (scope: Policy['scope']) =>
    given
      .filter(({ policy }) => policy.scope === scope)
      .sort((a, b) => Number(b.gives !== '') - Number(a.gives !== ''));
  const usesDefault = limits.from === undefined && !exempt;
  return [
    ...(exempt ? ['- moderators **(decides)**: go without limits here, unless they are denied'] : []),
    ...[...ofScope('user'), ...ofScope('role'), ...ofScope('server')].map(({ policy, gives }) =>
      cut(`- ${subjectText(policy)}${gives}: ${policyText(policy)}`, RULE_MAX_LENGTH),
    ),
    `- the bot’s default${usesDefault ? ' **(gives the limits)**' : ''}: ${operatorDefault.map(limitText).join(' · ') || 'nothing'}`,
  ];
}

function givesText(policy: Policy, effective: EffectivePolicy): string {
  const { deniedBy, limits, maxActive, cooldownMs, applicable } = effective;
  const roles = applicable.filter(({ scope, limits: own }) => scope === 'role' && own.length > 0).length;
  const best = policy.scope === 'role' && roles > 1 ? `, the best of ${roles} roles` : '';
  const parts = [
    ...(policy === deniedBy ? ['denies'] : []),
    ...(policy === limits.from ? [`gives the limits${best}`] : []),
    ...(policy === maxActive.from ? ['gives the most at once'] : []),
    ...(policy === cooldownMs.from ? ['gives the cooldown'] : []),
  ];
  return parts.length === 0 ? '' : ` **(${parts.join('; ')})**`;
}

const section = (title: string, rows: readonly string[]): string[] =>
  rows.length === 0 ? [] : [`**${title}**`, ...fittingRows(rows, LIST_MAX_LENGTH)];

const BUDGET_NAMES: Record<BudgetOwner, string> = {
  server: 'this server’s own',
  'operator-server': 'this server’s by whoever runs the bot',
  'operator-all': 'the bot’s for all servers',
};

const budgetRow = ({ limit, committed, endsAt }: BudgetStanding): string =>
  `- ${BUDGET_NAMES[limit.owner]}: ${unitsText(committed)} of ${unitsText(limit.units)} gone ${limit.period === 'day' ? 'today' : 'this month'}, begins anew ${comingTime(endsAt)}`;

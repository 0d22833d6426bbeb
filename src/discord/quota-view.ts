import type { AdmissionRefusal, AdmissionView } from '../jobs/admission-decision.ts';
import type { QueueMode } from '../jobs/queue-mode.ts';
import type { QuotaExplanation } from '../quota/decision.ts';
import { amountText, compareLimits, type Limit, type LimitStanding, limitText } from '../quota/limit.ts';
import type { EffectivePolicy } from '../quota/policy.ts';
import { type QuotaWindow, WINDOW_TEXTS } from '../quota/window.ts';
import { because } from './moderation/words.ts';
import {
  type Audience,
  comingTime,
  fittingRows,
  grantLeftText,
  leftText,
  messageOf,
  policyText,
  sourceText,
} from './quota-words.ts';
import { refusalText } from './refusal-text.ts';
import { count } from './text.ts';

const BAR_MAX_CELLS = 10;
/** Shares of the 2,000 characters of a message. */
const BARS_MAX_LENGTH = 650;
const GRANTS_MAX_LENGTH = 400;

/** Whom the words speak to, or of. */
const WORDS = {
  member: { you: 'you', your: 'your', yours: 'yours' },
  moderator: { you: 'them', your: 'their', yours: 'theirs' },
} as const satisfies Record<Audience, Record<string, string>>;

/** How a member's account stands and by which rules, in words and bars: for themselves, or for a moderator. At most 2,000 characters. */
export function renderQuota(
  view: AdmissionView,
  audience: Audience,
  heading: readonly string[] = [],
): string {
  const { quota, queueMode, refusal } = view;
  return messageOf([
    ...heading,
    ...hindrances(refusal, queueMode, audience),
    ...fittingRows(limitRows(quota.limits), BARS_MAX_LENGTH),
    sourceRow(quota.policy, audience),
    ...(quota.limits.length > 0 && quota.limits.every(({ used }) => used === 0)
      ? ['Nothing is used up.']
      : []),
    ...grantRows(quota, audience),
    activeRow(quota, audience),
    ...cooldownRow(quota, audience),
    '-# A video counts from the moment it is asked for, and not at all if it is cancelled, fails or is blocked.',
  ]);
}

/** What stands in the way of a video besides the limits, which show by themselves. */
function hindrances(
  refusal: AdmissionRefusal | undefined,
  queue: QueueMode | undefined,
  audience: Audience,
): string[] {
  const told = refusal && !isLimit(refusal) ? refusalText(refusal, undefined) : undefined;
  return [
    ...(told === undefined
      ? []
      : [audience === 'member' ? told : `A \`/veo\` of theirs is answered: ${told}`]),
    ...(queue?.mode === 'paused'
      ? [`The queue of this server is paused${because(queue.reason)}. Videos wait until it goes on.`]
      : []),
  ];
}

const isLimit = (refusal: AdmissionRefusal): boolean =>
  refusal.kind === 'quota' && refusal.decision.kind !== 'denied';

/** A bar for each limit: "▰▰▱▱▱ **3 of 5 videos left** in any 24 hours; the next comes back in 2 hours". */
export const limitRows = (limits: readonly LimitStanding[]): string[] =>
  limits.toSorted((a, b) => compareLimits(a.limit, b.limit)).map(limitRow);

function limitRow({ limit, used, left, nextReturnAt }: LimitStanding): string {
  const { unit, amount, window } = limit;
  if (amount === 0) return `▰ **Videos are switched off**: the limit is ${limitText(limit)}.`;
  const back = nextReturnAt === undefined ? '' : `; ${returnText(limit)} ${comingTime(nextReturnAt)}`;
  return `${bar(used, amount)} **${leftText(left, amountText(unit, amount))}** ${WINDOW_WORDS[window]}${back}`;
}

const WINDOW_WORDS: Record<QuotaWindow, string> = {
  ...WINDOW_TEXTS,
  'calendar-day': 'today',
  'calendar-week': 'this week',
  'calendar-month': 'this month',
};

function returnText({ unit, window }: Limit): string {
  if (WINDOW_WORDS[window] !== WINDOW_TEXTS[window]) return 'it begins anew';
  return unit === 'videos' ? 'the next comes back' : 'some of it comes back';
}

/** Empty only when nothing is used, and (unless it has only one cell) full only when nothing is left. */
function bar(used: number, amount: number): string {
  const cells = Math.min(Math.ceil(amount), BAR_MAX_CELLS);
  const part = Math.max(1, Math.min(cells - 1, Math.ceil((used / amount) * cells)));
  const filled = used === 0 ? 0 : used >= amount ? cells : part;
  return '▰'.repeat(filled) + '▱'.repeat(cells - filled);
}

/** Which rule the limits come from, and why that one. */
function sourceRow({ exempt, limits, applicable }: EffectivePolicy, audience: Audience): string {
  const { you, your } = WORDS[audience];
  if (exempt) return `No limits hold for ${you}: this server lets its moderators go without.`;
  switch (limits.from?.scope) {
    case undefined:
      return limits.rule.length === 0
        ? `No limits hold for ${you}.`
        : `This is the bot’s default: no rule of this server sets limits for ${you}.`;
    case 'server':
      return 'This is the server’s rule for everybody.';
    case 'role': {
      const roles = applicable.filter((policy) => policy.scope === 'role' && policy.limits.length > 0);
      const best = roles.length > 1 ? `, the best of ${your} ${roles.length} roles with limits` : '';
      return `This is the server’s rule for <@&${limits.from.subjectId}>${best}.`;
    }
    case 'user':
      return `This is a rule for ${you} alone: it goes before those for roles and for everybody.`;
  }
}

function grantRows({ grants }: QuotaExplanation, audience: Audience): string[] {
  if (grants.length === 0) return [];
  const rows = grants.map((standing) => `- ${grantLeftText(standing, audience)}`);
  return ['**Grants**, spent before any limit counts:', ...fittingRows(rows, GRANTS_MAX_LENGTH)];
}

function activeRow({ active, policy: { maxActive } }: QuotaExplanation, audience: Audience): string {
  const { yours } = WORDS[audience];
  const most =
    maxActive.rule === undefined
      ? ''
      : ` At most ${maxActive.rule} at once${sourceText(maxActive.from, audience)}.`;
  return active === 0
    ? `Nothing of ${yours} is waiting or in the making.${most}`
    : `${count(active, 'video')} of ${yours} waiting or in the making: see \`/veo-queue\`.${most}`;
}

function cooldownRow({ decision, policy: { cooldownMs } }: QuotaExplanation, audience: Audience): string[] {
  const { rule, from } = cooldownMs;
  if (rule === undefined) return [];
  const words = policyText({ denied: false, limits: [], maxActive: undefined, cooldownMs: rule });
  const next =
    decision.kind === 'cooling-down' ? ` The next is possible ${comingTime(decision.availableAt)}.` : '';
  return [`At least ${words}${sourceText(from, audience)}.${next}`];
}

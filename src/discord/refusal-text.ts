import type { AdmissionRefusal } from '../jobs/admission-decision.ts';
import type { BudgetStanding } from '../quota/budget.ts';
import type { QuotaDecision } from '../quota/decision.ts';
import { limitText } from '../quota/limit.ts';
import { because, momentText } from './moderation/words.ts';
import { comingTime, sourceText } from './quota-words.ts';
import { count, unitsText } from './text.ts';

/** Why a video is not made now, and what the member can do. */
export function refusalText(refusal: AdmissionRefusal, priceUnits: number | undefined): string {
  switch (refusal.kind) {
    case 'blocked': {
      const { reason, until } = refusal.block;
      const end = until === undefined ? 'until a moderator lifts it' : `until ${momentText(until)}`;
      return `A moderator has blocked you from making videos here, ${end}${because(reason)}. If that is a mistake, ask a moderator.`;
    }
    case 'draining':
      return `This server takes no new videos for now${because(refusal.queue.reason)}. Those that wait are still made; try again later.`;
    case 'quota':
      return quotaText(refusal.decision, priceUnits);
    case 'budget':
      return budgetText(refusal.standing, priceUnits);
  }
}

/** The stable code of a refusal. */
export const refusalCode = (refusal: AdmissionRefusal): string => refusal.kind;

function quotaText(
  decision: Exclude<QuotaDecision, { kind: 'allowed' }>,
  priceUnits: number | undefined,
): string {
  switch (decision.kind) {
    case 'denied':
      return `${decision.by.scope === 'user' ? 'You may' : `Members with <@&${decision.by.subjectId}> may`} not make videos in this server. If that is a mistake, ask a moderator.`;
    case 'too-many-active':
      return tooManyText(decision);
    case 'cooling-down':
      return `You asked for a video a moment ago: the next one is possible ${comingTime(decision.availableAt)}${sourceText(decision.from, 'member')}.`;
    case 'over-limit':
      return overLimitText(decision, priceUnits);
  }
}

function tooManyText({ most, from }: Extract<QuotaDecision, { kind: 'too-many-active' }>): string {
  const source = sourceText(from, 'member');
  return most === 0
    ? `You may have no video in the making here${source}: ask a moderator.`
    : `You have ${count(most, 'video')} waiting or in the making, the most you may have at once${source}. Wait until one is done, or cancel one in \`/veo-queue\`.`;
}

function overLimitText(
  { limit, availableAt, from }: Extract<QuotaDecision, { kind: 'over-limit' }>,
  priceUnits: number | undefined,
): string {
  const source = sourceText(from, 'member');
  if (limit.amount === 0) {
    return `Videos are switched off for you here${source}: ask a moderator.`;
  }
  const price =
    limit.unit === 'units' && priceUnits !== undefined ? ` This one costs ${unitsText(priceUnits)}.` : '';
  const which = `your limit of ${limitText(limit)}${source}`;
  if (availableAt === undefined) {
    return `This video alone is more than ${which}.${price} ${SMALLER[limit.unit]}`;
  }
  const over = limit.unit === 'videos' ? 'You have used up' : 'This video does not fit into what is left of';
  return `${over} ${which}.${price} There is room again ${comingTime(availableAt)}; \`/veo-quota\` shows how you stand.`;
}

/** How a video that is too large for a limit of each unit is made to fit. */
const SMALLER = {
  videos: 'Ask a moderator for a higher limit.',
  seconds: 'Choose a shorter `duration`.',
  units: 'Choose a shorter `duration` or a smaller `resolution`, or leave the sound out.',
} as const;

function budgetText({ limit, endsAt }: BudgetStanding, priceUnits: number | undefined): string {
  const price = priceUnits === undefined ? '' : ` (this video costs ${unitsText(priceUnits)})`;
  const period = limit.period === 'day' ? 'today' : 'this month';
  const anew = `It begins anew ${comingTime(endsAt)}`;
  switch (limit.owner) {
    case 'server':
      return `This server’s budget for videos has no room left ${period}${price}. ${anew}; your own quota is untouched.`;
    case 'operator-server':
      return `What whoever runs the bot allows this server has no room left ${period}${price}. ${anew}; your own quota is untouched.`;
    case 'operator-all':
      return `The bot’s budget for all its servers has no room left ${period}${price}. ${anew}; your own quota is untouched.`;
  }
}

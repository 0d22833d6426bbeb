import type { BudgetNotice } from '../../moderation/budget-notice.ts';
import type { BudgetOwner } from '../../quota/budget.ts';
import type { CardMessage } from '../card.ts';
import { relativeTime, unitsText } from '../text.ts';

const COLOURS = { 80: 0xf0b232, 100: 0xda373c };

const WHOSE: Record<BudgetOwner, string> = {
  server: 'The budget of this server',
  'operator-server': 'What whoever runs the bot allows this server',
  'operator-all': 'What whoever runs the bot allows all servers together',
};

/** Tells moderators that a budget has reached a level. */
export function renderBudget({ owner, period, level, committed, limit, endsAt }: BudgetNotice): CardMessage {
  const budget = `${WHOSE[owner]} for this ${period}`;
  const used = `Charged or promised: ${unitsText(committed)} of ${unitsText(limit)}.`;
  const raise = owner === 'server' ? 'Change it in `/veo-setup`.' : 'Only whoever runs the bot can raise it.';
  const lines =
    level === 80
      ? [
          `⚠️ **${budget} is 80 % used.**`,
          `${used} At 100 % no more videos are made until it begins anew ${relativeTime(endsAt)}. ${raise}`,
        ]
      : [
          `⛔ **${budget} is used up.**`,
          `${used} There is no room for the next video until it begins anew ${relativeTime(endsAt)}. ${raise}`,
        ];
  return { content: '', embeds: [{ color: COLOURS[level], description: lines.join('\n') }], components: [] };
}

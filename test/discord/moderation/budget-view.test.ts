import { expect, test } from 'vitest';
import { renderBudget } from '../../../src/discord/moderation/budget-view.ts';
import type { BudgetNotice } from '../../../src/moderation/budget-notice.ts';
import { NOW } from '../job.ts';
import { expectTaken, textIn } from './views.ts';

const notice: BudgetNotice = {
  id: 1,
  guildId: '100000000000000001',
  owner: 'server',
  period: 'day',
  startsAt: NOW - 43_200_000,
  endsAt: NOW + 43_200_000,
  level: 80,
  committed: 82.5,
  limit: 100,
  at: NOW,
};

test('at 80 % it warns: which budget, how much of it, and when it begins anew', () => {
  const message = renderBudget(notice);
  expect(textIn(message)).toBe(
    '⚠️ **The budget of this server for this day is 80 % used.**\n' +
      'Charged or promised: 82.5 CU of 100 CU. At 100 % no more videos are made until it begins anew <t:1795392000:R>. Change it in `/veo-setup`.',
  );
  expectTaken(message);
});

test('at 100 % it says that nothing more is made', () => {
  const text = textIn(renderBudget({ ...notice, level: 100, period: 'month', committed: 98 }));
  expect(text).toContain('⛔ **The budget of this server for this month is used up.**');
  expect(text).toContain('98 CU of 100 CU. There is no room for the next video until');
});

test('of what the operator allows it does not say that moderators can raise it', () => {
  const text = textIn(renderBudget({ ...notice, owner: 'operator-server' }));
  expect(text).toContain('What whoever runs the bot allows this server for this day');
  expect(text).toContain('Only whoever runs the bot can raise it.');
  expect(text).not.toContain('/veo-setup');
});

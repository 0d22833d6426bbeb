import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { refusalCode, refusalText } from '../../src/discord/refusal-text.ts';
import type { AdmissionRefusal } from '../../src/jobs/admission-decision.ts';
import type { BudgetStanding } from '../../src/quota/budget.ts';
import type { QuotaDecision } from '../../src/quota/decision.ts';
import type { Limit } from '../../src/quota/limit.ts';
import type { Policy } from '../../src/quota/policy.ts';
import { NOW, policy, videos } from '../quota/facts.ts';
import { block, budget } from './quota-views.ts';

const SECONDS = NOW / 1_000;
const SERVER = policy('server', '1');
const ROLE = policy('role', '22');
const USER = policy('user', '33');

const blocked = (details: Parameters<typeof block>[0]): AdmissionRefusal => ({
  kind: 'blocked',
  block: block(details),
});
const quota = (decision: Exclude<QuotaDecision, { kind: 'allowed' }>): AdmissionRefusal => ({
  kind: 'quota',
  decision,
});
const overLimit = (limit: Limit, availableAt: number | undefined, from?: Policy): AdmissionRefusal =>
  quota({ kind: 'over-limit', limit, availableAt, from });
const draining = (reason: string | undefined): AdmissionRefusal => ({
  kind: 'draining',
  queue: { mode: 'draining', reason, byId: '1', since: NOW },
});
const overBudget = (limit: Partial<BudgetStanding['limit']>): AdmissionRefusal => ({
  kind: 'budget',
  standing: budget(limit),
});
const cu = (amount: number): Limit => ({ unit: 'units', amount, window: 'calendar-month' });

describe('tells a member', () => {
  const cases: { name: string; refusal: AdmissionRefusal; price?: number; text: string }[] = [
    {
      name: 'of a block without reason and end',
      refusal: blocked({}),
      text: 'A moderator has blocked you from making videos here, until a moderator lifts it. If that is a mistake, ask a moderator.',
    },
    {
      name: 'the reason and the end of a block',
      refusal: blocked({ reason: 'spam', until: NOW + 60_000 }),
      text: `A moderator has blocked you from making videos here, until <t:${SECONDS + 60}:f> (<t:${SECONDS + 60}:R>): “spam”. If that is a mistake, ask a moderator.`,
    },
    {
      name: 'that the server takes none',
      refusal: draining(undefined),
      text: 'This server takes no new videos for now. Those that wait are still made; try again later.',
    },
    {
      name: 'that the server takes none, and why',
      refusal: draining('closing time'),
      text: 'This server takes no new videos for now: “closing time”. Those that wait are still made; try again later.',
    },
    {
      name: 'that they are denied themselves',
      refusal: quota({ kind: 'denied', by: USER }),
      text: 'You may not make videos in this server. If that is a mistake, ask a moderator.',
    },
    {
      name: 'which role is denied',
      refusal: quota({ kind: 'denied', by: ROLE }),
      text: 'Members with <@&22> may not make videos in this server. If that is a mistake, ask a moderator.',
    },
    {
      name: 'that one is at work',
      refusal: quota({ kind: 'too-many-active', most: 1, from: SERVER }),
      text: 'You have 1 video waiting or in the making, the most you may have at once (this server’s rule for everybody). Wait until one is done, or cancel one in `/veo-queue`.',
    },
    {
      name: 'that many are at work',
      refusal: quota({ kind: 'too-many-active', most: 3, from: ROLE }),
      text: 'You have 3 videos waiting or in the making, the most you may have at once (this server’s rule for <@&22>). Wait until one is done, or cancel one in `/veo-queue`.',
    },
    {
      name: 'that they may have none at work',
      refusal: quota({ kind: 'too-many-active', most: 0, from: USER }),
      text: 'You may have no video in the making here (this server’s rule for you): ask a moderator.',
    },
    {
      name: 'how long a cooldown lasts',
      refusal: quota({ kind: 'cooling-down', availableAt: NOW + 1, from: USER }),
      text: `You asked for a video a moment ago: the next one is possible <t:${SECONDS + 1}:R> (this server’s rule for you).`,
    },
    {
      name: 'that videos are switched off by a rule',
      refusal: overLimit(videos(0), undefined, SERVER),
      text: 'Videos are switched off for you here (this server’s rule for everybody): ask a moderator.',
    },
    {
      name: 'that videos are switched off by the bot’s default',
      refusal: overLimit(videos(0), undefined),
      text: 'Videos are switched off for you here: ask a moderator.',
    },
    {
      name: 'when there is room again, never too early',
      refusal: overLimit(videos(3), NOW + 1),
      text: `You have used up your limit of 3 videos in any 24 hours. There is room again <t:${SECONDS + 1}:R>; \`/veo-quota\` shows how you stand.`,
    },
    {
      name: 'which rule a limit comes from',
      refusal: overLimit(videos(1, 'calendar-day'), NOW, ROLE),
      text: `You have used up your limit of 1 video a day (this server’s rule for <@&22>). There is room again <t:${SECONDS}:R>; \`/veo-quota\` shows how you stand.`,
    },
    {
      name: 'that a price does not fit any more',
      refusal: overLimit(cu(500), NOW, SERVER),
      price: 320,
      text: `This video does not fit into what is left of your limit of 500 CU a month (this server’s rule for everybody). This one costs 320 CU. There is room again <t:${SECONDS}:R>; \`/veo-quota\` shows how you stand.`,
    },
    {
      name: 'no price where none is known',
      refusal: overLimit(cu(500), NOW),
      text: `This video does not fit into what is left of your limit of 500 CU a month. There is room again <t:${SECONDS}:R>; \`/veo-quota\` shows how you stand.`,
    },
    {
      name: 'no price where it does not matter',
      refusal: overLimit(videos(3), NOW),
      price: 320,
      text: `You have used up your limit of 3 videos in any 24 hours. There is room again <t:${SECONDS}:R>; \`/veo-quota\` shows how you stand.`,
    },
    {
      name: 'that a video alone costs too much',
      refusal: overLimit(cu(100), undefined),
      price: 320,
      text: 'This video alone is more than your limit of 100 CU a month. This one costs 320 CU. Choose a shorter `duration` or a smaller `resolution`, or leave the sound out.',
    },
    {
      name: 'that a video alone is too long',
      refusal: overLimit({ unit: 'seconds', amount: 6, window: 'rolling-week' }, undefined, USER),
      text: 'This video alone is more than your limit of 6 seconds of video in any 7 days (this server’s rule for you). Choose a shorter `duration`.',
    },
    {
      name: 'of the server’s budget of a day',
      refusal: overBudget({}),
      text: `This server’s budget for videos has no room left today. It begins anew <t:${SECONDS + 43_200}:R>; your own quota is untouched.`,
    },
    {
      name: 'of the server’s budget of a month, with the price',
      refusal: overBudget({ period: 'month' }),
      price: 60.5,
      text: `This server’s budget for videos has no room left this month (this video costs 60.5 CU). It begins anew <t:${SECONDS + 43_200}:R>; your own quota is untouched.`,
    },
    {
      name: 'politely of the operator’s budget for the server',
      refusal: overBudget({ owner: 'operator-server' }),
      text: `What whoever runs the bot allows this server has no room left today. It begins anew <t:${SECONDS + 43_200}:R>; your own quota is untouched.`,
    },
    {
      name: 'politely of the operator’s budget for all',
      refusal: overBudget({ owner: 'operator-all', period: 'month' }),
      text: `The bot’s budget for all its servers has no room left this month. It begins anew <t:${SECONDS + 43_200}:R>; your own quota is untouched.`,
    },
  ];
  test.for(cases)('$name', ({ refusal, price, text }) => {
    expect(refusalText(refusal, price)).toBe(text);
  });
});

test('every kind has a stable code', () => {
  const refusals = [blocked({}), draining(undefined), overLimit(videos(1), NOW), overBudget({})];
  expect(refusals.map(refusalCode)).toEqual(['blocked', 'draining', 'quota', 'budget']);
});

test('a reason is never formatted, and never longer than a message', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 2_000 }), (reason) => {
      for (const refusal of [blocked({ reason }), draining(reason)]) {
        const text = refusalText(refusal, undefined);
        expect(text.length).toBeLessThanOrEqual(1_000);
        expect(text).not.toContain('\n');
      }
    }),
  );
  expect(refusalText(draining('**@everyone** [x](https://x.y)\n# big'), undefined)).toContain(
    '“\\*\\*\\@everyone\\*\\* \\[x\\]\\(https\\://x\\.y\\) \\# big”',
  );
});

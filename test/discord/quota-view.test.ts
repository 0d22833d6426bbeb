import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { limitRows, renderQuota } from '../../src/discord/quota-view.ts';
import type { Limit } from '../../src/quota/limit.ts';
import { limitStanding } from '../../src/quota/limit.ts';
import { QUOTA_WINDOWS } from '../../src/quota/window.ts';
import { DAY_MS, grant, HOUR_MS, NOW, ONE, policy, taken, videos } from '../quota/facts.ts';
import { ADA, ARTISTS, block, budget, viewOf, wildViews } from './quota-views.ts';

const seconds = (ms: number): number => ms / 1_000;
const own = (given?: Parameters<typeof viewOf>[0]): string => renderQuota(viewOf(given), 'member');
const lines = (given?: Parameters<typeof viewOf>[0]): string[] => own(given).split('\n');
const FOOTNOTE =
  '-# A video counts from the moment it is asked for, and not at all if it is cancelled, fails or is blocked.';

test('says what is left, when more comes back, by which rule, and what is in the making', () => {
  const reservations = [taken(2_000), taken(HOUR_MS)];
  const server = policy('server', '1', { limits: [videos(5)] });
  expect(lines({ quota: { policies: [server], reservations, active: 1 } })).toEqual([
    `▰▰▱▱▱ **3 of 5 videos left** in any 24 hours; the next comes back <t:${seconds(NOW + 23 * HOUR_MS)}:R>`,
    'This is the server’s rule for everybody.',
    '1 video of yours waiting or in the making: see `/veo-queue`.',
    FOOTNOTE,
  ]);
});

test('of an untouched account says that nothing is used up', () => {
  expect(lines()).toEqual([
    '▱▱▱▱▱ **5 of 5 videos left** in any 24 hours',
    'This is the bot’s default: no rule of this server sets limits for you.',
    'Nothing is used up.',
    'Nothing of yours is waiting or in the making.',
    FOOTNOTE,
  ]);
});

describe('a bar', () => {
  const row = (limit: Limit, used: number, units = 100) => {
    const reservations = Array.from({ length: used }, () => ({
      ...taken(HOUR_MS),
      amounts: { ...ONE, units },
    }));
    return limitRows([limitStanding(limit, reservations, NOW, 'UTC')]).join();
  };
  const at = (ms: number) => `<t:${seconds(ms)}:R>`;

  test.for([
    [
      'rolling-hour',
      'in any hour; the next comes back',
      NOW, // What was taken an hour ago is back.
    ],
    ['rolling-day', 'in any 24 hours; the next comes back', NOW + 23 * HOUR_MS],
    ['rolling-week', 'in any 7 days; the next comes back', NOW + 7 * DAY_MS - HOUR_MS],
    ['rolling-month', 'in any 30 days; the next comes back', NOW + 30 * DAY_MS - HOUR_MS],
    ['calendar-day', 'today; it begins anew', Date.UTC(2026, 10, 30)],
    ['calendar-week', 'this week; it begins anew', Date.UTC(2026, 10, 30)],
    ['calendar-month', 'this month; it begins anew', Date.UTC(2026, 11, 1)],
  ] as const)('of a %s says so, and when it goes on', ([window, words, back]) => {
    const expected =
      back === NOW
        ? '▱▱ **2 of 2 videos left** in any hour'
        : `▰▱ **1 of 2 videos left** ${words} ${at(back)}`;
    expect(row(videos(2, window), 1)).toBe(expected);
  });

  test('of seconds and of creative units names them', () => {
    expect(row({ unit: 'seconds', amount: 40, window: 'rolling-day' }, 1)).toBe(
      `▰▰▱▱▱▱▱▱▱▱ **32 of 40 seconds of video left** in any 24 hours; some of it comes back ${at(NOW + 23 * HOUR_MS)}`,
    );
    expect(row({ unit: 'units', amount: 250.5, window: 'calendar-month' }, 1)).toContain(
      '▰▰▰▰▱▱▱▱▱▱ **150.5 of 250.5 CU left** this month',
    );
  });

  test('comes after those of other units before it, and after shorter windows', () => {
    const limits: Limit[] = [
      { unit: 'units', amount: 5, window: 'rolling-hour' },
      videos(2, 'calendar-month'),
      videos(2, 'rolling-day'),
    ];
    const rows = limitRows(limits.map((limit) => limitStanding(limit, [], NOW, 'UTC')));
    expect(rows.map((row) => row.split('** ')[1])).toEqual(['in any 24 hours', 'this month', 'in any hour']);
  });

  test('of a limit of 0 says that videos are switched off', () => {
    expect(row(videos(0), 3)).toBe('▰ **Videos are switched off**: the limit is 0 videos in any 24 hours.');
  });

  test('of a limit that was lowered shows none left', () => {
    expect(row(videos(3), 5)).toMatch(/^▰▰▰ \*\*0 of 3 videos left\*\*/);
  });

  test('promises nothing too early: times are rounded up to whole seconds', () => {
    const standing = limitStanding(videos(1), [taken(999)], NOW, 'UTC');
    expect(limitRows([standing]).join()).toContain(`<t:${seconds(NOW + DAY_MS)}:R>`);
  });

  test('is as long as the limit up to 10, full only when nothing is left, empty only when nothing is used', () => {
    fc.assert(
      fc.property(
        fc.nat(60),
        fc.integer({ min: 1, max: 50 }),
        fc.constantFrom(...QUOTA_WINDOWS.filter((window) => window !== 'rolling-hour')),
        (used, amount, window) => {
          const found = /^[▰▱]+/.exec(row(videos(amount, window), used))?.[0] ?? '';
          expect(found).toHaveLength(Math.min(amount, 10));
          expect(found.includes('▰')).toBe(used > 0);
          expect(found.includes('▱')).toBe(used < amount);
        },
      ),
    );
  });

  test('of a fraction of a unit is empty only when nothing is used', () => {
    const half = { unit: 'units', amount: 0.5, window: 'rolling-day' } as const;
    expect(row(half, 0)).toMatch(/^▱ /);
    expect(row(half, 1, 0.25)).toMatch(/^▰ \*\*0\.25 of 0\.5 CU left/);
  });
});

describe('names the rule and why it holds:', () => {
  const roleIds = [ARTISTS, '5', '6', '7'];
  const member = { userId: ADA, roleIds, exempt: false };
  const role = (id: string, amount: number) => policy('role', id, { limits: [videos(amount)] });

  test('a role', () => {
    expect(own({ quota: { policies: [role(ARTISTS, 3)], member } })).toContain(
      `\nThis is the server’s rule for <@&${ARTISTS}>.\n`,
    );
  });

  test('the best of several roles, of which those without limits do not count', () => {
    const policies = [role('5', 2), role(ARTISTS, 3), policy('role', '6', { maxActive: 4 })];
    expect(own({ quota: { policies, member } })).toContain(
      `This is the server’s rule for <@&${ARTISTS}>, the best of your 2 roles with limits.`,
    );
  });

  test('the member’s own', () => {
    const policies = [policy('user', ADA, { limits: [videos(9)] }), role(ARTISTS, 3)];
    expect(own({ quota: { policies, member } })).toContain('This is a rule for you alone');
  });

  test('none for exempt moderators', () => {
    const text = own({ quota: { member: { ...member, exempt: true } } });
    expect(text).toContain('No limits hold for you: this server lets its moderators go without.');
    expect(text).not.toContain('Nothing is used up');
  });

  test('of the most at once and the cooldown too', () => {
    const policies = [
      policy('role', ARTISTS, { maxActive: 2 }),
      policy('server', '1', { cooldownMs: HOUR_MS }),
    ];
    const text = own({ quota: { policies, member, reservations: [taken(HOUR_MS / 2)] } });
    expect(text).toContain(
      `Nothing of yours is waiting or in the making. At most 2 at once (this server’s rule for <@&${ARTISTS}>).`,
    );
    expect(text).toContain(
      `At least 1 h between two videos (this server’s rule for everybody). The next is possible <t:${seconds(NOW + HOUR_MS / 2)}:R>.`,
    );
  });

  test('of a cooldown that is over only the rule', () => {
    const policies = [policy('user', ADA, { cooldownMs: 600_000 })];
    expect(lines({ quota: { policies, reservations: [taken(HOUR_MS)] } })).toContain(
      'At least 10 min between two videos (this server’s rule for you).',
    );
  });
});

test('shows grants in the order in which they are spent, with what is left, for whom and until when', () => {
  const grants = [
    { grant: grant({ id: 4, subjectId: ADA, amount: 5, reason: 'for *winning*' }), spent: 2 },
    {
      grant: grant({
        id: 7,
        scope: 'role',
        subjectId: ARTISTS,
        unit: 'units',
        amount: 400,
        expiresAt: NOW + DAY_MS,
      }),
      spent: 0,
    },
    { grant: grant({ id: 9, subjectId: ADA, amount: 1 }), spent: 1 },
  ];
  const found = lines({ quota: { grants, member: { userId: ADA, roleIds: [ARTISTS], exempt: false } } });
  const start = found.indexOf('**Grants**, spent before any limit counts:');
  expect(found.slice(start + 1, start + 4)).toEqual([
    `- 400 of 400 CU left for members with <@&${ARTISTS}>, ends <t:${seconds(NOW + DAY_MS)}:R> (grant 7)`,
    '- 3 of 5 videos left for you, without an end (grant 4): “for \\*winning\\*”',
    'Nothing of yours is waiting or in the making.',
  ]);
});

describe('what stands in the way comes first:', () => {
  test('a block', () => {
    expect(lines({ block: block({ reason: 'spam' }) })[0]).toMatch(/^A moderator has blocked you .*“spam”/);
  });

  test('a denial', () => {
    const policies = [policy('user', ADA, { denied: true })];
    expect(lines({ quota: { policies } })[0]).toMatch(/^You may not make videos/);
  });

  test('a budget', () => {
    expect(lines({ budgets: [budget()] })[0]).toMatch(/budget for videos has no room/);
  });

  test('a draining queue, and a paused one with its reason', () => {
    const queue = (mode: 'paused' | 'draining') => ({
      queueMode: { mode, reason: 'a_break', byId: '1', since: NOW },
    });
    expect(lines(queue('draining'))[0]).toMatch(/^This server takes no new videos for now: “a\\_break”/);
    expect(lines(queue('paused'))[0]).toBe(
      'The queue of this server is paused: “a\\_break”. Videos wait until it goes on.',
    );
  });

  test('but not a limit, which its bar shows', () => {
    expect(lines({ quota: { reservations: Array.from({ length: 5 }, () => taken(HOUR_MS)) } })[0]).toMatch(
      /^▰▰▰▰▰ /,
    );
  });
});

test('for a moderator speaks of the member', () => {
  const text = renderQuota(
    viewOf({
      block: block(),
      quota: { policies: [policy('user', ADA, { limits: [videos(2)] })], active: 2 },
    }),
    'moderator',
    ['**Quota of <@1>**'],
  );
  expect(text).toMatch(
    /^\*\*Quota of <@1>\*\*\nA `\/veo` of theirs is answered: A moderator has blocked you/,
  );
  expect(text).toContain('This is a rule for them alone');
  expect(text).toContain('2 videos of theirs waiting');
});

test('fits in a message, however much there is to tell', () => {
  fc.assert(
    fc.property(wildViews, fc.constantFrom('member', 'moderator'), (view, audience) => {
      const heading = [`**Quota of <@${ADA}>**`];
      const text = renderQuota(view, audience, heading);
      expect(text.length).toBeLessThanOrEqual(2_000);
      expect(text.startsWith(heading.join())).toBe(true);
    }),
  );
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderExplanation } from '../../src/discord/quota-explanation.ts';
import { DAY_MS, grant, HOUR_MS, NOW, policy, taken, videos } from '../quota/facts.ts';
import { ADA, ARTISTS, block, budget, viewOf, wildViews } from './quota-views.ts';

const PATRONS = '44444444444444444';
const member = { userId: ADA, roleIds: [ARTISTS, PATRONS], exempt: false };
const server = policy('server', '1', { limits: [videos(2)], maxActive: 3 });
const artists = policy('role', ARTISTS, { limits: [videos(4)], cooldownMs: HOUR_MS });
const patrons = policy('role', PATRONS, { limits: [videos(7)] });

type Given = NonNullable<Parameters<typeof viewOf>[0]>;
const explained = (given: Given = {}, details: Partial<Parameters<typeof renderExplanation>[0]> = {}) =>
  renderExplanation({
    userId: ADA,
    left: false,
    view: viewOf({ ...given, quota: { member, ...given.quota } }),
    operatorDefault: [videos(5)],
    waitsBecause: undefined,
    ...details,
  }).split('\n');

test('names the rules in their order, what each gives, and how the account stands', () => {
  const quota = { policies: [server, artists, patrons], reservations: [taken(2 * HOUR_MS)], active: 1 };
  expect(explained({ quota, budgets: [budget({}, 120)] })).toEqual([
    `**A \`/veo\` of <@${ADA}> now, with all options left out: ✅ allowed (counts against their limits)**`,
    '**Rules**: deny > member > best role > everybody > the bot’s default',
    `- <@&${ARTISTS}> **(gives the cooldown)**: 4 videos in any 24 hours · 1 h between two videos`,
    `- <@&${PATRONS}> **(gives the limits, the best of 2 roles)**: 7 videos in any 24 hours`,
    '- everybody **(gives the most at once)**: 2 videos in any 24 hours · at most 3 at once',
    '- the bot’s default: 5 videos in any 24 hours',
    '**Besides**: 1 video waiting or in the making; not blocked; the queue is open.',
    '**Limits**',
    `▰▱▱▱▱▱▱ **6 of 7 videos left** in any 24 hours; the next comes back <t:${(NOW + 22 * HOUR_MS) / 1_000}:R>`,
    '**Budgets**',
    `- this server’s own: 120 CU of 1000 CU gone today, begins anew <t:${(NOW + DAY_MS / 2) / 1_000}:R>`,
  ]);
});

test('a member’s own rule comes first, and roles that decide before those that do not', () => {
  const own = policy('user', ADA, { limits: [videos(1)] });
  const many = Array.from({ length: 20 }, (_, index) => policy('role', `${index}`, { limits: [videos(3)] }));
  const roleIds = [...many.map(({ subjectId }) => subjectId), ARTISTS];
  const rows = explained({ quota: { policies: [...many, artists, own], member: { ...member, roleIds } } });
  expect(rows[2]).toBe(`- <@${ADA}> **(gives the limits)**: 1 video in any 24 hours`);
  expect(rows[3]).toContain(`- <@&${ARTISTS}> **(gives the cooldown)**`);
});

describe('the verdict', () => {
  const verdict = (given: Given = {}, details = {}) => explained(given, details)[0]?.split('left out: ')[1];

  test('of a member with a grant names it', () => {
    const quota = {
      grants: [{ grant: grant({ id: 3, subjectId: ADA, expiresAt: NOW + DAY_MS }), spent: 1 }],
    };
    expect(verdict({ quota })).toBe('✅ allowed (paid by grant 3)**');
    expect(explained({ quota })).toContain(
      `- 2 of 3 videos left for them, ends <t:${(NOW + DAY_MS) / 1_000}:R> (grant 3)`,
    );
  });

  test('of an exempt moderator says why', () => {
    const quota = { policies: [server], member: { ...member, exempt: true } };
    expect(verdict({ quota })).toBe('✅ allowed (no limits hold for them)**');
    const rows = explained({ quota });
    expect(rows).toContain('- moderators **(decides)**: go without limits here, unless they are denied');
    expect(rows).toContain('- everybody: 2 videos in any 24 hours · at most 3 at once');
    expect(rows).toContain('- the bot’s default: 5 videos in any 24 hours');
  });

  test('by the bot’s default marks it', () => {
    expect(explained()).toContain('- the bot’s default **(gives the limits)**: 5 videos in any 24 hours');
  });

  test('of one who would wait for approval says so', () => {
    expect(verdict({}, { waitsBecause: 'Every video is approved by a moderator here.' })).toBe(
      '⏳ held for approval, then allowed (counts against their limits). Every video is approved by a moderator here.**',
    );
  });

  test('of a refusal quotes what the member is told', () => {
    const quota = { policies: [server], reservations: [taken(HOUR_MS), taken(2 * HOUR_MS)] };
    expect(verdict({ quota })).toBe('❌ refused**');
    expect(explained({ quota })[1]).toBe(
      `> You have used up your limit of 2 videos in any 24 hours (this server’s rule for everybody). There is room again <t:${(NOW + 22 * HOUR_MS) / 1_000}:R>; \`/veo-quota\` shows how you stand.`,
    );
  });

  test('of a denied role names it, whatever else it would give', () => {
    const muted = { ...patrons, denied: true };
    const rows = explained({ quota: { policies: [muted, artists] } });
    expect(rows[0]).toContain('❌ refused');
    expect(rows[1]).toContain(`> Members with <@&${PATRONS}> may not make videos`);
    expect(rows).toContain(
      `- <@&${PATRONS}> **(denies; gives the limits, the best of 2 roles)**: no videos at all · 7 videos in any 24 hours`,
    );
  });

  test('of a blocked member says by whom, and how the queue stands', () => {
    const queueMode = { mode: 'paused', reason: undefined, byId: '1', since: NOW } as const;
    const rows = explained({ block: block({ reason: 'spam' }), queueMode });
    expect(rows[1]).toMatch(/^> A moderator has blocked you/);
    expect(rows).toContain(
      '**Besides**: 0 videos waiting or in the making; blocked until a moderator lifts it; the queue is paused.',
    );
  });
});

test('of somebody who has left says that their roles are not known', () => {
  expect(explained({}, { left: true })[1]).toMatch(/^They have left the server/);
});

test('fits in a message, with the verdict and the refusal first, however many rules there are', () => {
  fc.assert(
    fc.property(wildViews, fc.boolean(), (view, left) => {
      const text = renderExplanation({
        userId: ADA,
        left,
        view,
        operatorDefault: [videos(5)],
        waitsBecause: undefined,
      });
      expect(text.length).toBeLessThanOrEqual(2_000);
      const rows = text.split('\n');
      expect(rows[0]).toContain(view.refusal ? '❌' : '✅');
      expect(rows[1]?.startsWith('> ')).toBe(view.refusal !== undefined);
      expect(rows).toContain('**Rules**: deny > member > best role > everybody > the bot’s default');
    }),
  );
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  changeText,
  comingTime,
  fittingRows,
  grantText,
  messageOf,
  policyText,
  subjectText,
} from '../../src/discord/quota-words.ts';
import type { PolicyClearing } from '../../src/moderation/quota-rules.ts';
import { DAY_MS, grant, NOW, policy, videos } from '../quota/facts.ts';

const RULES = policy('server', '1', {
  limits: [videos(3, 'calendar-day'), videos(40, 'calendar-month')],
  maxActive: 2,
  cooldownMs: 600_000,
});
const EMPTY = policy('server', '1');

test('a policy says everything that it sets', () => {
  expect(policyText(RULES)).toBe(
    '3 videos a day · 40 videos a month · at most 2 at once · 10 min between two videos',
  );
  expect(policyText({ ...RULES, denied: true })).toMatch(/^no videos at all · 3 videos a day/);
  expect(policyText(EMPTY)).toBe('nothing');
});

test('everybody, roles and members are named', () => {
  expect([EMPTY, policy('role', '2'), policy('user', '3')].map(subjectText)).toEqual([
    'everybody',
    '<@&2>',
    '<@3>',
  ]);
});

describe('a change is told from what was to what is:', () => {
  const cases: [PolicyClearing, Parameters<typeof policy>[2], string][] = [
    [
      { kind: 'limit', unit: 'videos', window: 'calendar-day' },
      { limits: [videos(5, 'calendar-day')] },
      '3 videos a day → 5 videos a day',
    ],
    [{ kind: 'limit', unit: 'videos', window: 'calendar-month' }, {}, '40 videos a month → no limit'],
    [{ kind: 'max-active' }, { maxActive: 4 }, 'at most 2 at once → at most 4 at once'],
    [{ kind: 'max-active' }, {}, 'at most 2 at once → any number at once'],
    [{ kind: 'cooldown' }, {}, '10 min between two videos → no cooldown'],
    [{ kind: 'deny' }, { denied: true }, 'videos allowed → no videos at all'],
    [
      { kind: 'all' },
      {},
      '3 videos a day · 40 videos a month · at most 2 at once · 10 min between two videos → nothing',
    ],
  ];
  test.for(cases)('%o', ([part, after, text]) => {
    expect(changeText(part, RULES, policy('server', '1', after))).toBe(text);
  });
});

test('a grant says how much, for whom, until when and why', () => {
  expect(grantText(grant({ subjectId: '5', amount: 1 }))).toBe('1 video for <@5>, without an end');
  const forRole = grant({
    scope: 'role',
    subjectId: '6',
    unit: 'units',
    amount: 250,
    expiresAt: NOW + DAY_MS,
    reason: '`x` <@1>',
  });
  expect(grantText(forRole)).toBe(
    `250 CU for each member with <@&6>, ends <t:${(NOW + DAY_MS) / 1_000}:R>: “\\\`x\\\` \\<\\@1\\>”`,
  );
});

test('a moment to come is never told too early', () => {
  fc.assert(
    fc.property(fc.nat(10_000_000), (ms) => {
      const told = Number(/^<t:(\d+):R>$/.exec(comingTime(NOW + ms))?.[1]) * 1_000;
      expect(told).toBeGreaterThanOrEqual(NOW + ms);
      expect(told).toBeLessThan(NOW + ms + 1_000);
    }),
  );
});

test('rows that do not fit are counted', () => {
  expect(fittingRows(['one', 'two', 'three'], 100)).toEqual(['one', 'two', 'three']);
  expect(fittingRows(['one', 'two', 'three'], 8)).toEqual(['one', 'two', '… and 1 more line']);
  expect(fittingRows(['one', 'two', 'three'], 3)).toEqual(['… and 3 more lines']);
});

test('a message of any lines fits', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 400 }), { maxLength: 40 }), (lines) => {
      expect(messageOf(lines).length).toBeLessThanOrEqual(2_000);
    }),
  );
});

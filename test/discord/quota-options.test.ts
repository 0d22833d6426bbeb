import { describe, expect, test } from 'vitest';
import { quotaData } from '../../commands/veo-mod/quota-data.ts';
import { grantChoices, receiverNames } from '../../commands/veo-mod/quota-grant-choices.ts';
import {
  type GivenRule,
  readChange,
  readClearing,
  readGrantAmount,
  shutsOut,
} from '../../commands/veo-mod/quota-rule-options.ts';
import type { Directory } from '../../src/discord/directory.ts';
import { ExpectedError } from '../../src/lib/errors.ts';
import type { PolicyChange } from '../../src/moderation/quota-rules.ts';
import type { Limit } from '../../src/quota/limit.ts';
import { grant, NOW, videos } from '../quota/facts.ts';
import { createTestClock } from '../support/test-clock.ts';

const given = (details: Partial<GivenRule>): GivenRule => ({
  rule: 'videos',
  amount: undefined,
  window: undefined,
  time: undefined,
  ...details,
});
const refusal = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof ExpectedError) return error.message;
    throw error;
  }
  throw new Error('not refused');
};
const choicesOf = (subcommand: string, option: string): string[] => {
  const sub = quotaData.options?.find(({ name }) => name === subcommand);
  const found = sub?.options?.find(({ name }) => name === option);
  if (!found || !('choices' in found)) throw new Error(`no choices for ${option}`);
  return (found.choices ?? []).map(({ value }) => String(value));
};

describe('a rule is read:', () => {
  const cases: [Partial<GivenRule>, PolicyChange][] = [
    [
      { rule: 'videos', amount: 3, window: 'rolling-day' },
      { kind: 'limit', limit: videos(3) },
    ],
    [
      { rule: 'videos', amount: 0, window: 'calendar-week' },
      { kind: 'limit', limit: videos(0, 'calendar-week') },
    ],
    [
      { rule: 'seconds', amount: 60, window: 'rolling-hour' },
      { kind: 'limit', limit: { unit: 'seconds', amount: 60, window: 'rolling-hour' } },
    ],
    [
      { rule: 'units', amount: 0.5, window: 'calendar-month' },
      { kind: 'limit', limit: { unit: 'units', amount: 0.5, window: 'calendar-month' } },
    ],
    [
      { rule: 'max-active', amount: 2 },
      { kind: 'max-active', videos: 2 },
    ],
    [
      { rule: 'cooldown', time: '10m' },
      { kind: 'cooldown', ms: 600_000 },
    ],
    [{ rule: 'deny' }, { kind: 'deny' }],
  ];
  test.for(cases)('%o', ([options, change]) => {
    expect(readChange(given(options), 'role')).toEqual(change);
  });

  test('with every window and rule that Discord offers', () => {
    for (const window of choicesOf('set', 'window')) {
      expect(readChange(given({ amount: 1, window }), 'server')).toMatchObject({ limit: { window } });
    }
    for (const rule of choicesOf('set', 'rule')) {
      expect(refusal(() => readChange(given({ rule, amount: 0.25, time: 'never' }), 'user'))).not.toContain(
        'reload Discord',
      );
    }
    for (const rule of choicesOf('clear', 'rule')) {
      const some: Limit[] = [videos(1), { ...videos(1), unit: 'seconds' }, { ...videos(1), unit: 'units' }];
      expect(readClearing({ rule, window: undefined }, some)).toBeDefined();
    }
    for (const unit of choicesOf('grant', 'unit'))
      expect(readGrantAmount(unit, 1)).toEqual({ unit, amount: 1 });
  });
});

describe('options that do not go together are refused with what to do:', () => {
  const cases: [Partial<GivenRule>, RegExp][] = [
    [{}, /`window`/],
    [{ window: 'rolling-day' }, /Say how many with `amount`.*`\/veo-mod quota clear`/],
    [{ amount: 3 }, /Choose over which stretch of time.*`window`/],
    [{ amount: 3, window: 'rolling-day', time: '3h' }, /choose a `window` here: leave `time` out/],
    [{ amount: 2.5, window: 'rolling-day' }, /whole number from 0 to 1000000/],
    [{ amount: -1, window: 'rolling-day' }, /whole number/],
    [{ amount: 1_000_001, window: 'rolling-day' }, /1000000/],
    [{ rule: 'seconds', amount: 2.5, window: 'rolling-day' }, /whole number/],
    [{ rule: 'units', amount: Number.NaN, window: 'rolling-day' }, /takes a number/],
    [{ amount: 3, window: 'fortnight' }, /do not know this `window`/],
    [{ rule: 'max-active' }, /at once with `amount`/],
    [{ rule: 'max-active', amount: 0 }, /“Videos” to 0, or deny/],
    [{ rule: 'max-active', amount: 1.5 }, /whole number/],
    [{ rule: 'max-active', amount: 1, window: 'rolling-day' }, /leave `window` out/],
    [{ rule: 'max-active', amount: 1, time: '5m' }, /leave `time` out/],
    [{ rule: 'cooldown' }, /with `time`, such as `10m`/],
    [{ rule: 'cooldown', amount: 10 }, /leave `amount` out/],
    [{ rule: 'cooldown', time: '10m', window: 'rolling-day' }, /leave `window` out/],
    [{ rule: 'cooldown', time: 'a while' }, /number and a unit/],
    [{ rule: 'cooldown', time: '31d' }, /30 days at most/],
    [{ rule: 'deny', amount: 1 }, /leave `amount` out/],
    [{ rule: 'deny', time: '1h' }, /leave `time` out/],
    [{ rule: 'deny', window: 'rolling-day' }, /leave `window` out/],
    [{ rule: 'fly' }, /do not know this `rule`/],
  ];
  test.for(cases)('%o', ([options, text]) => {
    expect(refusal(() => readChange(given(options), 'user'))).toMatch(text);
  });

  test('everybody is not denied: the queue is drained, or 0 set', () => {
    expect(refusal(() => readChange(given({ rule: 'deny' }), 'server'))).toMatch(
      /`\/veo-mod queue drain`.*0 videos/,
    );
  });
});

describe('a clearing', () => {
  const limits = [
    videos(3, 'calendar-day'),
    videos(40, 'calendar-month'),
    { ...videos(9), unit: 'units' as const },
  ];
  const cleared = (rule: string, window?: string) => readClearing({ rule, window }, limits);

  test('names its window, or needs none where only one limit counts that unit', () => {
    expect(cleared('videos', 'rolling-week')).toEqual({
      kind: 'limit',
      unit: 'videos',
      window: 'rolling-week',
    });
    expect(cleared('units')).toEqual({ kind: 'limit', unit: 'units', window: 'rolling-day' });
  });

  test('without a window is refused where several limits count that unit, or none', () => {
    expect(refusal(() => cleared('videos'))).toBe(
      'Several are set (3 videos a day, 40 videos a month): say which with `window`.',
    );
    expect(refusal(() => cleared('seconds'))).toContain('No such limit is set');
  });

  test('of other rules has no window', () => {
    for (const rule of ['max-active', 'cooldown', 'deny', 'all']) {
      expect(cleared(rule)).toEqual({ kind: rule });
      expect(refusal(() => cleared(rule, 'rolling-day'))).toContain('leave `window` out');
    }
    expect(refusal(() => cleared('fly'))).toContain('do not know this `rule`');
  });
});

test('a denial and a limit of 0 shut somebody out, nothing else does', () => {
  expect(shutsOut({ kind: 'deny' })).toBe(true);
  expect(shutsOut({ kind: 'limit', limit: videos(0) })).toBe(true);
  expect(shutsOut({ kind: 'limit', limit: videos(1) })).toBe(false);
  expect(shutsOut({ kind: 'cooldown', ms: 1 })).toBe(false);
});

test('a grant gives whole videos, or any CU, but not nothing', () => {
  expect(readGrantAmount('units', 0.5)).toEqual({ unit: 'units', amount: 0.5 });
  expect(refusal(() => readGrantAmount('videos', 0.5))).toContain('whole number');
  expect(refusal(() => readGrantAmount('videos', 0))).toContain('gives nothing');
  expect(refusal(() => readGrantAmount('seconds', 5))).toContain('do not know this `unit`');
});

describe('suggested grants', () => {
  const some = [
    grant({ id: 3, subjectId: '11', amount: 5, reason: 'a\nprize' }),
    grant({
      id: 12,
      scope: 'role',
      subjectId: '22',
      unit: 'units',
      amount: 400,
      expiresAt: Date.UTC(2026, 11, 24),
    }),
  ];
  const names = new Map([
    ['11', 'Ada'],
    ['22', 'Artists'],
  ]);
  const found = (typed: string) => grantChoices(some, typed, names).map(({ value }) => value);

  test('are told apart by all there is to know', () => {
    expect(grantChoices(some, '', names)).toEqual([
      { value: 3, name: '#3 · 5 videos · Ada · a prize' },
      { value: 12, name: '#12 · 400 CU · role Artists · ends 2026-12-24' },
    ]);
  });

  test('are found by number, name, amount and reason', () => {
    expect(['#12', ' ada', '400', 'PRIZE', 'nobody'].map(found)).toEqual([[12], [3], [12], [3], []]);
  });

  test('are at most 25, with names of at most 100 characters', () => {
    const many = Array.from({ length: 60 }, (_, id) => grant({ id, reason: 'x'.repeat(300) }));
    const choices = grantChoices(many, '', names);
    expect(choices).toHaveLength(25);
    expect(Math.max(...choices.map(({ name }) => name.length))).toBeLessThanOrEqual(100);
  });

  test('carry ids where Discord does not say the names, or not in time', async () => {
    const clock = createTestClock({ startAt: NOW });
    const directory: Pick<Directory, 'guild' | 'member'> = {
      guild: async () => {
        throw new Error('down');
      },
      member: () => new Promise(() => undefined),
    };
    const looking = receiverNames('1', some, directory, clock);
    await clock.asleep();
    await clock.advance(1_500);
    expect(await looking).toEqual(new Map());
    expect(grantChoices(some, '', new Map()).map(({ name }) => name)).toEqual([
      '#3 · 5 videos · 11 · a prize',
      '#12 · 400 CU · role 22 · ends 2026-12-24',
    ]);
  });
});

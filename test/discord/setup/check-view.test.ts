import { describe, expect, test } from 'vitest';
import { renderCheck } from '../../../src/discord/setup/check-view.ts';
import type { Finding } from '../../../src/jobs/preflight.ts';
import type { BudgetOwner } from '../../../src/quota/budget.ts';

const lines = (...findings: Finding[]): string[] => renderCheck(findings).description?.split('\n') ?? [];
const channel = (changes: Partial<Extract<Finding, { kind: 'channel' }>> = {}): Finding => ({
  kind: 'channel',
  channelId: '5',
  uses: ['videos'],
  state: 'open',
  missing: [],
  ...changes,
});
const budget = (owner: BudgetOwner, committed: number): Finding => ({
  kind: 'budget',
  standing: {
    limit: { owner, period: 'day', units: 100, timeZone: 'UTC' },
    committed,
    startsAt: 0,
    endsAt: 60_000,
  },
});

describe('channels', () => {
  test('one that lacks nothing is fine', () => {
    expect(lines(channel({ uses: ['videos', 'log'] }))).toEqual(['✅ <#5> (`/veo`, the log)']);
  });

  test('what is missing is named, with where to mend it', () => {
    expect(lines(channel({ missing: ['Embed Links', 'Attach Files'] }))).toEqual([
      '❌ <#5> (`/veo`): I lack **Embed Links, Attach Files**. Allow my role that in <#5> → Edit Channel → Permissions.',
    ]);
    expect(lines(channel({ state: 'hidden' }))[0]).toMatch(/^❌ .*I lack \*\*View Channel\*\*/);
    expect(lines(channel({ state: 'gone', uses: ['gallery'] }))).toEqual([
      '❌ A channel for the gallery is gone: pick another in its section, or clear it.',
    ]);
    expect(lines({ kind: 'all-channels', missing: ['Send Messages'] })[0]).toContain(
      '**Send Messages**. Allow it that in Server Settings',
    );
  });
});

test('budgets are fine, nearly used up or used up; what other servers spend is not told', () => {
  expect(lines(budget('server', 79))).toEqual(['✅ This server’s budget a day: 79 CU of 100 CU']);
  expect(lines(budget('server', 80))[0]).toMatch(/^⚠️ .*80 CU of 100 CU is nearly used up.*<t:60:R>/);
  expect(lines(budget('server', 100))[0]).toMatch(/^❌ .*used up.*raise it under Money/);
  expect(lines(budget('operator-server', 100))[0]).not.toContain('raise it');
  expect(lines(budget('operator-all', 90))).toEqual([
    '⚠️ What the bot may spend in all its servers a day is nearly used up. It begins anew <t:60:R>.',
  ]);
});

test('the worst comes first, and the title counts the problems', () => {
  const check = renderCheck([
    { kind: 'data-folder', writable: true },
    { kind: 'no-budget' },
    { kind: 'scenario', state: 'refuses-keys' },
    channel({ state: 'gone' }),
  ]);
  expect(check.title).toBe('Check: 2 problems');
  expect(check.description?.split('\n').map((line) => line.split(' ')[0])).toEqual(['❌', '❌', '⚠️', '✅']);
  expect(renderCheck([{ kind: 'no-budget' }]).title).toBe('Check: nothing stands in the way');
});

test('however much is wrong, it fits into an embed and says what it leaves out', () => {
  const missing = ['View Channel', 'Send Messages', 'Embed Links', 'Attach Files', 'Read Message History'];
  const findings = Array.from({ length: 40 }, (_, index) =>
    channel({ channelId: `${10n ** 18n + BigInt(index)}`, missing }),
  );
  const { description = '' } = renderCheck(findings);
  expect(description.length).toBeLessThanOrEqual(4_096);
  const [left] = /(\d+) more lines$/.exec(description)?.slice(1) ?? [];
  expect(Number(left) + description.split('\n').length - 1).toBe(40);
});

test('sizes are told in the units that a reader can judge', () => {
  expect(
    lines(
      { kind: 'disk', freeBytes: 30_440_000_000, low: false },
      { kind: 'disk', freeBytes: 412_000_000, low: true },
      { kind: 'library', videos: 12, bytes: 950_000_000, maxBytes: 20_000_000_000 },
    ),
  ).toEqual([
    expect.stringContaining('(412 MB free), so I take no orders'),
    expect.stringContaining('30.4 GB free'),
    expect.stringContaining('I keep 12 videos: 950 MB of at most 20 GB'),
  ]);
});

test('nothing is left without words', () => {
  const others: Finding[] = [
    { kind: 'not-in-server' },
    { kind: 'all-channels', missing: [] },
    { kind: 'moderator-role', roleId: '7', exists: true },
    { kind: 'moderator-role', roleId: '7', exists: false },
    { kind: 'host-role', roleId: '8', exists: true },
    { kind: 'host-role', roleId: '8', exists: false },
    { kind: 'no-log' },
    { kind: 'approval-unseen' },
    { kind: 'usual-not-allowed', usual: 'size, 720p' },
    { kind: 'scenario', state: 'works' },
    { kind: 'scenario', state: 'fails' },
    { kind: 'data-folder', writable: false },
    { kind: 'disk', freeBytes: 30e9, low: false },
    { kind: 'disk', freeBytes: 30e6, low: true },
    { kind: 'library', videos: 1, bytes: 5e6, maxBytes: 20e9 },
    { kind: 'ffmpeg', version: 'ffmpeg 5.1.9' },
    { kind: 'ffmpeg', version: undefined },
    { kind: 'public-url', url: 'https://clapper.example' },
    { kind: 'public-url', url: undefined },
  ];
  expect(lines(...others).map((line) => line.split(' ')[0])).toEqual([
    ...Array.from({ length: 7 }, () => '❌'),
    ...Array.from({ length: 3 }, () => '⚠️'),
    ...Array.from({ length: 9 }, () => '✅'),
  ]);
});

test('a challenge that goes on is named with what stands in its way; what is only worth knowing is a warning', () => {
  const about = { kind: 'challenge', title: 'Rain *x*' } as const;
  expect(
    lines(
      { ...about, problems: [], hints: [] },
      { ...about, problems: [], hints: ['A hint.'] },
      { ...about, problems: ['One.', 'Two.'], hints: ['A hint.'] },
    ),
  ).toEqual([
    '❌ Challenge **Rain \\*x\\***: One. Two. A hint.',
    '⚠️ Challenge **Rain \\*x\\***: A hint.',
    '✅ Challenge **Rain \\*x\\***: nothing stands in its way.',
  ]);
});

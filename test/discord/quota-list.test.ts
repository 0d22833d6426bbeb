import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type QuotaRules, renderQuotaList } from '../../src/discord/quota-list.ts';
import { QUOTA_UNITS } from '../../src/quota/limit.ts';
import { QUOTA_SCOPES } from '../../src/quota/policy.ts';
import { QUOTA_WINDOWS } from '../../src/quota/window.ts';
import { grant, policy, videos } from '../quota/facts.ts';

const rules = (details: Partial<QuotaRules> = {}): QuotaRules => ({
  policies: [],
  grants: [],
  operatorDefault: [videos(5)],
  moderatorsExempt: false,
  ...details,
});
const server = policy('server', '1', { limits: [videos(2)] });
const role = policy('role', '2', { maxActive: 1 });
const user = policy('user', '3', { cooldownMs: 60_000 });
const denied = policy('role', '4', { denied: true });

test('lists rules in their order of precedence, denials first, and the grants in force', () => {
  const { content, components } = renderQuotaList(
    rules({ policies: [server, role, denied, user], grants: [grant({ id: 8, subjectId: '3' })] }),
    0,
  );
  expect(content.split('\n')).toEqual([
    '**Rules**: deny > member > best role > everybody > the bot’s default',
    '- <@&4>: no videos at all',
    '- <@3>: 1 min between two videos',
    '- <@&2>: at most 1 at once',
    '- everybody: 2 videos in any 24 hours',
    '- the bot’s default, where nothing above sets limits: 5 videos in any 24 hours',
    '**Grants in force**, soonest end first',
    '- grant 8: 3 videos for <@3>, without an end',
  ]);
  expect(components).toEqual([]);
});

test('of a server that has set nothing shows what holds all the same', () => {
  const { content } = renderQuotaList(rules({ moderatorsExempt: true }), 0);
  expect(content.split('\n').slice(1)).toEqual([
    '- moderators: go without limits here, unless they are denied',
    '- the bot’s default, where nothing above sets limits: 5 videos in any 24 hours',
    '**Grants in force**, soonest end first',
    '- none',
  ]);
});

describe('a long list', () => {
  const policies = Array.from({ length: 120 }, (_, index) => policy('user', `${index}`, server));
  const pages = (page: number) => renderQuotaList(rules({ policies }), page);
  const buttons = (page: number) =>
    pages(page).components.flatMap((row) =>
      row.components.map((button) => ('custom_id' in button ? button : {})),
    );

  test('has pages, with buttons to turn them', () => {
    const last = Number(/Page 1 of (\d+)$/.exec(pages(0).content)?.[1]) - 1;
    expect(last).toBeGreaterThan(1);
    expect(buttons(0)).toMatchObject([
      { label: 'Back', disabled: true },
      { label: 'Next', custom_id: 'v1:quota-page:1', disabled: false },
    ]);
    expect(buttons(1)).toMatchObject([
      { custom_id: 'v1:quota-page:0', disabled: false },
      { custom_id: 'v1:quota-page:2', disabled: false },
    ]);
    expect(buttons(last)).toMatchObject([
      { custom_id: `v1:quota-page:${last - 1}`, disabled: false },
      { disabled: true },
    ]);
  });

  test('that has become shorter shows its last page', () => {
    expect(pages(999)).toEqual(pages(Number(/of (\d+)$/.exec(pages(0).content)?.[1]) - 1));
  });
});

test('whatever a server has set, every rule is on exactly one page, and no page is too long', () => {
  const limits = fc.subarray(
    QUOTA_UNITS.flatMap((unit) => QUOTA_WINDOWS.map((window) => ({ unit, window, amount: 999_999.75 }))),
  );
  const policies = fc.array(
    fc.tuple(fc.constantFrom(...QUOTA_SCOPES), limits, fc.boolean()).map((parts) => parts),
    { maxLength: 40 },
  );
  const grants = fc.array(fc.string({ unit: 'grapheme', maxLength: 300 }), { maxLength: 30 });
  fc.assert(
    fc.property(policies, grants, (some, reasons) => {
      const all = rules({
        policies: some.map(([scope, own, isDenied], index) =>
          policy(scope, `${10 ** 18 + index}`, { limits: own, denied: isDenied }),
        ),
        grants: reasons.map((reason, id) => grant({ id, reason })),
      });
      const first = renderQuotaList(all, 0);
      const count = Number(/of (\d+)$/.exec(first.content)?.[1] ?? 1);
      const pages = Array.from({ length: count }, (_, page) => renderQuotaList(all, page).content);
      for (const content of pages) expect(content.length).toBeLessThanOrEqual(2_000);
      const rows = pages.flatMap((content) => content.split('\n')).filter((row) => row.startsWith('- '));
      expect(rows).toHaveLength(some.length + 1 + Math.max(1, reasons.length));
      for (const [id] of reasons.entries()) {
        expect(rows.filter((row) => row.startsWith(`- grant ${id}: `))).toHaveLength(1);
      }
    }),
  );
});

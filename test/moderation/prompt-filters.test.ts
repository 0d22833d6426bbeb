import { expect, test } from 'vitest';
import type { FilterRule } from '../../src/moderation/filter/rule.ts';
import { createPromptFilters } from '../../src/moderation/prompt-filters.ts';

const word = (id: number, text: string): FilterRule => ({ id, kind: 'word', text, action: 'refuse' });

/** Filters over rules that a test changes. */
function filtersOver(rules: Record<string, FilterRule[]>) {
  return createPromptFilters({ rules: async (guildId) => rules[guildId] ?? [] });
}

const found = async (filters: ReturnType<typeof filtersOver>, guildId: string, text: string) =>
  (await filters.check(guildId, text)).map(({ ruleId, slice }) => [ruleId, slice]);

test('each server is filtered by its own rules', async () => {
  const filters = filtersOver({ one: [word(1, 'volcano')], two: [word(2, 'lava')] });
  expect(await found(filters, 'one', 'volcano with lava')).toEqual([[1, 'volcano']]);
  expect(await found(filters, 'two', 'volcano with lava')).toEqual([[2, 'lava']]);
  expect(await found(filters, 'three', 'volcano with lava')).toEqual([]);
});

test('rules that are added, changed or removed hold at the next check', async () => {
  const rules: Record<string, FilterRule[]> = { one: [word(1, 'volcano')] };
  const filters = filtersOver(rules);
  expect(await found(filters, 'one', 'volcano with lava')).toEqual([[1, 'volcano']]);
  rules.one = [word(1, 'volcano'), word(2, 'lava')];
  expect(await found(filters, 'one', 'volcano with lava')).toEqual([
    [1, 'volcano'],
    [2, 'lava'],
  ]);
  rules.one = [{ id: 2, kind: 'word', text: 'lava', action: 'hold' }];
  expect(await filters.check('one', 'volcano with lava')).toMatchObject([{ ruleId: 2, action: 'hold' }]);
  rules.one = [];
  expect(await found(filters, 'one', 'volcano with lava')).toEqual([]);
});

test('with more servers than are kept ready, each is still filtered by its own rules', async () => {
  const servers = Array.from({ length: 450 }, (_, at) => `server ${at}`);
  const filters = filtersOver(Object.fromEntries(servers.map((id, at) => [id, [word(at, `word ${at}`)]])));
  for (const round of [1, 2]) {
    for (const [at, id] of servers.entries()) {
      const text = `round ${round}: word ${at}, word ${at + 1}`;
      expect(await found(filters, id, text)).toEqual([[at, `word ${at}`]]);
    }
  }
});

test('a store that fails lets nothing pass', async () => {
  const filters = createPromptFilters({
    rules: async () => {
      throw new Error('disk');
    },
  });
  await expect(filters.check('one', 'volcano')).rejects.toThrow('disk');
});

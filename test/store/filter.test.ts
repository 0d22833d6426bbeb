import { describe, expect, test } from 'vitest';
import { MAX_RULES, type NewFilterRule } from '../../src/moderation/filter/rule.ts';
import { createCaseStore } from '../../src/store/case-book.ts';
import { createFilterStore } from '../../src/store/filter-store.ts';
import { openStore, temporaryFile } from './fixture.ts';
import { deed } from './moderators.ts';
import { START } from './orders.ts';

const refuse = (text: string): NewFilterRule => ({ kind: 'word', text, action: 'refuse' });
const words = (count: number) => Array.from({ length: count }, (_, at) => refuse(`word ${at}`));

function setUp(file?: string) {
  const { db } = openStore(file);
  const store = createFilterStore(db);
  return {
    store,
    cases: createCaseStore(db),
    add: (rules: readonly NewFilterRule[], guildId = 'guild') =>
      store.add(guildId, rules, deed('filter-add'), START),
    remove: (ruleId: number, guildId = 'guild') =>
      store.remove(guildId, ruleId, { actorId: 'mod', detail: 'gone' }, START),
    texts: async (guildId = 'guild') => (await store.rules(guildId)).map(({ text }) => text),
  };
}

describe('the rules of a server', () => {
  test('are kept as they were given, oldest first, with numbers of their own', async () => {
    const { store, add } = setUp();
    const rules: NewFilterRule[] = [
      refuse('volcano'),
      { kind: 'pattern', text: 'lava\\d+', action: 'hold' },
      { kind: 'exception', text: 'volcano museum' },
    ];
    const { added } = await add(rules);
    expect(added).toEqual(rules.map((rule, at) => ({ ...rule, id: at + 1 })));
    expect(await store.rules('guild')).toEqual(added);
  });

  test('are one case, however many come at once', async () => {
    const { add, cases } = setUp();
    expect((await add(words(30))).case).toMatchObject({ number: 1, kind: 'filter-add', actorId: 'mod' });
    expect(await cases.list('guild', {}, 9)).toHaveLength(1);
  });

  test('are none of another server, which may have the same', async () => {
    const { add, remove, texts } = setUp();
    await add([refuse('volcano')]);
    expect(await texts('other')).toEqual([]);
    expect(await remove(1, 'other')).toBeUndefined();
    await add([refuse('volcano')], 'other');
    expect(await texts('other')).toEqual(['volcano']);
    expect(await texts()).toEqual(['volcano']);
  });

  test('that are there already are left out; with nothing new there is no case', async () => {
    const { add, texts, cases } = setUp();
    await add([refuse('Volcano')]);
    const again: NewFilterRule[] = [{ kind: 'word', text: 'volcano', action: 'hold' }, refuse('VOLCANO')];
    expect(await add(again)).toEqual({ added: [], case: undefined });
    const { added } = await add([...again, refuse('lava'), refuse('Lava')]);
    expect(added.map(({ text }) => text)).toEqual(['lava']);
    expect(await texts()).toEqual(['Volcano', 'lava']);
    expect(await cases.list('guild', {}, 9)).toHaveLength(2);
  });

  test('may be a word, a pattern and an exception of the same text; patterns differ by case', async () => {
    const { add, texts } = setUp();
    await add([
      refuse('lava'),
      { kind: 'pattern', text: 'lava', action: 'refuse' },
      { kind: 'pattern', text: 'LAVA', action: 'refuse' },
      { kind: 'exception', text: 'lava' },
    ]);
    expect(await texts()).toHaveLength(4);
  });

  test('are removed one by one, each with a case, and once', async () => {
    const { add, remove, texts } = setUp();
    await add([refuse('volcano'), refuse('lava')]);
    expect(await remove(1)).toMatchObject({
      removed: { id: 1, text: 'volcano' },
      case: { number: 2, kind: 'filter-remove', detail: 'gone' },
    });
    expect(await remove(1)).toBeUndefined();
    expect(await texts()).toEqual(['lava']);
  });

  test('that were removed can come back, under a new number', async () => {
    const { add, remove } = setUp();
    await add([refuse('volcano')]);
    await remove(1);
    expect((await add([refuse('volcano')])).added).toMatchObject([{ id: 2 }]);
  });
});

describe('more rules than a server can have', () => {
  test('are refused all together, and nothing is noted', async () => {
    const { add, texts, cases } = setUp();
    await add(words(MAX_RULES - 1));
    await expect(add([refuse('one'), refuse('two')])).rejects.toThrow('Remove some rules first');
    expect(await texts()).toHaveLength(MAX_RULES - 1);
    expect(await cases.list('guild', {}, 9)).toHaveLength(1);
    expect((await add([refuse('one'), refuse('word 7')])).added).toHaveLength(1);
    await expect(add([refuse('two')])).rejects.toThrow('Remove some rules first');
  });

  test('are not reached by two connections at once either', async () => {
    const file = temporaryFile();
    const [one, two] = [setUp(file), setUp(file)];
    const results = await Promise.allSettled(
      Array.from({ length: 60 }, (_, at) =>
        (at % 2 ? one : two).add(words(10).map(({ text }) => refuse(`${at} ${text}`))),
      ),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(MAX_RULES / 10);
    expect(await one.texts()).toHaveLength(MAX_RULES);
  });
});

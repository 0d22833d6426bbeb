import { describe, expect, test } from 'vitest';
import { createCardStore } from '../../src/store/card-store.ts';
import { createCaseStore } from '../../src/store/case-book.ts';
import { quotaLedger } from '../../src/store/schema.ts';
import { faultsIn } from './books.ts';
import { admit, openStore, WAY_TO, walk } from './fixture.ts';
import { deed } from './moderators.ts';
import { START } from './orders.ts';

const LATER = START + 1_000;

async function setUp() {
  const { db, store } = openStore();
  await walk(store, (await admit(store)).id, WAY_TO.delivered, START, {
    changes: { resultMessageId: 'result', resultChannelId: 'gallery' },
  });
  const entries = () =>
    db
      .select()
      .from(quotaLedger)
      .all()
      .map(({ entry }) => entry);
  return { db, store, entries, cases: createCaseStore(db) };
}

describe('a result', () => {
  test('that is removed is so once, with a case', async () => {
    const { store, cases } = await setUp();
    const remove = () => store.remove(1, false, deed('remove', { jobId: 1 }), LATER);
    expect(await remove()).toMatchObject({ case: { kind: 'remove', number: 1 }, givenBack: false });
    expect(await remove()).toBeUndefined();
    expect((await store.find(1))?.removedAt).toBe(LATER);
    expect(await cases.list('guild', {}, 9)).toHaveLength(1);
  });

  test.each([true, false])(
    'gives its author the quota back if the moderator says so (%s)',
    async (giveBack) => {
      const { db, store, entries } = await setUp();
      expect((await store.remove(1, giveBack, deed('remove'), LATER))?.givenBack).toBe(giveBack);
      expect(entries()).toEqual(['reserve', 'commit', ...(giveBack ? ['forgive'] : [])]);
      expect(faultsIn(db)).toEqual([]);
    },
  );

  test('that was free already gives nothing back', async () => {
    const { db, store } = await setUp();
    const { id } = await admit(store);
    await walk(store, id, [...WAY_TO.undeliverable, 'delivering', 'delivered']);
    expect((await store.remove(id, true, deed('remove'), LATER))?.givenBack).toBe(false);
    expect(faultsIn(db)).toEqual([]);
  });

  test('is made a spoiler, and none again; what is so already is no case', async () => {
    const { store } = await setUp();
    const set = (spoiler: boolean) => store.setSpoiler(1, spoiler, deed('spoiler', { jobId: 1 }), LATER);
    expect(await set(false)).toBeUndefined();
    expect(await set(true)).toMatchObject({ kind: 'spoiler', number: 1 });
    expect((await store.find(1))?.spoiler).toBe(true);
    expect(await set(true)).toBeUndefined();
    expect(await set(false)).toMatchObject({ number: 2 });
  });

  test('that does not exist is not changed', async () => {
    const { store } = await setUp();
    expect(await store.remove(99, true, deed('remove'), LATER)).toBeUndefined();
    expect(await store.setSpoiler(99, true, deed('spoiler'), LATER)).toBeUndefined();
  });

  test('is found by its message and by its card’s, in its own server', async () => {
    const { db, store } = await setUp();
    await createCardStore(db).posted(1, { messageId: 'card', hash: 'h' }, LATER);
    expect((await store.byMessage('guild', 'result'))?.id).toBe(1);
    expect((await store.byMessage('guild', 'card'))?.id).toBe(1);
    expect(await store.byMessage('other', 'result')).toBeUndefined();
    expect(await store.byMessage('guild', 'another')).toBeUndefined();
  });
});

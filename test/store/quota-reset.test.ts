import { expect, test } from 'vitest';
import { createQuotaRulesStore } from '../../src/store/quota-rules-store.ts';
import { quotaLedger } from '../../src/store/schema.ts';
import { faultsIn } from './books.ts';
import { admit, FOR_APPROVAL, openStore, WAY_TO, walk } from './fixture.ts';
import { deed, grantTo, MODERATOR } from './moderators.ts';
import { DAY_MS, ROOMY_LIMIT, START, termsOf } from './orders.ts';

const LATER = START + 60_000;

function setUp() {
  const { db, store } = openStore();
  const quota = createQuotaRulesStore(db);
  const used = async (userId = 'ada') =>
    (await store.view('guild', termsOf({ userId, limits: [ROOMY_LIMIT] }), 8, LATER)).quota.limits[0]?.used;
  const reset = (at = LATER, userId = 'ada') => quota.reset('guild', userId, MODERATOR, at);
  const entriesOf = (jobId: number) =>
    db
      .select()
      .from(quotaLedger)
      .all()
      .flatMap((row) => (row.jobId === jobId ? [row.entry] : []));
  return { db, store, quota, used, reset, entriesOf };
}

test('what was delivered is forgiven, what is on its way becomes free, and stays so when it arrives', async () => {
  const { db, store, used, reset, entriesOf } = setUp();
  for (const way of [WAY_TO.delivered, WAY_TO.generating, WAY_TO.queued]) {
    await walk(store, (await admit(store)).id, way);
  }
  expect(await used()).toBe(3);
  expect(await reset()).toEqual({
    videos: 3,
    case: { kind: 'quota-reset', guildId: 'guild', number: 1, actorId: 'mod', targetId: 'ada', at: LATER },
  });
  expect(await used()).toBe(0);
  await walk(store, 2, ['fetching', 'delivering', 'delivered'], LATER);
  await walk(store, 3, ['cancelled'], LATER);
  expect(await used()).toBe(0);
  expect([1, 2, 3].map(entriesOf)).toEqual([
    ['reserve', 'commit', 'forgive'],
    ['reserve', 'release'],
    ['reserve', 'release'],
  ]);
  expect(faultsIn(db)).toEqual([]);
});

test('where nothing counts, nothing is done and no case made', async () => {
  const { store, used, reset, quota } = setUp();
  expect(await reset()).toBeUndefined();
  await walk(store, (await admit(store)).id, ['failed']);
  expect(await reset()).toBeUndefined();
  await admit(store);
  expect((await reset())?.case.number).toBe(1);
  expect(await reset()).toBeUndefined();
  expect(await used()).toBe(0);
  expect(await quota.grants('guild', LATER)).toEqual([]);
});

test('others, other servers, grants, held videos and what is too old to count are left alone', async () => {
  const { db, store, quota, used, reset, entriesOf } = setUp();
  await admit(store, {}, START - 33 * DAY_MS);
  await walk(store, 1, WAY_TO.delivered, START - 33 * DAY_MS);
  await admit(store, { userId: 'bob' });
  await admit(store, { guildId: 'other' });
  await grantTo(quota);
  await admit(store);
  await admit(store, {}, START, ROOMY_LIMIT, FOR_APPROVAL);
  expect(await reset()).toBeUndefined();
  expect([1, 2, 3, 4, 5].map((id) => entriesOf(id).length)).toEqual([2, 1, 1, 1, 0]);
  expect(await used('bob')).toBe(1);
  expect(faultsIn(db)).toEqual([]);
});

test('a video that was reset is not given back a second time when it is removed', async () => {
  const { db, store, reset, entriesOf } = setUp();
  await walk(store, (await admit(store)).id, WAY_TO.delivered);
  await reset();
  expect((await store.remove(1, true, deed('remove'), LATER))?.givenBack).toBe(false);
  expect(entriesOf(1)).toEqual(['reserve', 'commit', 'forgive']);
  expect(faultsIn(db)).toEqual([]);
});

import { expect, test } from 'vitest';
import type { Prize } from '../../../src/challenges/settings.ts';
import { createAwardStore } from '../../../src/store/challenges/award-store.ts';
import { openStore } from '../fixture.ts';
import { DAY_MS } from '../orders.ts';
import { challengeIn, open, outcomeOf, VOTES_UNTIL } from './scene.ts';

const END = VOTES_UNTIL + 5;

/** Roles that are owed to Ada, Bob and Cid. */
async function awarded() {
  const stores = open();
  const prizes: Prize[] = [1, 2, 3].map((place) => ({ place, roleId: `${place}0`, roleDays: 7 }));
  const { id } = await challengeIn(stores.challenges, 'tallying', { settings: { prizes } });
  await stores.challenges.close(id, outcomeOf(await stores.challenges.entries(id)), END);
  return { ...stores, challengeId: id };
}

test('a role that was won is owed at once, held for its time, and due again when that ends', async () => {
  const { awards, challengeId } = await awarded();
  const owed = await awards.due(END, 9);
  const first = {
    id: 1,
    challengeId,
    guildId: 'guild',
    userId: 'ada',
    roleId: '10',
    state: 'owed',
    forMs: 7 * DAY_MS,
    expiresAt: undefined,
  };
  expect(owed).toMatchObject([first, { userId: 'bob' }, { userId: 'cid' }]);
  expect(owed[0]).toEqual(first);
  expect(await awards.due(END - 1, 9)).toEqual([]);
  expect(await awards.due(END, 2)).toHaveLength(2);
  const expiresAt = END + 7 * DAY_MS;
  await awards.given(1, expiresAt);
  await awards.given(2, undefined);
  await awards.over(3);
  expect(await awards.due(expiresAt - 1, 9)).toEqual([]);
  expect(await awards.due(expiresAt, 9)).toEqual([{ ...first, state: 'held', expiresAt }]);
  await awards.postpone(1, expiresAt + 9);
  expect(await awards.due(expiresAt + 8, 9)).toEqual([]);
  expect(await awards.due(expiresAt + 9, 9)).toHaveLength(1);
  await awards.over(1);
  expect(await awards.due(Number.MAX_SAFE_INTEGER, 9)).toEqual([]);
});

test('one that is held, or over, is not given again', async () => {
  const { awards } = await awarded();
  await awards.given(1, END + 10);
  await awards.given(1, END + 99);
  expect(await awards.due(END + 10, 9)).toMatchObject([{ id: 2 }, { id: 3 }, { id: 1, expiresAt: END + 10 }]);
  await awards.over(2);
  await awards.given(2, END);
  expect((await awards.due(END + 10, 9)).map(({ id }) => id)).toEqual([3, 1]);
});

test('there is none where no challenge was', async () => {
  const { db } = openStore();
  expect(await createAwardStore(db).due(END, 9)).toEqual([]);
});

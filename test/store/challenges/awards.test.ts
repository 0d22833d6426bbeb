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
  await awards.given(1, expiresAt, END);
  await awards.given(2, undefined, END);
  await awards.over(3, END);
  expect(await awards.due(expiresAt - 1, 9)).toEqual([]);
  expect(await awards.due(expiresAt, 9)).toEqual([{ ...first, state: 'held', expiresAt }]);
  await awards.postpone(1, expiresAt + 9);
  expect(await awards.due(expiresAt + 8, 9)).toEqual([]);
  expect(await awards.due(expiresAt + 9, 9)).toHaveLength(1);
  await awards.over(1, END);
  expect(await awards.due(Number.MAX_SAFE_INTEGER, 9)).toEqual([]);
});

test('one that is held, or over, is not given again', async () => {
  const { awards } = await awarded();
  await awards.given(1, END + 10, END);
  await awards.given(1, END + 99, END);
  expect(await awards.due(END + 10, 9)).toMatchObject([{ id: 2 }, { id: 3 }, { id: 1, expiresAt: END + 10 }]);
  await awards.over(2, END);
  await awards.given(2, END, END);
  expect((await awards.due(END + 10, 9)).map(({ id }) => id)).toEqual([3, 1]);
});

test('a role that was there before is never due again', async () => {
  const { awards, challengeId } = await awarded();
  await awards.had(1, END);
  await awards.given(1, END + 10, END);
  expect((await awards.due(Number.MAX_SAFE_INTEGER, 9)).map(({ id }) => id)).toEqual([2, 3]);
  expect((await awards.ofChallenge(challengeId))[0]).toMatchObject({ state: 'had', expiresAt: undefined });
});

test('a role that is about to be given stays due until it is given, and is not found to have been there before', async () => {
  const { awards } = await awarded();
  await awards.giving(1);
  await awards.had(1, END);
  expect((await awards.due(END, 9))[0]).toMatchObject({ id: 1, state: 'giving' });
  await awards.given(1, END + 10, END);
  await awards.giving(1);
  expect((await awards.due(END + 10, 9)).at(-1)).toMatchObject({ id: 1, state: 'held' });
});

test('another win gives the role from the moment when its giving begins until it is over', async () => {
  const { awards, challenges, challengeId } = await awarded();
  const again = await challengeIn(challenges, 'tallying', {
    settings: { prizes: [{ place: 1, roleId: '10' }] },
  });
  await challenges.close(again.id, outcomeOf(await challenges.entries(again.id)), END);
  const [first] = await awards.ofChallenge(challengeId);
  const [other] = await awards.ofChallenge(again.id);
  if (!first || !other) throw new Error('no awards');
  expect(other).toMatchObject({ userId: first.userId, roleId: first.roleId });
  const whether = [await awards.hasAnother(first)];
  await awards.giving(other.id);
  whether.push(await awards.hasAnother(first));
  await awards.given(other.id, undefined, END);
  whether.push(await awards.hasAnother(first), await awards.hasAnother(other));
  await awards.over(other.id, END);
  whether.push(await awards.hasAnother(first));
  expect(whether).toEqual([false, true, true, false, false]);
});

test('there is none where no challenge was', async () => {
  const { db } = openStore();
  expect(await createAwardStore(db).due(END, 9)).toEqual([]);
});

const toldOf = async ({ notices }: Awaited<ReturnType<typeof awarded>>, now: number) =>
  (await notices.due(now, 9)).filter(({ kind }) => kind === 'role-owed' || kind === 'role-kept');

test('a refusal is told to moderators once for the challenge, and told anew when something has changed', async () => {
  const scene = await awarded();
  const { awards, notices, challengeId } = scene;
  const [ada, bob] = await awards.due(END, 9);
  if (!ada || !bob) throw new Error('no awards');
  await awards.refused(ada, END + 50, END);
  await awards.refused(bob, END + 50, END + 1);
  expect((await awards.due(END + 49, 9)).map(({ userId }) => userId)).toEqual(['cid']);
  const [told, ...others] = await toldOf(scene, END + 1);
  expect(others).toEqual([]);
  expect(told).toMatchObject({ kind: 'role-owed', guildId: 'guild', subjectId: challengeId });
  await notices.posted(told?.id ?? 0, { channelId: 'log', messageId: 'message' });
  await awards.refused(ada, END + 60, END + 50);
  expect(await toldOf(scene, END + 50)).toEqual([]);
  await awards.given(ada.id, END + 70, END + 60);
  expect(await toldOf(scene, END + 60)).toMatchObject([{ id: told?.id, messageId: 'message' }]);
});

test('what is given up is not due any more, stays known, and is told to moderators', async () => {
  const scene = await awarded();
  const { awards, challengeId } = scene;
  const [ada, bob] = await awards.due(END, 9);
  if (!ada || !bob) throw new Error('no awards');
  await awards.giveUp(ada, END);
  await awards.given(bob.id, END + 10, END);
  const [held] = (await awards.due(END + 10, 9)).filter(({ state }) => state === 'held');
  if (!held) throw new Error('nothing is held');
  await awards.giveUp(held, END + 10);
  expect((await awards.due(Number.MAX_SAFE_INTEGER, 9)).map(({ userId }) => userId)).toEqual(['cid']);
  expect(await awards.ofChallenge(challengeId)).toMatchObject([
    { userId: 'ada', state: 'given-up', expiresAt: undefined },
    { userId: 'bob', state: 'given-up', expiresAt: END + 10 },
    { userId: 'cid', state: 'owed' },
  ]);
  expect((await toldOf(scene, END + 10)).map(({ kind }) => kind).toSorted()).toEqual([
    'role-kept',
    'role-owed',
  ]);
});

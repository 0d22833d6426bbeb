import { describe, expect, test } from 'vitest';
import { START } from '../orders.ts';
import { challengeIn, contentsOf, dueNames, open, settlePosts, VOTES_UNTIL } from './scene.ts';

const SHOWN = { channelId: 'channel', messageId: 'message', hash: 'hash' };
const NOW = START + 1_000;

/** An announcement that is due, as it was read. */
async function announced() {
  const stores = open();
  const { id } = await challengeIn(stores.challenges, 'announced');
  const [post] = await stores.challengePosts.due(START, 1);
  if (!post) throw new Error('no announcement is owed');
  return { ...stores, challengeId: id, post, stores };
}

test('what is owed is due as soon as it is, the longest due first, and as much as is asked for', async () => {
  const { challengePosts, challengeId, stores, post } = await announced();
  expect(post).toEqual({
    id: 1,
    challengeId,
    kind: 'announcement',
    subjectId: 0,
    channelId: undefined,
    messageId: undefined,
    hash: undefined,
    createdAt: START,
    attempts: 0,
    dueAt: START,
  });
  await challengePosts.owe({ challengeId, kind: 'reminder', subjectId: 224 }, START + 2);
  await challengePosts.owe({ challengeId, kind: 'reminder', subjectId: 201 }, START + 1);
  expect(await dueNames(stores, START - 1)).toEqual([]);
  expect(await dueNames(stores, START + 1)).toEqual(['announcement 0', 'reminder 201']);
  expect(await dueNames(stores, START + 2)).toEqual(['announcement 0', 'reminder 201', 'reminder 224']);
  expect(await challengePosts.due(START + 2, 1)).toEqual([post]);
  expect((await challengePosts.ofChallenge(challengeId)).map(({ subjectId }) => subjectId)).toEqual([
    0, 224, 201,
  ]);
});

test('what was owed once is never owed again', async () => {
  const { challengePosts, challengeId, db } = await announced();
  const reminder = { challengeId, kind: 'reminder', subjectId: 224 } as const;
  expect(await challengePosts.owe(reminder, NOW)).toBe(true);
  const [, post] = await challengePosts.ofChallenge(challengeId);
  await challengePosts.done(post?.id ?? 0);
  const before = contentsOf(db);
  expect(await challengePosts.owe(reminder, NOW + 1)).toBe(false);
  expect(contentsOf(db)).toEqual(before);
  expect(await challengePosts.owe({ ...reminder, subjectId: 201 }, NOW)).toBe(true);
});

describe('a post that is shown', () => {
  test.each([undefined, NOW + 900_000])('is looked after at %s', async (nextLookAt) => {
    const { challengePosts, challengeId, post, stores } = await announced();
    await challengePosts.postpone(post.id, START);
    const [tried] = await challengePosts.due(START, 1);
    expect(tried?.attempts).toBe(1);
    await challengePosts.shown(tried ?? post, SHOWN, nextLookAt);
    expect(await challengePosts.ofChallenge(challengeId)).toEqual([
      { ...post, ...SHOWN, attempts: 0, dueAt: nextLookAt },
    ]);
    expect(await dueNames(stores, NOW + 899_999)).toEqual([]);
    expect(await dueNames(stores, NOW + 900_000)).toEqual(nextLookAt === undefined ? [] : ['announcement 0']);
  });

  test.each([START, NOW])(
    'stays due when it has changed since it was read, also twice (%s)',
    async (changedAt) => {
      const { challengePosts, challengeId, post, stores } = await announced();
      await challengePosts.changed(challengeId, ['announcement', 'podium'], changedAt);
      await challengePosts.shown(post, SHOWN, undefined);
      const [again] = await challengePosts.due(changedAt, 1);
      expect(again).toMatchObject(SHOWN);
      await challengePosts.changed(challengeId, ['announcement'], changedAt);
      await challengePosts.shown(again ?? post, SHOWN, undefined);
      expect(await dueNames(stores, changedAt)).toEqual(['announcement 0']);
      await settlePosts(stores, changedAt);
      expect(await dueNames(stores, changedAt)).toEqual([]);
    },
  );
});

test('a change makes posts of its kinds due, of its challenge only', async () => {
  const { challengePosts, challengeId, challenges, stores } = await announced();
  await challengePosts.owe({ challengeId, kind: 'podium', subjectId: 0 }, START);
  await challengeIn(challenges, 'announced');
  await settlePosts(stores, START);
  await challengePosts.changed(challengeId, ['podium'], NOW);
  expect(await challengePosts.due(NOW, 9)).toMatchObject([{ challengeId, kind: 'podium', dueAt: NOW }]);
});

test('one that is put off waits, but not with what has changed', async () => {
  const { challengePosts, challengeId, post, stores } = await announced();
  await challengePosts.postpone(post.id, NOW + 5_000);
  expect(await dueNames(stores, NOW + 4_999)).toEqual([]);
  await challengePosts.changed(challengeId, ['announcement'], NOW);
  expect(await challengePosts.due(NOW, 9)).toMatchObject([{ attempts: 1 }]);
});

test('one whose message is gone is posted anew, as another one than before', async () => {
  const { challengePosts, post } = await announced();
  await challengePosts.shown(post, SHOWN, NOW);
  for (const createdAt of [NOW, NOW + 1]) {
    await challengePosts.lost(post.id, NOW);
    expect(await challengePosts.due(NOW, 9)).toEqual([{ ...post, createdAt, dueAt: NOW }]);
  }
});

test('one that waits for something else has not failed', async () => {
  const { challengePosts, post, stores } = await announced();
  await challengePosts.wait(post.id, NOW + 5_000);
  expect(await dueNames(stores, NOW + 4_999)).toEqual([]);
  expect(await challengePosts.due(NOW + 5_000, 9)).toMatchObject([{ attempts: 0 }]);
});

test('the entry whose post a message is is found, in its own server', async () => {
  const stores = open();
  const { challengePosts, challenges } = stores;
  await challengeIn(challenges, 'voting', { guildId: 'other' });
  const { id } = await challengeIn(challenges, 'voting');
  await settlePosts(stores, VOTES_UNTIL);
  const posts = await challengePosts.ofChallenge(id);
  const entries = posts.filter(({ kind }) => kind === 'entry');
  expect(entries).toHaveLength(3);
  for (const { messageId = '', subjectId } of entries) {
    expect(await challengePosts.entryShownBy('guild', messageId)).toMatchObject({
      id: subjectId,
      challengeId: id,
    });
    expect(await challengePosts.entryShownBy('other', messageId)).toBeUndefined();
  }
  const announcement = posts.find(({ kind }) => kind === 'announcement')?.messageId ?? '';
  expect(await challengePosts.entryShownBy('guild', announcement)).toBeUndefined();
  expect(await challengePosts.entryShownBy('guild', 'another')).toBeUndefined();
});

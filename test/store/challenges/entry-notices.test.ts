import { expect, test } from 'vitest';
import {
  ACCEPTANCE,
  challengeIn,
  ENTRIES_UNTIL,
  enter,
  open,
  openChallenge,
  REFUSAL,
  VOTES_UNTIL,
  WHILE_OPEN,
} from './scene.ts';

type Stores = ReturnType<typeof open>;

/** What moderators, and authors, are to be told of entries, as "kind subject". */
const due = async ({ notices }: Stores, now = VOTES_UNTIL): Promise<string[]> =>
  (await notices.due(now, 99))
    .filter(({ kind }) => kind !== 'case')
    .map(({ kind, subjectId }) => `${kind} ${subjectId}`);

async function settle({ notices }: Stores): Promise<void> {
  for (const { id } of await notices.due(VOTES_UNTIL, 99)) await notices.done(id);
}

test('an entry that waits is owed to moderators with it, others are not', async () => {
  const stores = open();
  const challenge = await openChallenge(stores.challenges);
  await enter(stores.challenges, challenge, { userId: 'ada' });
  expect(await due(stores)).toEqual([]);
  await enter(stores.challenges, challenge, { userId: 'bob', state: 'waiting' });
  expect(await due(stores)).toEqual(['entry 2']);
  expect(await stores.notices.due(WHILE_OPEN, 9)).toMatchObject([
    { guildId: 'guild', kind: 'entry', subjectId: 2 },
  ]);
});

const CHANGES: Record<string, (stores: Stores, entryId: number, jobId: number) => Promise<unknown>> = {
  'a swap': ({ challenges }, replaces) => enter(challenges, { id: 1 }, { state: 'waiting', replaces }),
  'a withdrawal': ({ challenges }, id) => challenges.withdraw(id, WHILE_OPEN),
  'an acceptance': ({ challenges }, id, jobId) =>
    challenges.decide({ id, jobId }, 'accepted', ACCEPTANCE, WHILE_OPEN),
  'the end of it all': ({ challenges }) =>
    challenges.move(1, { from: 'open', to: 'cancelled', at: WHILE_OPEN }),
};
test.each(Object.keys(CHANGES))('their message is mended after %s', async (name) => {
  const stores = open();
  const challenge = await openChallenge(stores.challenges);
  const { id, jobId } = await enter(stores.challenges, challenge, { state: 'waiting' });
  await settle(stores);
  await CHANGES[name]?.(stores, id, jobId);
  expect(await due(stores)).toEqual([`entry ${id}`]);
});

test('an accepted entry that is swapped waits anew, and moderators are told', async () => {
  const stores = open();
  const challenge = await openChallenge(stores.challenges);
  const { id } = await enter(stores.challenges, challenge);
  await enter(stores.challenges, challenge, { state: 'waiting', replaces: id });
  expect(await due(stores)).toEqual([`entry ${id}`]);
});

test('what nobody decided on is mended when the review ends', async () => {
  const stores = open();
  const { id } = await challengeIn(stores.challenges, 'review');
  await settle(stores);
  await stores.challenges.move(id, { from: 'review', to: 'voting', at: ENTRIES_UNTIL + 1 });
  expect(await due(stores)).toEqual(['entry 4']);
});

test('whoever moderators take out is told so, in the transaction that does', async () => {
  const stores = open();
  const challenge = await openChallenge(stores.challenges);
  const first = await enter(stores.challenges, challenge, { userId: 'ada', state: 'waiting' });
  const second = await enter(stores.challenges, challenge, { userId: 'bob' });
  await settle(stores);
  await stores.challenges.decide(first, 'refused', REFUSAL, WHILE_OPEN);
  await stores.challenges.disqualify(second.id, { kind: 'disqualify', actorId: 'mod' }, WHILE_OPEN);
  expect((await due(stores)).toSorted()).toEqual(['entry 1', 'entry-out 1', 'entry-out 2']);
});

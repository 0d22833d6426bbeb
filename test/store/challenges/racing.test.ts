import { expect, test } from 'vitest';
import { challengeBallots, roleAwards } from '../../../src/store/challenge-schema.ts';
import { quotaGrants } from '../../../src/store/schema.ts';
import { temporaryFile } from '../fixture.ts';
import {
  challengeIn,
  ENTRIES_UNTIL,
  enter,
  newEntry,
  open,
  openChallenge,
  outcomeOf,
  VOTES_UNTIL,
  vote,
  WHILE_OPEN,
  WHILE_VOTING,
} from './scene.ts';

/** Two connections to one file, as two processes would have. */
function two() {
  const file = temporaryFile();
  return [open(file), open(file)] as const;
}
/** The same, alternately by each of them. */
const alternately = <T, S>(
  stores: readonly [S, S],
  times: number,
  act: (stores: S, index: number) => Promise<T>,
) => Promise.all(Array.from({ length: times }, (_, index) => act(stores[index % 2 === 0 ? 0 : 1], index)));

test('a member who enters twice at once at the limit has one entry more', async () => {
  const stores = two();
  const challenge = await openChallenge(stores[0].challenges, { settings: { entriesPerMember: 3 } });
  const results = await alternately(stores, 8, ({ challenges }) =>
    challenges.enter(newEntry(challenge), WHILE_OPEN),
  );
  expect(results.map(({ kind }) => kind).toSorted()).toEqual([
    ...Array.from({ length: 3 }, () => 'entered'),
    ...Array.from({ length: 5 }, () => 'full'),
  ]);
  const entries = await stores[1].challenges.entries(challenge.id);
  expect(entries.map(({ number }) => number)).toEqual([1, 2, 3]);
});

test('one video entered twice at once is one entry, and many members at once get a number each', async () => {
  const stores = two();
  const challenge = await openChallenge(stores[0].challenges);
  const same = await alternately(stores, 4, ({ challenges }) =>
    challenges.enter(newEntry(challenge, { jobId: 5 }), WHILE_OPEN),
  );
  expect(same.map(({ kind }) => kind)).toEqual(['entered', 'already', 'already', 'already']);
  const others = await alternately(stores, 20, ({ challenges }, index) =>
    enter(challenges, challenge, { userId: `member-${index}` }),
  );
  expect(others.map(({ number }) => number)).toEqual(Array.from({ length: 20 }, (_, index) => index + 2));
});

test('a member who votes twice at once has one ballot with both marks', async () => {
  const stores = two();
  const challenge = await challengeIn(stores[0].challenges, 'voting');
  await alternately(stores, 3, ({ ballots }, index) =>
    ballots.cast(vote(challenge, 'eve', index + 1, index + 1), WHILE_VOTING),
  );
  const rows = stores[1].db.select().from(challengeBallots).all();
  expect(rows).toMatchObject([
    {
      voterId: 'eve',
      marks: [1, 2, 3].map((value) => ({ entryId: value, value })),
    },
  ]);
});

test('a vote that comes with the end of voting is either refused or counted', async () => {
  const stores = two();
  const { id } = await challengeIn(stores[0].challenges, 'voting');
  const results = await Promise.all([
    stores[0].ballots.cast(vote({ id }, 'dan', 1, 1), WHILE_VOTING),
    stores[1].challenges.move(id, { from: 'voting', to: 'tallying', at: WHILE_VOTING }),
    stores[0].ballots.cast(vote({ id }, 'eve', 1, 1), WHILE_VOTING),
  ]);
  expect([results[0].kind, results[2].kind]).toEqual(['cast', 'not-voting']);
  expect((await stores[1].ballots.all(id, 1)).map(({ voterId }) => voterId)).toEqual(['dan']);
});

test('two that move, or close, the same challenge do it once', async () => {
  const stores = two();
  const settings = { prizes: [{ place: 1, roleId: '10', bonusVideos: 2 }] };
  const { id } = await challengeIn(stores[0].challenges, 'open', { settings });
  const done = (results: readonly unknown[]) => results.filter((result) => result !== undefined).length;
  const toVoting = { from: 'open', to: 'voting', at: ENTRIES_UNTIL } as const;
  expect(done(await alternately(stores, 4, ({ challenges }) => challenges.move(id, toVoting)))).toBe(1);
  await stores[0].challenges.votingReady(id, (present) => present, ENTRIES_UNTIL);
  const toTallying = { from: 'voting', to: 'tallying', at: VOTES_UNTIL } as const;
  expect(done(await alternately(stores, 4, ({ challenges }) => challenges.move(id, toTallying)))).toBe(1);
  const outcome = outcomeOf(await stores[0].challenges.entries(id));
  const closed = await alternately(stores, 4, ({ challenges }) => challenges.close(id, outcome, VOTES_UNTIL));
  expect(done(closed)).toBe(1);
  expect(stores[1].db.select().from(roleAwards).all()).toHaveLength(1);
  expect(stores[1].db.select().from(quotaGrants).all()).toHaveLength(1);
  const podiums = (await stores[1].challengePosts.ofChallenge(id)).filter(({ kind }) => kind === 'podium');
  expect(podiums).toHaveLength(1);
});

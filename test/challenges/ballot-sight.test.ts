import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type BallotSight, ballotSight, markOf, nextUnmarked } from '../../src/challenges/ballot-sight.ts';
import type { Challenge, Entry, EntryState } from '../../src/challenges/challenge.ts';
import { DEFAULT_CHALLENGE_SETTINGS } from '../../src/challenges/settings.ts';
import { takesVotes } from '../../src/challenges/voting-rules.ts';

const VOTER = '10';

const challenge = (changes: Partial<Challenge> = {}): Challenge => ({
  id: 1,
  guildId: '1',
  hostId: '2',
  phase: 'voting',
  phaseSince: 0,
  title: 'Boats',
  theme: 'Boats',
  rules: undefined,
  settings: DEFAULT_CHALLENGE_SETTINGS,
  schedule: { opensAt: 0, entriesUntil: 100, reviewUntil: undefined, votesUntil: 200 },
  round: 1,
  runOffEntryIds: [],
  pausedAt: undefined,
  reason: undefined,
  channelId: '3',
  threadId: undefined,
  scheduledEventId: undefined,
  votesFrom: 110,
  secret: 'secret',
  seriesId: undefined,
  createdAt: 0,
  publishedAt: 0,
  closedAt: undefined,
  ...changes,
});

const entry = (id: number, state: EntryState = 'accepted', userId = `user ${id}`): Entry => ({
  id,
  challengeId: 1,
  number: id,
  userId,
  jobId: id,
  title: undefined,
  state,
  reason: undefined,
  enteredAt: 0,
  swappedAt: undefined,
});

const ids = ({ entries }: BallotSight) => entries.map(({ id }) => id);

test('a voter sees the accepted entries of the challenge, in the order that is theirs', () => {
  const other = { ...entry(9), challengeId: 2 };
  const entries = [
    entry(1),
    entry(2, 'disqualified'),
    entry(3),
    entry(4, 'withdrawn'),
    entry(5, 'waiting'),
    other,
  ];
  const sight = ballotSight(challenge(), entries, [], VOTER);
  expect([...ids(sight)].sort()).toEqual([1, 3]);
  expect(ids(ballotSight(challenge(), [...entries].reverse(), [], VOTER))).toEqual(ids(sight));
});

test('an entry that goes leaves the others in their order', () => {
  const entries = Array.from({ length: 20 }, (_, index) => entry(index + 1));
  const before = ids(ballotSight(challenge(), entries, [], VOTER));
  const without = entries.map((one) => (one.id === 7 ? entry(7, 'disqualified') : one));
  expect(ids(ballotSight(challenge(), without, [], VOTER))).toEqual(before.filter((id) => id !== 7));
});

test('a run-off is about its entries only, and marks for others are not shown', () => {
  const marks = [
    { entryId: 1, value: 5 },
    { entryId: 2, value: 4 },
  ];
  const runOff = challenge({ round: 2, runOffEntryIds: [2, 3] });
  const sight = ballotSight(runOff, [entry(1), entry(2), entry(3)], marks, VOTER);
  expect([...ids(sight)].sort()).toEqual([2, 3]);
  expect(sight.marks).toEqual([{ entryId: 2, value: 4 }]);
  expect([markOf(sight, 1), markOf(sight, 2)]).toEqual([undefined, 4]);
});

test('going on to the next entry without a mark reaches every one once, and never an own one', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 30 }),
      fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { maxLength: 30 }),
      fc.integer({ min: 1, max: 30 }),
      fc.integer({ min: -1, max: 40 }),
      (size, markedIds, ownId, start) => {
        const entries = Array.from({ length: size }, (_, index) =>
          entry(index + 1, 'accepted', index + 1 === ownId ? VOTER : 'another'),
        );
        let sight = ballotSight(
          challenge(),
          entries,
          markedIds.map((entryId) => ({ entryId, value: 3 })),
          VOTER,
        );
        const open = ids(sight).filter((id) => id !== ownId && !markedIds.includes(id));
        const reached: number[] = [];
        let position = nextUnmarked(sight, start);
        while (position !== undefined) {
          const { id } = sight.entries[position] ?? { id: 0 };
          reached.push(id);
          sight = { ...sight, marks: [...sight.marks, { entryId: id, value: 1 }] };
          position = nextUnmarked(sight, position);
        }
        expect(reached.sort()).toEqual(open.sort());
      },
    ),
  );
});

test.for([
  [{}, 110, true],
  [{}, 199, true],
  [{}, 200, false],
  [{}, 109, false],
  [{ votesFrom: undefined }, 150, false],
  [{ pausedAt: 120 }, 150, false],
  [{ phase: 'review' }, 150, false],
  [{ phase: 'tallying' }, 150, false],
] as const)('with %o at %i votes are taken: %s', ([changes, now, takes]) => {
  expect(takesVotes(challenge(changes), now)).toBe(takes);
});

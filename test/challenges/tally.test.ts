import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Ballot,
  isLevel,
  neededRatings,
  type Standing,
  type TallyEntry,
  type TallyRules,
  TIE_RULES,
  tally,
  VOTING_METHODS,
} from '../../src/challenges/tally.ts';
import { ballots, countedOtherwise, entries } from './ballots.ts';

const rules = (changes: Partial<TallyRules> = {}): TallyRules => ({
  method: 'one-pick',
  ties: 'order',
  minRatings: 1,
  ...changes,
});

const ENTRIES = entries(3);
const ballot = (voterId: string, ...marks: [entryId: number, value: number][]): Ballot => ({
  voterId,
  marks: marks.map(([entryId, value]) => ({ entryId, value })),
});
const order = (standings: readonly Standing[]) => standings.map(({ entryId }) => entryId);

test('one pick: most votes win', () => {
  const counted = tally(ENTRIES, [ballot('a', [2, 1]), ballot('b', [2, 1]), ballot('c', [3, 1])], rules());
  expect(counted).toEqual([
    { entryId: 2, place: 1, points: 2, firsts: 2, raters: 2, counted: true },
    { entryId: 3, place: 2, points: 1, firsts: 1, raters: 1, counted: true },
    { entryId: 1, place: 3, points: 0, firsts: 0, raters: 0, counted: true },
  ]);
});

test('ranked: three, two and one points; of equal points more first places win', () => {
  const cast = [
    ballot('a', [1, 1], [2, 2], [3, 3]),
    ballot('b', [2, 2], [3, 3]),
    ballot('c', [2, 3], [1, 2]),
    ballot('d', [3, 3]),
  ];
  const standings = tally(ENTRIES, cast, rules({ method: 'ranked' }));
  expect(standings.map(({ entryId, points }) => [entryId, points])).toEqual([
    [1, 5],
    [2, 5],
    [3, 3],
  ]);
});

test('stars: the mean wins, not the sum; entries with too few ratings come last', () => {
  const cast = [ballot('a', [1, 4], [2, 5], [3, 5]), ballot('b', [1, 4], [2, 4]), ballot('c', [1, 4])];
  const standings = tally(ENTRIES, cast, rules({ method: 'stars', minRatings: 2 }));
  expect(order(standings)).toEqual([2, 1, 3]);
  expect(standings.map(({ counted }) => counted)).toEqual([true, true, false]);
});

test('approval: each counts one', () => {
  const cast = [ballot('a', [1, 1], [3, 1]), ballot('b', [3, 1])];
  expect(order(tally(ENTRIES, cast, rules({ method: 'approval' })))).toEqual([3, 1, 2]);
});

test('the earlier entry wins where nothing else decides', () => {
  const swapped = [
    { id: 1, number: 9 },
    { id: 2, number: 4 },
  ];
  expect(order(tally(swapped, [ballot('a', [1, 1]), ballot('b', [2, 1])], rules()))).toEqual([2, 1]);
});

test('entries with the same score share a place where the host wants that, and the next place is left out', () => {
  const cast = [ballot('a', [1, 1]), ballot('b', [2, 1])];
  const standings = tally(ENTRIES, cast, rules({ ties: 'shared' }));
  expect(standings.map(({ place }) => place)).toEqual([1, 1, 3]);
});

test.each([
  { minRatings: 3, counted: [1, 2], needed: 2 },
  { minRatings: 2, counted: [1, 2], needed: 2 },
  { minRatings: 1, counted: [1, 2, 3], needed: 1 },
])('stars: where none got $minRatings ratings, the most that any got is enough: $needed', (stated) => {
  const cast = [ballot('a', [1, 5], [2, 3], [3, 2]), ballot('b', [1, 1], [2, 3])];
  const { minRatings, needed } = stated;
  const standings = tally(ENTRIES, cast, rules({ method: 'stars', minRatings }));
  expect(neededRatings(minRatings, standings)).toBe(needed);
  expect(order(standings.filter(({ counted }) => counted)).toSorted()).toEqual(stated.counted.toSorted());
  expect(order(standings)).toEqual([1, 2, 3]);
});

test('stars: where nobody rated anything, nothing counts', () => {
  const standings = tally(ENTRIES, [ballot('a')], rules({ method: 'stars', minRatings: 3 }));
  expect(standings.map(({ counted }) => counted)).toEqual([false, false, false]);
  expect(tally([], [], rules({ method: 'stars' }))).toEqual([]);
});

test('entries are level when nothing but the order of ties stands between them', () => {
  const cast = [ballot('a', [1, 5], [2, 3]), ballot('b', [1, 1], [2, 3]), ballot('c', [3, 3])];
  const [first, second, third] = tally(ENTRIES, cast, rules({ method: 'stars', minRatings: 2 }));
  if (!first || !second || !third) throw new Error('too few standings');
  expect(isLevel(first, second, 'stars')).toBe(true);
  // As good a mean, from too few.
  expect(isLevel(first, third, 'stars')).toBe(false);
  expect(isLevel(second, third, 'approval')).toBe(false);
});

test('a mark for an entry that takes no part any more counts for nothing', () => {
  const without = ENTRIES.filter(({ id }) => id !== 2);
  const standings = tally(without, [ballot('a', [2, 1], [1, 2])], rules({ method: 'ranked' }));
  expect(standings.map(({ entryId, points }) => [entryId, points])).toEqual([
    [1, 2],
    [3, 0],
  ]);
});

const votes = fc
  .tuple(fc.constantFrom(...VOTING_METHODS), fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 4 }))
  .chain(([method, count, minRatings]) =>
    fc.record({
      rules: fc.constantFrom(...TIE_RULES).map((ties) => rules({ method, ties, minRatings })),
      entries: fc.constant(entries(count)),
      cast: ballots(method, count),
    }),
  );

test('any ballots give what an independent count gives', () => {
  fc.assert(
    fc.property(votes, ({ rules, entries, cast }) => {
      expect(tally(entries, cast, rules)).toEqual(countedOtherwise(entries, cast, rules));
    }),
  );
});

test('the order of ballots, of marks and of entries changes nothing', () => {
  fc.assert(
    fc.property(votes, fc.integer(), ({ rules, entries, cast }, turn) => {
      const turned = rotate(
        cast.map(({ voterId, marks }) => ({ voterId, marks: marks.toReversed() })),
        turn,
      );
      expect(tally(rotate(entries, turn), turned, rules)).toEqual(tally(entries, cast, rules));
    }),
  );
});

test('other ids for the same entries change nothing but the ids', () => {
  fc.assert(
    fc.property(votes, fc.integer({ min: 1, max: 1_000_000 }), ({ rules, entries, cast }, offset) => {
      const renamed = (id: number) => offset * 1_000 - id;
      const relabelled = tally(
        entries.map(({ id, number }) => ({ id: renamed(id), number })),
        cast.map(({ voterId, marks }) => ({
          voterId,
          marks: marks.map(({ entryId, value }) => ({ entryId: renamed(entryId), value })),
        })),
        rules,
      );
      const standings = tally(entries, cast, rules);
      expect(relabelled).toEqual(standings.map((row) => ({ ...row, entryId: renamed(row.entryId) })));
    }),
  );
});

test('one more highest mark never lowers an entry', () => {
  fc.assert(
    fc.property(votes, fc.nat(), ({ rules, entries, cast }, pick) => {
      const entry = entries[pick % entries.length];
      if (!entry) return;
      const highest = rules.method === 'stars' ? 5 : 1;
      const more = [...cast, ballot('one more', [entry.id, highest])];
      const placeIn = (counted: readonly Ballot[]) =>
        tally(entries, counted, rules).find(({ entryId }) => entryId === entry.id)?.place ?? 0;
      expect(placeIn(more)).toBeLessThanOrEqual(placeIn(cast));
    }),
  );
});

test('5,000 ballots on 200 entries are counted as by the independent count, with every method', () => {
  for (const method of VOTING_METHODS) {
    const [cast] = fc.sample(ballots(method, 200, { voters: 5_000 }), { numRuns: 1, seed: 5_000 });
    const all: TallyEntry[] = entries(200);
    for (const ties of TIE_RULES) {
      const stated = rules({ method, ties, minRatings: 10 });
      expect(tally(all, cast ?? [], stated)).toEqual(countedOtherwise(all, cast ?? [], stated));
    }
  }
});

test('every mark is looked at once, however many entries there are', () => {
  let looks = 0;
  const cast = Array.from({ length: 50 }, (_, index) => ({
    voterId: `v${index}`,
    get marks() {
      looks += 1;
      return [{ entryId: 1 + index, value: 1 }];
    },
  }));
  expect(tally(entries(200), cast, rules({ method: 'approval' }))[0]?.points).toBe(1);
  expect(looks).toBe(50);
});

const rotate = <T>(list: readonly T[], by: number): T[] => {
  const at = list.length === 0 ? 0 : Math.abs(by) % list.length;
  return [...list.slice(at), ...list.slice(0, at)];
};

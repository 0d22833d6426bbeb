import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CastBallot } from '../../src/challenges/ballot-store.ts';
import { type Hint, type LookedAtVote, lookedUpVoters, suspicions } from '../../src/challenges/suspicion.ts';
import { type Mark, VOTING_METHODS, type VotingMethod } from '../../src/challenges/tally.ts';

const DAY_MS = 24 * 3_600_000;
const START = Date.UTC(2026, 10, 1);
const VOTING = START + 5 * DAY_MS;
const OLD = START - 900 * DAY_MS;

/** Spread over days, by old accounts made far apart, unless said otherwise. */
let cast = 0;
const ballot = (voterId: string, marks: readonly Mark[], changes: Partial<CastBallot> = {}): CastBallot => {
  cast += 1;
  const castAt = VOTING + cast * 3_600_000;
  return {
    voterId,
    marks,
    castAt,
    changedAt: castAt,
    accountCreatedAt: OLD + cast * 10 * DAY_MS * (cast % 2 === 0 ? 1 : -1),
    ...changes,
  };
};
const pick = (entryId: number, value = 1): Mark[] => [{ entryId, value }];

const aVote = (ballots: readonly CastBallot[], changes: Partial<LookedAtVote> = {}): LookedAtVote => ({
  method: 'one-pick',
  publishedAt: START,
  entries: [1, 2, 3, 4].map((id) => ({ id, userId: `author ${id}` })),
  ballots,
  joinedAt: new Map(),
  ...changes,
});

const HONEST = ['a', 'b', 'c', 'd', 'e', 'f'].map((voterId, index) => ballot(voterId, pick((index % 3) + 1)));

test('an honest vote has nothing that stands out', () => {
  expect(suspicions(aVote(HONEST))).toEqual([]);
  expect(suspicions(aVote([]))).toEqual([]);
});

describe('young accounts', () => {
  const young = (voterId: string, entryId: number, days: number) =>
    ballot(voterId, pick(entryId), { accountCreatedAt: START + days * DAY_MS });

  test('made within days of each other, voting for the same entry, are told', () => {
    const ballots = [...HONEST, young('x', 4, -20), young('y', 4, -19.5), young('z', 4, -18)];
    expect(suspicions(aVote(ballots))).toEqual([
      { kind: 'young-accounts', entryId: 4, voterIds: ['x', 'y', 'z'], withinMs: 2 * DAY_MS },
    ]);
  });

  test.each([
    ['only two', [young('x', 4, -20), young('y', 4, -19)]],
    ['made weeks apart', [young('x', 4, -29), young('y', 4, -15), young('z', 4, -1)]],
    ['for different entries', [young('x', 4, -3), young('y', 2, -3), young('z', 1, -3)]],
    ['not young', [young('x', 4, -60), young('y', 4, -60), young('z', 4, -60)]],
  ])('%s are not', (_, ballots) => {
    expect(suspicions(aVote([...HONEST, ...ballots]))).toEqual([]);
  });

  test('that vote as everybody does are not', () => {
    const all = Array.from({ length: 20 }, (_, index) => ballot(`v${index}`, pick(4)));
    const ballots = [...all, young('x', 4, -2), young('y', 4, -2), young('z', 4, -2)];
    expect(suspicions(aVote(ballots))).toEqual([]);
  });

  test('with a name that was deleted are not taken for young', () => {
    const gone = ['x', 'y', 'z'].map((id) => ballot(`deleted-${id}`, pick(4), { accountCreatedAt: 0 }));
    expect(suspicions(aVote([...HONEST, ...gone]))).toEqual([]);
  });
});

describe('votes at once', () => {
  const at = (voterId: string, entryId: number, seconds: number) =>
    ballot(voterId, pick(entryId), { castAt: VOTING + seconds * 1_000 });

  test('for the same entry, within seconds, are told, once for each group', () => {
    const first = [at('x', 4, 0), at('y', 4, 3), at('z', 4, 10)];
    const second = [at('p', 4, 5_000), at('q', 4, 5_001), at('r', 4, 5_001)];
    expect(suspicions(aVote([...HONEST, ...first, ...second]))).toEqual([
      { kind: 'at-once', entryId: 4, voterIds: ['x', 'y', 'z'], at: VOTING, withinMs: 10_000 },
      { kind: 'at-once', entryId: 4, voterIds: ['p', 'q', 'r'], at: VOTING + 5_000_000, withinMs: 1_000 },
    ]);
  });

  test('are not when they are a little further apart, or for several entries', () => {
    expect(suspicions(aVote([...HONEST, at('x', 4, 0), at('y', 4, 6), at('z', 4, 12)]))).toEqual([]);
    expect(suspicions(aVote([...HONEST, at('x', 1, 0), at('y', 2, 0), at('z', 3, 0)]))).toEqual([]);
  });

  test('are not when everybody votes at once, as when a vote begins', () => {
    const ballots = Array.from({ length: 400 }, (_, index) => at(`v${index}`, (index % 4) + 1, index % 9));
    expect(suspicions(aVote(ballots))).toEqual([]);
  });
});

describe('newcomers', () => {
  const joined = (at: number) => new Map(['x', 'y', 'z'].map((id) => [id, at]));
  const single = ['x', 'y', 'z'].map((id) => ballot(id, pick(4, 5)));
  const stars = (ballots: readonly CastBallot[], joinedAt: ReadonlyMap<string, number>) =>
    aVote([...HONEST, ...ballots], { method: 'stars', joinedAt });

  test('who came for one entry and marked no other are told', () => {
    expect(suspicions(stars(single, joined(START)))).toEqual([
      { kind: 'newcomers', entryId: 4, voterIds: ['x', 'y', 'z'] },
    ]);
  });

  test('are not when they came before, when nobody knows, or when they marked others as well', () => {
    expect(suspicions(stars(single, joined(START - 1)))).toEqual([]);
    expect(suspicions(stars(single, new Map()))).toEqual([]);
    const several = single.map((one) => ({ ...one, marks: [...one.marks, { entryId: 1, value: 2 }] }));
    expect(suspicions(stars(several, joined(START)))).toEqual([]);
  });

  test('are looked up among voters with one mark, the youngest accounts first', () => {
    const old = ballot('old', pick(1), { accountCreatedAt: 5 });
    const young = ballot('young', pick(1), { accountCreatedAt: 9 });
    const many = ballot('many', [...pick(1), ...pick(2)], { accountCreatedAt: 99 });
    expect(lookedUpVoters([old, many, young], 9)).toEqual(['young', 'old']);
    expect(lookedUpVoters([old, many, young], 1)).toEqual(['young']);
  });
});

describe('entrants who vote for each other', () => {
  const cases: [VotingMethod, Mark[], Mark[], boolean][] = [
    ['one-pick', pick(2), pick(1), true],
    ['one-pick', pick(2), pick(3), false],
    ['ranked', [...pick(2, 1), ...pick(3, 2)], pick(1, 1), true],
    ['ranked', [...pick(3, 1), ...pick(2, 2)], pick(1, 1), false],
    ['stars', pick(2, 5), pick(1, 4), true],
    ['stars', pick(2, 3), pick(1, 3), false],
    ['stars', [...pick(2, 4), ...pick(3, 5)], pick(1, 5), false],
    ['approval', [...pick(2), ...pick(3)], pick(1), true],
    ['approval', [1, 2, 3, 4].flatMap((id) => pick(id)), pick(1), false],
  ];
  test.each(cases)('%s, %j and %j: %s', (method, first, second, isTold) => {
    const ballots = [ballot('author 1', first), ballot('author 2', second)];
    const told = isTold ? [{ kind: 'each-other', entryIds: [1, 2] }] : [];
    expect(suspicions(aVote(ballots, { method }))).toEqual(told);
  });

  test('of one member’s two entries nothing is told', () => {
    const entries = [1, 2].map((id) => ({ id, userId: 'ada' }));
    expect(suspicions(aVote([ballot('ada', pick(2))], { entries }))).toEqual([]);
  });
});

/** Any vote of a few members, in which much comes together. */
const someVote = fc
  .tuple(
    fc.uniqueArray(
      fc.record({
        voterId: fc.integer({ min: 1, max: 40 }).map((n) => (n <= 4 ? `author ${n}` : `v${n}`)),
        marks: fc.uniqueArray(
          fc.record({ entryId: fc.integer({ min: 1, max: 4 }), value: fc.integer({ min: 1, max: 5 }) }),
          { selector: ({ entryId }) => entryId, maxLength: 4 },
        ),
        castAt: fc.integer({ min: 0, max: 40 }).map((seconds) => VOTING + seconds * 1_000),
        accountCreatedAt: fc.integer({ min: -40, max: 5 }).map((days) => START + days * DAY_MS),
      }),
      { selector: ({ voterId }) => voterId, maxLength: 40 },
    ),
    fc.constantFrom(...VOTING_METHODS),
  )
  .map(([some, method]) => {
    const ballots = some.map((one) => ({ ...one, changedAt: one.castAt }));
    const joinedAt = new Map(
      ballots.map(({ voterId, castAt }) => [voterId, START + (castAt % 3_000 ? 1 : -1)]),
    );
    return aVote(ballots, { method, joinedAt });
  });

test('the order of ballots and entries changes nothing, whatever they are', () => {
  fc.assert(
    fc.property(someVote, fc.func(fc.integer()), (vote, shuffle) => {
      const ballots = vote.ballots.toSorted((a, b) => shuffle(a.voterId) - shuffle(b.voterId));
      const entries = vote.entries.toReversed();
      expect(suspicions({ ...vote, ballots, entries })).toEqual(suspicions(vote));
    }),
  );
});

test('groups are those that are found by looking at every ballot for every window', () => {
  fc.assert(
    fc.property(someVote, (vote) => {
      const told = suspicions(vote).filter(({ kind }) => kind === 'at-once' || kind === 'young-accounts');
      expect(told).toEqual(groupsFoundOtherwise(vote));
    }),
    { numRuns: 300 },
  );
});

/** The groups of a vote, found without any order or index. */
function groupsFoundOtherwise({ ballots, entries, method, publishedAt }: LookedAtVote): Hint[] {
  const marked = ballots.filter(({ marks }) => marks.length > 0);
  const isFor = (entryId: number) => (ballot: CastBallot) => {
    const best = method === 'stars' ? Math.max(4, ...ballot.marks.map(({ value }) => value)) : 1;
    const favourites = ballot.marks.filter(({ value }) => value === best);
    return favourites.length <= 3 && favourites.some((mark) => mark.entryId === entryId);
  };
  const groupsOf = (
    entryId: number,
    timeOf: (ballot: CastBallot) => number,
    longestMs: number,
    from: number,
  ) => {
    const own = marked.filter(isFor(entryId));
    const groups: { entryId: number; voterIds: string[]; at: number; withinMs: number }[] = [];
    let after = Number.NEGATIVE_INFINITY;
    for (const first of own.toSorted((a, b) => timeOf(a) - timeOf(b))) {
      const at = timeOf(first);
      if (at < from || at <= after) continue;
      const inside = (ballot: CastBallot) => timeOf(ballot) >= at && timeOf(ballot) <= at + longestMs;
      const group = own.filter(inside);
      const to = Math.max(...group.map(timeOf));
      const among = marked.filter((ballot) => timeOf(ballot) >= at && timeOf(ballot) <= to).length;
      const share = (own.length - group.length + 1) / (marked.length - among + 2);
      if (group.length < 3 || group.length < 2 * among * share) continue;
      const voterIds = group.map(({ voterId }) => voterId).sort();
      groups.push({ entryId, voterIds, at, withinMs: to - at });
      after = to;
    }
    return groups;
  };
  const young = entries.flatMap(({ id }) =>
    groupsOf(id, ({ accountCreatedAt }) => accountCreatedAt, 3 * DAY_MS, publishedAt - 30 * DAY_MS),
  );
  const atOnce = entries.flatMap(({ id }) =>
    groupsOf(id, ({ castAt }) => castAt, 10_000, Number.NEGATIVE_INFINITY),
  );
  return [
    ...young.map(({ at: _, ...group }): Hint => ({ kind: 'young-accounts', ...group })),
    ...atOnce.map((group): Hint => ({ kind: 'at-once', ...group })),
  ];
}

test('among 5,000 voters chance alone gives few hints', () => {
  const ballots = Array.from({ length: 5_000 }, (_, index) =>
    ballot(`v${String(index).padStart(5, '0')}`, pick(((index * 7_919) % 200) + 1), {
      castAt: VOTING + ((index * 104_729) % (2 * DAY_MS)),
      accountCreatedAt: START - ((index * 15_485_863) % (900 * DAY_MS)),
    }),
  );
  const entries = Array.from({ length: 200 }, (_, index) => ({ id: index + 1, userId: `author ${index}` }));
  expect(suspicions(aVote(ballots, { entries })).length).toBeLessThan(10);
});

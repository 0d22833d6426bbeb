import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hasWon, type PassedOver } from '../../src/challenges/challenge.ts';
import { countVote, placementsOf, type Vote } from '../../src/challenges/outcome.ts';
import { type Ballot, type Standing, VOTING_METHODS } from '../../src/challenges/tally.ts';

const entries = [1, 2, 3, 4].map((number) => ({ id: number * 10, number }));
const ballot = (voterId: string, ...entryIds: number[]): Ballot => ({
  voterId,
  marks: entryIds.map((entryId) => ({ entryId, value: 1 })),
});
const vote = (ballots: readonly Ballot[], changes: Partial<Vote> = {}): Vote => ({
  settings: { method: 'approval', ties: 'order', minRatings: 3 },
  entries,
  ballots,
  runOff: undefined,
  ...changes,
});
const runOffRules = { method: 'approval', ties: 'run-off', minRatings: 3 } as const;
const count = (one: Vote, over: Record<number, PassedOver> = {}) => countVote(one, async (id) => over[id]);
const order = async (counted: ReturnType<typeof countVote>) => {
  const found = await counted;
  return found.kind === 'decided' ? found.standings.map(({ entryId }) => entryId) : found;
};

describe('a count', () => {
  test('places by votes; what nobody voted for does not count', async () => {
    const counted = await count(vote([ballot('a', 20, 30), ballot('b', 20)]));
    expect(counted.kind === 'decided' && counted.standings).toMatchObject([
      { entryId: 20, place: 1, points: 2, counted: true },
      { entryId: 30, place: 2, points: 1, counted: true },
      { entryId: 10, place: 3, points: 0, counted: false },
      { entryId: 40, place: 4, points: 0, counted: false },
    ]);
  });

  test('of the only entry lets it win without votes; of none places nothing', async () => {
    const only = await count(vote([], { entries: entries.slice(0, 1) }));
    expect(only.kind === 'decided' && only.standings).toMatchObject([{ place: 1, counted: true }]);
    expect(await order(count(vote([], { entries: [] })))).toEqual([]);
  });

  test('asks for a run-off between the best with the same score, once', async () => {
    const ballots = [ballot('a', 20, 40), ballot('b', 30)];
    const undecided = vote(ballots, { settings: runOffRules });
    expect(await count(undecided)).toEqual({ kind: 'run-off', between: [20, 30, 40] });
    const still = { entryIds: [20, 30, 40], ballots: [ballot('a', 30), ballot('b', 40)] };
    expect(await order(count({ ...undecided, runOff: still }))).toEqual([30, 40, 20, 10]);
  });

  test('asks for none where nobody voted', async () => {
    for (const method of VOTING_METHODS) {
      const settings = { ...runOffRules, method };
      expect((await count(vote([ballot('a')], { settings }))).kind).toBe('decided');
    }
  });

  test('with stars takes the most ratings that any got, where none got enough; what has fewer wins nothing', async () => {
    const settings = { ...runOffRules, method: 'stars' } as const;
    const cast = [ballot('a', 10, 20, 40), ballot('b', 20, 40)];
    expect(await count(vote(cast, { settings }))).toEqual({ kind: 'run-off', between: [20, 40] });
    const counted = await count(vote(cast, { settings: { ...settings, ties: 'order' } }));
    expect(counted.kind === 'decided' && counted.standings).toMatchObject([
      { entryId: 20, raters: 2, counted: true },
      { entryId: 40, raters: 2, counted: true },
      { entryId: 10, raters: 1, counted: false },
      { entryId: 30, raters: 0, counted: false },
    ]);
  });

  test('asks for a run-off only between those that may win', async () => {
    const tied = vote([ballot('a', 20, 40), ballot('b', 30), ballot('c', 10)], { settings: runOffRules });
    expect(await count(tied)).toEqual({ kind: 'run-off', between: [10, 20, 30, 40] });
    expect(await count(tied, { 10: 'left', 30: 'cooldown' })).toEqual({ kind: 'run-off', between: [20, 40] });
    const only = await count(tied, { 10: 'left', 20: 'blocked', 30: 'cooldown' });
    expect(only.kind).toBe('decided');
    // Those behind them are the best then.
    const behind = vote([ballot('a', 10, 20, 30), ballot('b', 10)], { settings: runOffRules });
    expect((await count(behind)).kind).toBe('decided');
    expect(await count(behind, { 10: 'left' })).toEqual({ kind: 'run-off', between: [20, 30] });
    const gone = { 10: 'left', 20: 'left', 30: 'left', 40: 'left' } as const;
    expect((await count(behind, gone)).kind).toBe('decided');
  });

  test('asks whether one may win only where a run-off may be', async () => {
    const asked: number[] = [];
    const ask = async (entryId: number) => void asked.push(entryId);
    const cast = [ballot('a', 10, 20), ballot('b', 10)];
    await countVote(vote(cast), ask);
    expect(asked).toEqual([]);
    await countVote(vote(cast, { settings: runOffRules }), ask);
    expect(asked).toEqual([10]);
  });

  test('after a run-off keeps the points of the first vote, and those behind in their order', async () => {
    const ballots = [ballot('a', 20, 40), ballot('b', 20, 40), ballot('c', 10)];
    const runOff = { entryIds: [20, 40], ballots: [ballot('a', 40), ballot('b', 40), ballot('c', 20)] };
    const counted = await count(vote(ballots, { settings: runOffRules, runOff }));
    expect(counted.kind === 'decided' && counted.standings).toMatchObject([
      { entryId: 40, place: 1, points: 2 },
      { entryId: 20, place: 2, points: 2 },
      { entryId: 10, place: 3, points: 1 },
      { entryId: 30, place: 4, counted: false },
    ]);
  });

  test('after a run-off leaves out what was disqualified during it', async () => {
    const runOff = { entryIds: [20, 40], ballots: [ballot('a', 40)] };
    const left = entries.filter(({ id }) => id !== 40);
    const counted = await count(
      vote([ballot('a', 20, 40)], { settings: runOffRules, runOff, entries: left }),
    );
    expect(await order(Promise.resolve(counted))).toEqual([20, 10, 30]);
  });
});

const standing = (entryId: number, place: number, counted = true): Standing => ({
  entryId,
  place,
  points: 1,
  firsts: 1,
  raters: 1,
  counted,
});
const placed = async (places: readonly number[], over: Record<number, PassedOver> = {}) =>
  (
    await placementsOf(
      places.map((place, index) => standing(index, place)),
      async (id) => over[id],
    )
  ).map(({ place, passedOver }) => passedOver ?? place);

describe('winners', () => {
  test('hand their places on when they may not win', async () => {
    expect(await placed([1, 2, 3, 4, 5])).toEqual([1, 2, 3, 4, 5]);
    expect(await placed([1, 2, 3, 4, 5], { 0: 'left', 2: 'cooldown' })).toEqual([
      'left',
      1,
      'cooldown',
      2,
      3,
    ]);
  });

  test('share their places also after others were passed over', async () => {
    expect(await placed([1, 1, 3], { 0: 'left' })).toEqual(['left', 1, 2]);
    expect(await placed([1, 2, 2, 4], { 0: 'video-gone' })).toEqual(['video-gone', 1, 1, 3]);
  });

  test('are asked about only as far as the places go, and only where enough voted', async () => {
    const asked: number[] = [];
    const all = [1, 2, 2, 4, 5].map((place, index) => standing(index, place, index !== 1));
    await placementsOf(all, async (id) => {
      asked.push(id);
      return id === 0 ? 'left' : undefined;
    });
    expect(asked).toEqual([0, 2, 3]);
  });

  test('are never passed over, and no place among them is left empty', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ same: fc.boolean(), over: fc.boolean() }), { maxLength: 12 }),
        async (drawn) => {
          const standings: Standing[] = [];
          for (const [index, { same }] of drawn.entries()) {
            const above = standings.at(-1);
            standings.push(standing(index, same && above ? above.place : index + 1));
          }
          const placements = await placementsOf(standings, async (id) =>
            drawn[id]?.over ? 'left' : undefined,
          );
          expect(placements.map(({ entryId }) => entryId)).toEqual(standings.map(({ entryId }) => entryId));
          const held = placements.filter(({ passedOver }) => passedOver === undefined);
          for (const [index, { place, entryId }] of held.entries()) {
            const better = held.filter((other) => other.place < place).length;
            expect(place).toBe(better + 1);
            const before = held[index - 1];
            const samePlace = standings[before?.entryId ?? -1]?.place === standings[entryId]?.place;
            if (before) expect(before.place === place).toBe(samePlace);
          }
          for (const winner of placements.filter(hasWon)) expect(drawn[winner.entryId]?.over).toBe(false);
        },
      ),
    );
  });
});

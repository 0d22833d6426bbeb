import fc from 'fast-check';
import type {
  Ballot,
  Mark,
  Standing,
  TallyEntry,
  TallyRules,
  VotingMethod,
} from '../../src/challenges/tally.ts';

/** Entries with the numbers from 1, which are their ids as well. */
export const entries = (count: number): TallyEntry[] =>
  Array.from({ length: count }, (_, index) => ({ id: index + 1, number: index + 1 }));

/** Ballots as members could cast them. */
export function ballots(
  method: VotingMethod,
  entryCount: number,
  { voters }: { voters?: number } = {},
): fc.Arbitrary<Ballot[]> {
  const size = voters === undefined ? { maxLength: 25 } : { minLength: voters, maxLength: voters };
  return fc
    .array(marks(method, entryCount), size)
    .map((all) => all.map((list, index) => ({ voterId: `voter ${index}`, marks: list })));
}

function marks(method: VotingMethod, entryCount: number): fc.Arbitrary<Mark[]> {
  const entryId = fc.integer({ min: 1, max: entryCount });
  const some = (maxLength: number) => fc.uniqueArray(entryId, { maxLength });
  switch (method) {
    case 'one-pick':
      return some(1).map((ids) => ids.map((id) => ({ entryId: id, value: 1 })));
    case 'approval':
      return some(12).map((ids) => ids.map((id) => ({ entryId: id, value: 1 })));
    case 'ranked':
      return some(3).map((ids) => ids.map((id, index) => ({ entryId: id, value: index + 1 })));
    case 'stars':
      return fc.uniqueArray(fc.record({ entryId, value: fc.integer({ min: 1, max: 5 }) }), {
        maxLength: 12,
        selector: (mark) => mark.entryId,
      });
  }
}

/**
 * The same count, made another way: one walk over the ballots into sums, exact means as whole numbers, and a place that is one
 * more than the number of entries that are better.
 */
export function countedOtherwise(
  entries: readonly TallyEntry[],
  cast: readonly Ballot[],
  { method, ties, minRatings }: TallyRules,
): Standing[] {
  const sums = new Map(entries.map(({ id }) => [id, { points: 0n, firsts: 0, raters: 0 }]));
  for (const { marks } of cast) {
    for (const { entryId, value } of marks) {
      const sum = sums.get(entryId);
      if (!sum) continue;
      sum.raters += 1;
      if (method === 'ranked') sum.points += BigInt(4 - value);
      else sum.points += BigInt(value);
      if (value === (method === 'stars' ? 5 : 1)) sum.firsts += 1;
    }
  }
  // Any number of ratings up to here divides it: means become whole numbers.
  const common = commonMultiple([...sums.values()].map(({ raters }) => BigInt(Math.max(raters, 1))));
  const most = [...sums.values()].reduce((all, { raters }) => (raters > all ? raters : all), 0);
  const needed = most === 0 || most >= minRatings ? minRatings : most;
  const rows = entries.map(({ id, number }) => {
    const { points, firsts, raters } = sums.get(id) ?? { points: 0n, firsts: 0, raters: 0 };
    const counted = method !== 'stars' || raters >= needed;
    const mean = (points * common) / BigInt(Math.max(raters, 1));
    const score = method === 'stars' ? mean + (counted ? 10n * common : 0n) : points;
    return { id, number, points, firsts, raters, counted, score };
  });
  type Row = (typeof rows)[number];
  const isBetter = (a: Row, b: Row): boolean => {
    if (a.score !== b.score) return a.score > b.score;
    if (a.firsts !== b.firsts) return a.firsts > b.firsts;
    if (a.raters !== b.raters) return a.raters > b.raters;
    return a.number < b.number;
  };
  const positionOf = (row: Row) => rows.filter((other) => isBetter(other, row)).length;
  const placeOf = (row: Row) =>
    1 + rows.filter((other) => (ties === 'shared' ? other.score > row.score : isBetter(other, row))).length;
  const standings: Standing[] = [];
  for (const row of rows) {
    standings[positionOf(row)] = {
      entryId: row.id,
      place: placeOf(row),
      points: Number(row.points),
      firsts: row.firsts,
      raters: row.raters,
      counted: row.counted,
    };
  }
  return standings;
}

const commonMultiple = (numbers: readonly bigint[]): bigint =>
  numbers.reduce((all, one) => (all / commonDivisor(all, one)) * one, 1n);

function commonDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : commonDivisor(b, a % b);
}

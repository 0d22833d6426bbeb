/** How members vote: one entry; a first, second and third; one to five stars each; as many as one likes. */
export const VOTING_METHODS = ['one-pick', 'ranked', 'stars', 'approval'] as const;
export type VotingMethod = (typeof VOTING_METHODS)[number];

/** What decides between entries with the same score: the published order, nothing (they share the place), or a second vote. */
export const TIE_RULES = ['order', 'shared', 'run-off'] as const;
export type TieRule = (typeof TIE_RULES)[number];

/** Ranked ballots: points of the first, second and third. */
export const RANK_POINTS = [3, 2, 1] as const;
export const STARS_MAX = 5;

export interface Mark {
  entryId: number;
  /** `ranked`: the place, 1 to 3. `stars`: 1 to 5. Otherwise 1. */
  value: number;
}

/** One member's ballot. */
export interface Ballot {
  voterId: string;
  marks: readonly Mark[];
}

export interface TallyEntry {
  id: number;
  /** Entries are numbered in the order in which they came: an earlier one has the lower number. */
  number: number;
}

export interface TallyRules {
  method: VotingMethod;
  ties: TieRule;
  /** With `stars`: entries with fewer ratings come after all others; see `neededRatings`. */
  minRatings: number;
}

export interface Standing {
  entryId: number;
  /** From 1. */
  place: number;
  /** Sum of points or stars, or number of votes. */
  points: number;
  /** How often it got the highest mark that there is. */
  firsts: number;
  /** On how many ballots it is. */
  raters: number;
  /** False with too few ratings. */
  counted: boolean;
}

/**
 * Counts ballots: the same ballots in whatever order give the same result. Marks for entries that are not among `entries`
 * (withdrawn, disqualified) count for nothing; the marks beside them stay as they were given.
 *
 * Score: `stars` the mean, the others the sum of points. Between equal scores: more highest marks, then more raters, then the
 * earlier entry.
 * @returns by place; entries that share one in the order of their numbers
 */
export function tally(
  entries: readonly TallyEntry[],
  ballots: readonly Ballot[],
  { method, ties, minRatings }: TallyRules,
): Standing[] {
  const sums = sumsOf(entries, ballots, method);
  const needed = neededRatings(minRatings, sums);
  const sorted = sums
    .map((sum) => ({ ...sum, counted: method !== 'stars' || sum.raters >= needed }))
    .sort((a, b) => compareScores(a, b, method) || byTieOrder(a, b));
  const standings: Standing[] = [];
  for (const [index, { number: _, ...row }] of sorted.entries()) {
    const above = standings.at(-1);
    const shares = ties === 'shared' && above !== undefined && isLevel(above, row, method);
    standings.push({ ...row, place: shares ? above.place : index + 1 });
  }
  return standings;
}

/**
 * How many ratings an entry has to have: as many as the host wants, or, where none got that many, as many as any got. A small
 * server has a winner then as well. At least one: what nobody rated is not among the best.
 */
export const neededRatings = (minRatings: number, rated: readonly Pick<Standing, 'raters'>[]): number =>
  Math.max(1, Math.min(minRatings, Math.max(...rated.map(({ raters }) => raters))));

/** Whether nothing but the order of ties stands between two entries. */
export const isLevel = (a: Score, b: Score, method: VotingMethod): boolean =>
  compareScores(a, b, method) === 0;

type Score = Pick<Standing, 'points' | 'raters' | 'counted'>;
type Sum = Pick<Standing, 'entryId' | 'points' | 'firsts' | 'raters'> & Pick<TallyEntry, 'number'>;

/** In one walk over all marks: there may be a million. */
function sumsOf(entries: readonly TallyEntry[], ballots: readonly Ballot[], method: VotingMethod): Sum[] {
  const sums = new Map<number, Sum>(
    entries.map(({ id, number }) => [id, { entryId: id, number, points: 0, firsts: 0, raters: 0 }]),
  );
  const highest = highestMark(method);
  for (const { marks } of ballots) {
    for (const { entryId, value } of marks) {
      const sum = sums.get(entryId);
      if (sum === undefined) continue;
      sum.points += pointsOf(method, value);
      if (value === highest) sum.firsts += 1;
      sum.raters += 1;
    }
  }
  return [...sums.values()];
}

const pointsOf = (method: VotingMethod, value: number): number =>
  method === 'ranked' ? (RANK_POINTS[value - 1] ?? 0) : value;

const highestMark = (method: VotingMethod): number => (method === 'stars' ? STARS_MAX : 1);

/** Below zero when `a` comes first. Means are compared as fractions: they are exact. */
function compareScores(a: Score, b: Score, method: VotingMethod): number {
  if (method !== 'stars') return b.points - a.points;
  if (a.counted !== b.counted) return a.counted ? -1 : 1;
  return b.points * Math.max(a.raters, 1) - a.points * Math.max(b.raters, 1);
}

const byTieOrder = (a: Sum, b: Sum): number =>
  b.firsts - a.firsts || b.raters - a.raters || a.number - b.number;

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
  /** With `stars`: entries with fewer ratings come after all others. */
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

export interface Tally {
  /** By place; entries that share one in the order of their numbers. */
  standings: Standing[];
  /** Entries that a run-off has to decide between; empty when there is nothing to decide. */
  tiedForFirst: number[];
}

/**
 * Counts ballots: the same ballots in whatever order give the same result. Marks for entries that are not among `entries`
 * (withdrawn, disqualified) count for nothing; the marks beside them stay as they were given.
 *
 * Score: `stars` the mean, the others the sum of points. Between equal scores: more highest marks, then more raters, then the
 * earlier entry.
 */
export function tally(entries: readonly TallyEntry[], ballots: readonly Ballot[], rules: TallyRules): Tally {
  const rows = entries.map((entry) => ({ ...count(entry.id, ballots, rules), number: entry.number }));
  const byScore = (a: Row, b: Row) => compareScores(a, b, rules.method);
  const sorted = rows.sort((a, b) => byScore(a, b) || byTieOrder(a, b));
  const standings: Standing[] = [];
  for (const [index, { number: _, ...row }] of sorted.entries()) {
    const above = sorted[index - 1];
    const shares =
      rules.ties === 'shared' && above !== undefined && byScore(above, sorted[index] ?? above) === 0;
    const place = shares ? (standings.at(-1)?.place ?? 1) : index + 1;
    standings.push({ ...row, place });
  }
  const [best] = sorted;
  const tied = best === undefined ? [] : sorted.filter((row) => byScore(row, best) === 0);
  const undecided = rules.ties === 'run-off' && tied.length > 1 && (best?.points ?? 0) > 0;
  return { standings, tiedForFirst: undecided ? tied.map(({ entryId }) => entryId) : [] };
}

type Row = Omit<Standing, 'place'> & { number: number };

function count(
  entryId: number,
  ballots: readonly Ballot[],
  { method, minRatings }: TallyRules,
): Omit<Standing, 'place'> {
  const values = ballots.flatMap(({ marks }) =>
    marks.filter((mark) => mark.entryId === entryId).map(({ value }) => value),
  );
  const points = values.reduce((sum, value) => sum + pointsOf(method, value), 0);
  return {
    entryId,
    points,
    firsts: values.filter((value) => value === highestMark(method)).length,
    raters: values.length,
    counted: method !== 'stars' || values.length >= minRatings,
  };
}

const pointsOf = (method: VotingMethod, value: number): number =>
  method === 'ranked' ? (RANK_POINTS[value - 1] ?? 0) : value;

const highestMark = (method: VotingMethod): number => (method === 'stars' ? STARS_MAX : 1);

/** Below zero when `a` comes first. Means are compared as fractions: they are exact. */
function compareScores(a: Row, b: Row, method: VotingMethod): number {
  if (method !== 'stars') return b.points - a.points;
  if (a.counted !== b.counted) return a.counted ? -1 : 1;
  return b.points * Math.max(a.raters, 1) - a.points * Math.max(b.raters, 1);
}

const byTieOrder = (a: Row, b: Row): number =>
  b.firsts - a.firsts || b.raters - a.raters || a.number - b.number;

import type { CastBallot } from './ballot-store.ts';
import type { Entry } from './challenge.ts';
import { type Mark, STARS_MAX, type VotingMethod } from './tally.ts';

/** Something about a vote that a moderator should look at. It is never proof: friends vote together as well. */
export type Hint =
  /** Young accounts, made within `withinMs` of one another, that favour the same entry. */
  | { kind: 'young-accounts'; entryId: number; voterIds: readonly string[]; withinMs: number }
  /** Ballots cast within `withinMs` of one another, from `at` on, that favour the same entry. */
  | { kind: 'at-once'; entryId: number; voterIds: readonly string[]; at: number; withinMs: number }
  /** Members who came after the challenge was announced, and marked this one entry and no other. */
  | { kind: 'newcomers'; entryId: number; voterIds: readonly string[] }
  /** Entrants who favour each other's entries. */
  | { kind: 'each-other'; entryIds: readonly [number, number] };

/** One round of a vote. */
export interface LookedAtVote {
  method: VotingMethod;
  publishedAt: number;
  entries: readonly Pick<Entry, 'id' | 'userId'>[];
  ballots: readonly CastBallot[];
  /** When voters came into the server, as far as it was looked up; see `lookedUpVoters`. */
  joinedAt: ReadonlyMap<string, number>;
}

const DAY_MS = 24 * 3_600_000;
/** An account is young when it was made so shortly before the announcement, or after it. */
const YOUNG_MS = 30 * DAY_MS;
const MADE_WITHIN_MS = 3 * DAY_MS;
const CAST_WITHIN_MS = 10_000;
const CLUSTER_MIN = 3;
/** A cluster is told of when it is so many times as large as chance would have it. */
const TIMES_CHANCE = 2;
/** A ballot that favours more entries than this favours none. */
const FAVOURITES_MAX = 3;
const LOW_STARS = STARS_MAX - 2;

/** What stands out in a vote: by kind, then by entry. The order of entries and ballots does not matter. */
export function suspicions(vote: LookedAtVote): Hint[] {
  const { publishedAt, joinedAt } = vote;
  const entries = vote.entries.toSorted((a, b) => a.id - b.id);
  const ballots = vote.ballots
    .filter(({ marks }) => marks.length > 0)
    .map((ballot) => ({ ...ballot, favourites: favouritesOf(vote.method, ballot.marks) }))
    .sort((a, b) => (a.voterId < b.voterId ? -1 : 1));
  const made = timelineOf(ballots, ({ accountCreatedAt }) => accountCreatedAt);
  const cast = timelineOf(ballots, ({ castAt }) => castAt);
  const perEntry = (find: (entryId: number) => Hint[]): Hint[] => entries.flatMap(({ id }) => find(id));
  return [
    ...perEntry((entryId) =>
      clusters(made, entryId, MADE_WITHIN_MS, publishedAt - YOUNG_MS).map(({ at: _, ...cluster }) => ({
        kind: 'young-accounts',
        ...cluster,
      })),
    ),
    ...perEntry((entryId) =>
      clusters(cast, entryId, CAST_WITHIN_MS).map((cluster) => ({ kind: 'at-once', ...cluster })),
    ),
    ...perEntry(newcomersIn(ballots, publishedAt, joinedAt)),
    ...eachOther(entries, ballots),
  ];
}

/** Whose joining has to be known: voters with a single mark, those with the youngest accounts first. */
export const lookedUpVoters = (ballots: readonly CastBallot[], limit: number): string[] =>
  ballots
    .filter(({ marks }) => marks.length === 1)
    .toSorted((a, b) => b.accountCreatedAt - a.accountCreatedAt || (a.voterId < b.voterId ? -1 : 1))
    .slice(0, limit)
    .map(({ voterId }) => voterId);

type Favouring = CastBallot & { favourites: readonly number[] };

/** The entries that a ballot puts above its others. */
function favouritesOf(method: VotingMethod, marks: readonly Mark[]): number[] {
  const best = bestOf(method, marks);
  const favourites = marks.filter(({ value }) => value === best).map(({ entryId }) => entryId);
  return favourites.length <= FAVOURITES_MAX ? favourites : [];
}

function bestOf(method: VotingMethod, marks: readonly Mark[]): number | undefined {
  switch (method) {
    case 'one-pick':
    case 'approval':
    case 'ranked':
      return 1;
    case 'stars': {
      const most = Math.max(...marks.map(({ value }) => value));
      return most > LOW_STARS ? most : undefined;
    }
  }
}

/** Ballots by the entries that they favour, in the order in which they are given. */
function byFavourite(ballots: readonly Favouring[]): Map<number, Favouring[]> {
  const found = new Map<number, Favouring[]>();
  for (const ballot of ballots) {
    for (const entryId of ballot.favourites) {
      const own = found.get(entryId);
      if (own) own.push(ballot);
      else found.set(entryId, [ballot]);
    }
  }
  return found;
}

/** All ballots along time. */
interface Timeline {
  /** The moment of each, in order. */
  times: readonly number[];
  /** Those that favour an entry, with the moment of each, in the same order. */
  votesFor: ReadonlyMap<number, { voterIds: readonly string[]; times: readonly number[] }>;
}

function timelineOf(ballots: readonly Favouring[], timeOf: (ballot: Favouring) => number): Timeline {
  const sorted = ballots.toSorted((a, b) => timeOf(a) - timeOf(b));
  const votesFor = [...byFavourite(sorted)].map(
    ([entryId, own]) =>
      [entryId, { voterIds: own.map(({ voterId }) => voterId), times: own.map(timeOf) }] as const,
  );
  return { times: sorted.map(timeOf), votesFor: new Map(votesFor) };
}

interface Cluster {
  entryId: number;
  voterIds: string[];
  at: number;
  withinMs: number;
}

/**
 * Groups of ballots for an entry that lie close together in time, and stand out among all ballots. How many ballots lie in a
 * window is the distance between its ends: nothing is walked through for each window, since there are as many as ballots.
 * @param notBefore groups begin at this moment at the earliest
 */
function clusters(
  all: Timeline,
  entryId: number,
  windowMs: number,
  notBefore = Number.NEGATIVE_INFINITY,
): Cluster[] {
  const { voterIds, times } = all.votesFor.get(entryId) ?? { voterIds: [], times: [] };
  const found: Cluster[] = [];
  for (let first = countBefore(times, notBefore); first < times.length; ) {
    const at = times[first] ?? 0;
    const end = countBefore(times, at + windowMs + 1);
    const to = times[end - 1] ?? at;
    const begin = countBefore(times, at);
    const among = countBefore(all.times, to + 1) - countBefore(all.times, at);
    const isFound =
      end - first >= CLUSTER_MIN &&
      standsOut({ votes: end - begin, among, inAll: times.length, ballots: all.times.length });
    if (isFound) found.push({ entryId, voterIds: voterIds.slice(begin, end).sort(), at, withinMs: to - at });
    first = isFound ? end : first + 1;
  }
  return found;
}

/** How many of these moments, which are in order, come before another. */
function countBefore(times: readonly number[], moment: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? moment) < moment) low = middle + 1;
    else high = middle;
  }
  return low;
}

function newcomersIn(
  ballots: readonly Favouring[],
  publishedAt: number,
  joinedAt: ReadonlyMap<string, number>,
): (entryId: number) => Hint[] {
  const newcomers = ballots.filter(
    ({ voterId, marks }) => marks.length === 1 && (joinedAt.get(voterId) ?? 0) >= publishedAt,
  );
  const [votesFor, newVotesFor] = [byFavourite(ballots), byFavourite(newcomers)];
  return (entryId) => {
    const voterIds = newVotesFor.get(entryId)?.map(({ voterId }) => voterId) ?? [];
    const inAll = votesFor.get(entryId)?.length ?? 0;
    const isFound = standsOut({
      votes: voterIds.length,
      among: newcomers.length,
      inAll,
      ballots: ballots.length,
    });
    return isFound ? [{ kind: 'newcomers', entryId, voterIds }] : [];
  };
}

/**
 * Whether an entry has more votes among some of the ballots than chance would have it. Chance is what the other ballots say, by
 * the rule of succession: with few others it is about a half.
 */
function standsOut(count: {
  /** For the entry, among these ballots. */
  votes: number;
  among: number;
  /** For the entry, in all. */
  inAll: number;
  ballots: number;
}): boolean {
  const { votes, among, inAll, ballots } = count;
  const share = (inAll - votes + 1) / (ballots - among + 2);
  return votes >= CLUSTER_MIN && votes >= TIMES_CHANCE * among * share;
}

function eachOther(entries: LookedAtVote['entries'], ballots: readonly Favouring[]): Hint[] {
  const favouritesBy = new Map(ballots.map(({ voterId, favourites }) => [voterId, favourites]));
  const favours = (userId: string, entryId: number) => favouritesBy.get(userId)?.includes(entryId) === true;
  const voting = entries.filter(({ userId }) => favouritesBy.has(userId));
  return voting.flatMap((one, index) =>
    voting
      .slice(index + 1)
      .filter((other) => favours(one.userId, other.id) && favours(other.userId, one.id))
      .map((other): Hint => ({ kind: 'each-other', entryIds: [one.id, other.id] })),
  );
}

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
  const isYoung = ({ accountCreatedAt }: Favouring) => accountCreatedAt >= publishedAt - YOUNG_MS;
  const isNewcomer = ({ voterId, marks }: Favouring) =>
    marks.length === 1 && (joinedAt.get(voterId) ?? 0) >= publishedAt;
  const perEntry = <T>(find: (entryId: number) => T[]): T[] => entries.flatMap(({ id }) => find(id));
  return [
    ...perEntry((entryId) =>
      clusters(ballots, entryId, ({ accountCreatedAt }) => accountCreatedAt, MADE_WITHIN_MS, isYoung).map(
        ({ at: _, ...cluster }): Hint => ({ kind: 'young-accounts', ...cluster }),
      ),
    ),
    ...perEntry((entryId) =>
      clusters(ballots, entryId, ({ castAt }) => castAt, CAST_WITHIN_MS).map(
        (cluster): Hint => ({ kind: 'at-once', ...cluster }),
      ),
    ),
    ...perEntry((entryId): Hint[] => {
      const voterIds = standingOut(ballots, entryId, isNewcomer);
      return voterIds ? [{ kind: 'newcomers', entryId, voterIds }] : [];
    }),
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

interface Cluster {
  entryId: number;
  voterIds: string[];
  at: number;
  withinMs: number;
}

/** Groups of ballots for an entry that lie close together in time, and stand out among all ballots. */
function clusters(
  ballots: readonly Favouring[],
  entryId: number,
  timeOf: (ballot: Favouring) => number,
  windowMs: number,
  isLookedAt: (ballot: Favouring) => boolean = () => true,
): Cluster[] {
  const times = ballots
    .filter((ballot) => ballot.favourites.includes(entryId) && isLookedAt(ballot))
    .map(timeOf)
    .sort((a, b) => a - b);
  const found: Cluster[] = [];
  for (let first = 0; first < times.length; ) {
    const from = times[first] ?? 0;
    const to = times.findLast((time) => time - from <= windowMs) ?? from;
    const isInside = (ballot: Favouring) => timeOf(ballot) >= from && timeOf(ballot) <= to;
    const isWorthIt = (times[first + CLUSTER_MIN - 1] ?? Number.POSITIVE_INFINITY) <= to;
    const voterIds = isWorthIt ? standingOut(ballots, entryId, isInside) : undefined;
    if (voterIds) found.push({ entryId, voterIds, at: from, withinMs: to - from });
    first = voterIds ? times.lastIndexOf(to) + 1 : first + 1;
  }
  return found;
}

/**
 * Voters for an entry among some of the ballots, if they are more than chance would have it. Chance is what the other ballots
 * say, by the rule of succession: with few others it is about a half.
 */
function standingOut(
  ballots: readonly Favouring[],
  entryId: number,
  isAmong: (ballot: Favouring) => boolean,
): string[] | undefined {
  const among = ballots.filter(isAmong);
  const voterIds = among
    .filter(({ favourites }) => favourites.includes(entryId))
    .map(({ voterId }) => voterId);
  if (voterIds.length < CLUSTER_MIN) return undefined;
  const inAll = ballots.filter(({ favourites }) => favourites.includes(entryId)).length;
  const share = (inAll - voterIds.length + 1) / (ballots.length - among.length + 2);
  return voterIds.length >= TIMES_CHANCE * among.length * share ? voterIds : undefined;
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

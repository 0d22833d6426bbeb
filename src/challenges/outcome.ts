import { type PassedOver, type Placement, WINNING_PLACES } from './challenge.ts';
import type { ChallengeSettings } from './settings.ts';
import { type Ballot, isLevel, type Standing, type TallyEntry, tally } from './tally.ts';

export type Count =
  | { kind: 'decided'; standings: Standing[] }
  /** The best of those that may win have the same score, and the host has chosen that a second vote decides. */
  | { kind: 'run-off'; between: number[] };

/** A vote that is over. */
export interface Vote {
  settings: Pick<ChallengeSettings, 'method' | 'ties' | 'minRatings'>;
  /** Those that take part still. */
  entries: readonly TallyEntry[];
  /** Ballots that count. */
  ballots: readonly Ballot[];
  /** Once a run-off was held; there is no second one. */
  runOff: { entryIds: readonly number[]; ballots: readonly Ballot[] } | undefined;
}

/** Why an entry may not win, if it may not. */
type AskPassedOver = (entryId: number) => Promise<PassedOver | undefined>;

/**
 * Counts a vote. A run-off decides on the order of those that it was between; their points are those of the first vote. What
 * nobody voted for does not count, unless it is the only entry: that one wins without votes.
 * @param passedOver asked only of entries that a run-off would be between
 */
export async function countVote(vote: Vote, passedOver: AskPassedOver): Promise<Count> {
  const { settings, entries, ballots, runOff } = vote;
  const counted = tally(entries, ballots, settings).map((standing) => ({
    ...standing,
    counted: entries.length === 1 || (standing.counted && standing.raters > 0),
  }));
  if (runOff !== undefined) return { kind: 'decided', standings: afterRunOff(counted, vote, runOff) };
  const between = settings.ties === 'run-off' ? await bestOf(counted, settings, passedOver) : [];
  return between.length > 1 ? { kind: 'run-off', between } : { kind: 'decided', standings: counted };
}

/** The best with the same score, without those that may not win: nobody needs to vote on them. */
async function bestOf(
  standings: readonly Standing[],
  { method }: Vote['settings'],
  passedOver: AskPassedOver,
): Promise<number[]> {
  const best: Standing[] = [];
  for (const standing of standings) {
    const isAsGood = best[0] === undefined || isLevel(best[0], standing, method);
    if (!standing.counted || !isAsGood) break;
    if ((await passedOver(standing.entryId)) === undefined) best.push(standing);
  }
  return best.map(({ entryId }) => entryId);
}

function afterRunOff(
  standings: readonly Standing[],
  { settings, entries }: Vote,
  { entryIds, ballots }: NonNullable<Vote['runOff']>,
): Standing[] {
  const between = entries.filter(({ id }) => entryIds.includes(id));
  const order = tally(between, ballots, settings).map(({ entryId }) => entryId);
  const rankOf = ({ entryId }: Standing): number =>
    order.includes(entryId) ? order.indexOf(entryId) : order.length;
  return standings
    .toSorted((a, b) => rankOf(a) - rankOf(b) || a.place - b.place)
    .map((standing, index) => ({ ...standing, place: index + 1 }));
}

/**
 * How entries did, best first. Who may not win is passed over, and those behind move up; shared places stay shared. One that
 * is passed over is told with the place that it would have had.
 * @param standings by place
 * @param passedOver asked only of those who would have one of the winners' places
 */
export async function placementsOf(
  standings: readonly Standing[],
  passedOver: AskPassedOver,
): Promise<Placement[]> {
  const placements: Placement[] = [];
  const placesHeld: number[] = [];
  for (const standing of standings) {
    const place = 1 + placesHeld.filter((held) => held < standing.place).length;
    const mayWin = place <= WINNING_PLACES && standing.counted;
    const reason = mayWin ? await passedOver(standing.entryId) : undefined;
    if (reason === undefined) placesHeld.push(standing.place);
    placements.push({
      ...standing,
      place: reason === undefined ? place : standing.place,
      passedOver: reason,
    });
  }
  return placements;
}

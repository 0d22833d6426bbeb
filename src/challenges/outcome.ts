import { type PassedOver, type Placement, WINNING_PLACES } from './challenge.ts';
import type { ChallengeSettings } from './settings.ts';
import { type Ballot, type Standing, type TallyEntry, tally } from './tally.ts';

export type Count =
  | { kind: 'decided'; standings: Standing[] }
  /** The best have the same score, and the host has chosen that a second vote decides. */
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

/**
 * Counts a vote. A run-off decides on the order of those that it was between; their points are those of the first vote. What
 * nobody voted for does not count, unless it is the only entry: that one wins without votes.
 */
export function countVote({ settings, entries, ballots, runOff }: Vote): Count {
  const { standings, tiedForFirst } = tally(entries, ballots, settings);
  const counted = standings.map((standing) => ({
    ...standing,
    counted: entries.length === 1 || (standing.counted && standing.raters > 0),
  }));
  if (runOff === undefined) {
    const isUndecided = tiedForFirst.length > 0 && counted[0]?.counted === true;
    return isUndecided ? { kind: 'run-off', between: tiedForFirst } : { kind: 'decided', standings: counted };
  }
  const between = entries.filter(({ id }) => runOff.entryIds.includes(id));
  const order = tally(between, runOff.ballots, settings).standings.map(({ entryId }) => entryId);
  const rankOf = ({ entryId }: Standing): number =>
    order.includes(entryId) ? order.indexOf(entryId) : order.length;
  const sorted = counted.toSorted((a, b) => rankOf(a) - rankOf(b) || a.place - b.place);
  return { kind: 'decided', standings: sorted.map((standing, index) => ({ ...standing, place: index + 1 })) };
}

/**
 * How entries did, best first. Who may not win is passed over, and those behind move up; shared places stay shared. One that
 * is passed over is told with the place that it would have had.
 * @param standings by place
 * @param passedOver asked only of those who would have one of the winners' places
 */
export async function placementsOf(
  standings: readonly Standing[],
  passedOver: (entryId: number) => Promise<PassedOver | undefined>,
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

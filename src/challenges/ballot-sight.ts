import type { Challenge, Entry } from './challenge.ts';
import type { Mark } from './tally.ts';
import { viewingOrder } from './viewing-order.ts';
import { isOnBallot } from './voting-rules.ts';

/** What one member sees of a vote: its entries in an order of their own, and their own marks. */
export interface BallotSight {
  challenge: Challenge;
  voterId: string;
  /** In this voter's order. */
  entries: readonly Entry[];
  /** This voter's, of these entries. */
  marks: readonly Mark[];
  /** Whether members choose the next theme of its series beside it. */
  votesOnTheme?: boolean;
}

/** @param entries of the challenge: those that the vote is not between are left out */
export function ballotSight(
  challenge: Challenge,
  entries: readonly Entry[],
  marks: readonly Mark[],
  voterId: string,
): BallotSight {
  const byId = new Map(
    entries.filter((entry) => isOnBallot(challenge, entry)).map((entry) => [entry.id, entry]),
  );
  const order = viewingOrder([...byId.keys()], voterId, challenge.secret);
  return {
    challenge,
    voterId,
    entries: order.flatMap((id) => byId.get(id) ?? []),
    marks: marks.filter(({ entryId }) => byId.has(entryId)),
  };
}

/** The mark that the voter gave to an entry. */
export const markOf = ({ marks }: BallotSight, entryId: number): number | undefined =>
  marks.find((mark) => mark.entryId === entryId)?.value;

/**
 * The position of the next entry that this voter could still mark, from the beginning again after the last; undefined when
 * there is none. Own entries are not among them.
 * @param after a position, from 0; -1 for the very first
 */
export function nextUnmarked(sight: BallotSight, after: number): number | undefined {
  const { entries, voterId } = sight;
  const open = entries.flatMap(({ id, userId }, position) =>
    userId !== voterId && markOf(sight, id) === undefined ? [position] : [],
  );
  return open.find((position) => position > after) ?? open[0];
}

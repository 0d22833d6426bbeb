import type { Ballot, Mark } from './tally.ts';

/** One member's ballot, as it is kept. */
export interface CastBallot extends Ballot {
  /** When the first mark was made, and the last. */
  castAt: number;
  changedAt: number;
  /** When the voter's account was made: clusters of young accounts are pointed out to moderators. */
  accountCreatedAt: number;
}

export type VoteResult =
  | { kind: 'cast'; marks: readonly Mark[] }
  /** Voting has not begun, is over, or is paused. */
  | { kind: 'not-voting' }
  | { kind: 'own-entry' }
  /** It takes no part (any more). */
  | { kind: 'no-such-entry' };

export interface BallotStore {
  /**
   * Marks an entry on a member's ballot, of which there is one in each round; see `withMark`.
   * @param value undefined takes the mark back
   */
  cast(
    vote: {
      challengeId: number;
      voterId: string;
      accountCreatedAt: number;
      entryId: number;
      value: number | undefined;
    },
    now: number,
  ): Promise<VoteResult>;
  marksOf(challengeId: number, round: number, voterId: string): Promise<readonly Mark[]>;
  /** How many have voted: all that is told before the end. Ballots whose marks were all taken back do not count. */
  turnout(challengeId: number, round: number): Promise<number>;
  /** In the order of the voters' ids. */
  all(challengeId: number, round: number): Promise<CastBallot[]>;
  /** Ballots of a round whose voters were not looked at yet since voting closed. Those without a mark need not be. */
  unchecked(challengeId: number, round: number, limit: number): Promise<CastBallot[]>;
  /** Notes whether ballots count. */
  checked(
    challengeId: number,
    round: number,
    verdicts: readonly { voterId: string; valid: boolean }[],
  ): Promise<void>;
  /** Those that were found to count, in the order of the voters' ids, and how many were found not to. */
  valid(challengeId: number, round: number): Promise<{ ballots: Ballot[]; invalid: number }>;
}

import { z } from 'zod';
import type { Phase, Schedule } from './phases.ts';
import { CHALLENGE_BOUNDS, type ChallengeSettings } from './settings.ts';

/** A prompt challenge of a server. */
export interface Challenge {
  id: number;
  guildId: string;
  hostId: string;
  phase: Phase;
  /** Since when it is in its phase; in `voting`, before votes are taken, without the pauses. */
  phaseSince: number;
  /** Texts of the host: not escaped. */
  title: string;
  theme: string;
  rules: string | undefined;
  settings: ChallengeSettings;
  schedule: Schedule;
  /** 1, or 2 while a run-off decides. */
  round: number;
  /** In a run-off: the entries that it is between. */
  runOffEntryIds: readonly number[];
  /** Since when it is paused: its phase does not end, and nobody enters or votes. */
  pausedAt: number | undefined;
  /** Why it was paused or cancelled. */
  reason: string | undefined;
  /** Where it is announced. */
  channelId: string;
  /** The thread of the announcement; the post itself in a forum. */
  threadId: string | undefined;
  scheduledEventId: string | undefined;
  /** When every entry stood in its place: votes are taken from then on. */
  votesFrom: number | undefined;
  /** From it everyone's order of the entries is made. */
  secret: string;
  seriesId: number | undefined;
  createdAt: number;
  publishedAt: number | undefined;
  closedAt: number | undefined;
}

export const ENTRY_STATES = ['waiting', 'accepted', 'refused', 'withdrawn', 'disqualified'] as const;
/** `waiting`: for a moderator. */
export type EntryState = (typeof ENTRY_STATES)[number];

/** A video that takes part. */
export interface Entry {
  id: number;
  challengeId: number;
  /** From 1, in the order in which they came; an entry that is swapped keeps it. */
  number: number;
  userId: string;
  jobId: number;
  title: string | undefined;
  state: EntryState;
  /** Why it was refused or disqualified. */
  reason: string | undefined;
  enteredAt: number;
  /** When its video was last swapped for another. */
  swappedAt: number | undefined;
}

/** States of entries that take part, or will if nothing is found against them. */
export const TAKING_PART = ['waiting', 'accepted'] as const satisfies readonly EntryState[];

/** Ids of entries, as they are kept. */
export const entryIdsSchema = z.array(z.int());

/** Places on the podium: who has one of them has won. */
export const WINNING_PLACES = CHALLENGE_BOUNDS.prizePlaces.max;

/** How an entry did. */
export interface Placement {
  entryId: number;
  place: number;
  points: number;
  firsts: number;
  raters: number;
  /** False with too few ratings or without any vote: it wins nothing then. */
  counted: boolean;
  /** Undefined where the place is one of the winners'. */
  passedOver: PassedOver | undefined;
}

/** Why an entry that did well wins nothing. */
export const PASSED_OVER = ['left', 'blocked', 'cooldown', 'video-gone'] as const;
export type PassedOver = (typeof PASSED_OVER)[number];

/** Whether an entry is among the winners. One that too few voted for is not, whatever its place. */
export const hasWon = ({ place, counted, passedOver }: Pick<Placement, 'place' | 'counted' | 'passedOver'>) =>
  place <= WINNING_PLACES && counted && passedOver === undefined;

/** What was counted, for the podium and for ever. */
export interface Outcome {
  placements: readonly Placement[];
  ballots: number;
  /** Ballots that did not count: their voters have left, were blocked, or do not meet the rules any more. */
  invalidBallots: number;
}

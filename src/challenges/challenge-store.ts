import type { CaseDraft, ModerationCase } from '../moderation/case.ts';
import type { Challenge, Entry, EntryState, Outcome } from './challenge.ts';
import type { Phase, Schedule } from './phases.ts';
import type { ChallengeSettings } from './settings.ts';

export interface NewChallenge {
  guildId: string;
  hostId: string;
  title: string;
  theme: string;
  rules: string | undefined;
  settings: ChallengeSettings;
  schedule: Schedule;
  channelId: string;
  secret: string;
  seriesId?: number | undefined;
}

/** What a host may change: everything in a draft, some of it later (see `editable.ts`). */
export type ChallengeChanges = Partial<
  Pick<Challenge, 'title' | 'theme' | 'rules' | 'settings' | 'schedule' | 'channelId'>
>;

/** The schedule from now on: as it is given, or made of the present one, which a host may have changed a moment ago. */
export type NewSchedule = Schedule | ((present: Schedule, challenge: Challenge) => Schedule);

export interface PhaseMove {
  /** Refused when the challenge is in another phase by now, or paused (but for `cancelled`). */
  from: Phase;
  /** Not `closed`: see `close`. */
  to: Phase;
  at: number;
  /** Refused when its time has not come: for moves by time, which a host may have put off meanwhile. */
  ifDue?: boolean;
  /** Unchanged when absent. */
  schedule?: NewSchedule;
  /** With the move back to voting, of which there is one: the entries that the run-off is between. */
  runOffEntryIds?: readonly number[];
  reason?: string | undefined;
  /** A host's deed is a case. */
  noted?: CaseDraft | undefined;
}

export interface NewEntry {
  challengeId: number;
  userId: string;
  jobId: number;
  title: string | undefined;
  /** `waiting` where moderators look first. */
  state: Extract<EntryState, 'waiting' | 'accepted'>;
  /** The own entry that it takes the place of: its number stays. One that takes no part any more is no other's obstacle. */
  replaces?: number | undefined;
}

export type EnterResult =
  | { kind: 'entered'; entry: Entry }
  /** Not open (any more), or paused. */
  | { kind: 'not-open' }
  /** This video takes part already, or was refused or disqualified: its state says which. */
  | { kind: 'already'; entry: Entry }
  /** As many as a member may have: one of them has to be replaced. */
  | { kind: 'full'; entries: Entry[] };

/** Challenges, their entries and their ends. Every method is one atomic operation. */
export interface ChallengeStore {
  create(challenge: NewChallenge, now: number): Promise<Challenge>;
  find(id: number): Promise<Challenge | undefined>;
  /** Newest first. */
  ofGuild(guildId: string, phases: readonly Phase[], limit: number): Promise<Challenge[]>;
  /**
   * @param changes where they depend on what is set, made of it in the same moment; throws to refuse
   * @param noted the case that a host's deed is, if it is one
   * @returns undefined when it is not in one of the phases any more
   */
  change(
    id: number,
    phases: readonly Phase[],
    changes: ChallengeChanges | ((before: Challenge) => ChallengeChanges),
    now: number,
    noted?: (before: Challenge, after: Challenge) => CaseDraft,
  ): Promise<Challenge | undefined>;
  /**
   * Moves a challenge on. What follows from it (posts to be made or mended) is owed in the same transaction. From `open` and
   * `review` it goes on only to where its entries lead now, see `nextPhase`. Entries that nobody decided on are accepted when
   * the review ends.
   * @returns undefined, having changed nothing, when the move is refused
   * @throws Error for a move that there is not
   */
  move(id: number, move: PhaseMove): Promise<Challenge | undefined>;
  /** @returns undefined when it was so already, or cannot be paused in its phase */
  pause(
    id: number,
    reason: string | undefined,
    now: number,
    noted?: CaseDraft,
  ): Promise<Challenge | undefined>;
  /**
   * Goes on; `schedule` is moved by the length of the pause. Where entries are still being put up, so is `phaseSince`: what
   * voting loses by the wait is without the pause.
   * @returns undefined when it is not paused
   */
  resume(id: number, schedule: NewSchedule, now: number, noted?: CaseDraft): Promise<Challenge | undefined>;
  /**
   * Challenges whose phase has come to its end, the longest due first. Paused ones never; those in `voting` not before votes
   * are taken.
   */
  due(now: number, limit: number): Promise<Challenge[]>;
  /** When the next one is due. */
  nextDue(): Promise<number | undefined>;
  threadMade(id: number, threadId: string): Promise<void>;
  eventMade(id: number, eventId: string): Promise<void>;
  /** Every entry stands in its place: votes are taken from now on, and voting can end. The first time counts. */
  votingReady(id: number, schedule: NewSchedule, now: number): Promise<void>;

  /** Decides by phase, time and number of own entries, and writes the entry, or does neither. */
  enter(entry: NewEntry, now: number): Promise<EnterResult>;
  entry(entryId: number): Promise<Entry | undefined>;
  /** In the order of their numbers. */
  entries(challengeId: number, states?: readonly EntryState[]): Promise<Entry[]>;
  entriesOf(challengeId: number, userId: string): Promise<Entry[]>;
  /** Challenges of a server that a member has ever entered, newest first. @param page from 0 */
  enteredBy(
    guildId: string,
    userId: string,
    page: number,
    size: number,
  ): Promise<{ challenges: Challenge[]; total: number }>;
  /** By its owner, while entries can be made. @returns undefined when that is over, or it was so already */
  withdraw(entryId: number, now: number): Promise<Entry | undefined>;
  /**
   * By a moderator, before voting.
   * @param entry as it was looked at
   * @returns undefined when it does not wait, or is another video by now
   */
  decide(
    entry: Pick<Entry, 'id' | 'jobId'>,
    state: Extract<EntryState, 'accepted' | 'refused'>,
    draft: CaseDraft,
    now: number,
  ): Promise<ModerationCase | undefined>;
  /** Before the challenge is closed. @returns undefined when it takes no part any more */
  disqualify(entryId: number, draft: CaseDraft, now: number): Promise<ModerationCase | undefined>;
  /** Whether a video takes part in a challenge that is not over: it must not be deleted to make room. */
  needsVideo(jobId: number): Promise<boolean>;

  /**
   * Ends a challenge in one transaction: what was counted, the winners' prizes (roles are owed, bonus videos granted), the
   * posts, the phase.
   * @returns undefined when it is not in `tallying` any more, or an entry among `placements` takes no part any more: it has to
   * be counted anew then
   */
  close(id: number, outcome: Outcome, now: number): Promise<Challenge | undefined>;
  outcome(id: number): Promise<Outcome | undefined>;
  /**
   * Closed challenges with their winners, newest first.
   * @param page from 0
   * @param channelIds only those that were announced there; all when absent
   */
  hall(
    guildId: string,
    page: number,
    size: number,
    channelIds?: readonly string[],
  ): Promise<{ challenges: HallOfFame[]; total: number }>;
  /** Where the closed challenges of a server were announced, each channel once. */
  hallChannels(guildId: string): Promise<string[]>;
  /**
   * Members who won in challenges of the same server whose votes ended before those of this one, by so much at the most. What
   * decides is when votes were to end, then the id: not when they were counted, which depends on all that held it up.
   * @returns undefined while one of those is still to be counted
   */
  winnersBefore(
    challenge: Pick<Challenge, 'id' | 'guildId' | 'schedule'>,
    withinMs: number,
  ): Promise<Set<string> | undefined>;
}

export interface HallOfFame {
  challenge: Challenge;
  /** By place: the first `WINNING_PLACES`. */
  winners: { place: number; userId: string; jobId: number; title: string | undefined }[];
}

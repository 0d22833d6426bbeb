import type { CaseDraft, ModerationCase } from '../moderation/case.ts';
import type { BudgetStanding } from '../quota/budget.ts';
import type { OperatorRules } from '../quota/operator-rules.ts';
import type { VeoSettings } from '../veo/settings.ts';
import type { AdmissionRefusal, AdmissionView } from './admission-decision.ts';
import type { Failure, Hold, Job, JobImage, Origin, VideoFile } from './job.ts';
import type { QueueMode } from './queue-mode.ts';
import type { LaneView } from './queue-order.ts';
import type { JobState } from './states.ts';

export interface NewJob {
  /** The interaction that asked for it; the same one is admitted only once. */
  interactionId: string;
  guildId: string;
  channelId: string;
  userId: string;
  settings: VeoSettings;
  /** Those with `storedAs` are kept already, and are not fetched. */
  images: readonly JobImage[];
  spoiler: boolean;
  notify: Job['notify'];
  /** Where the result goes; the channel of the order when absent. */
  resultChannelId?: string | undefined;
  /** The announced price, where it is known. */
  priceUnits?: number | undefined;
  origin?: Origin | undefined;
  /** The challenge that it is made for: its pool pays, if it has one. */
  challengeId?: number | undefined;
}

/** A member who asks for a video, as the platform vouches for it now. */
export interface AskingMember {
  userId: string;
  roleIds: readonly string[];
  moderator: boolean;
}

/** What an admission is decided by, besides what the database knows. */
export interface AdmissionTerms {
  member: AskingMember;
  operator: OperatorRules;
  /** Creative units that the video is expected to cost; 0 when nothing is known. */
  expectedUnits: number;
}

/** What a new job, or one just confirmed, waits for before it is queued. */
export interface HoldRequest {
  hold: Hold;
  reason: string | undefined;
  /** When it expires. */
  until: number;
}

export type AdmitResult =
  /** Queued with its quota reserved, or held with nothing reserved: see its state. */
  { kind: 'admitted'; job: Job; pool?: PoolUse | undefined } | { kind: 'refused'; refusal: AdmissionRefusal };

/** With a video for a challenge that has free ones: whether it is one of those, or they are used up. */
export type PoolUse = 'free' | 'used-up';

/** The second of two presses on one button: the job is what the first one made. */
export interface Repeated {
  kind: 'repeated';
  job: Job;
}

/** The most jobs that may be at Scenario at once. */
export interface RunningCaps {
  total: number;
  perGuild: number;
  perUser: number;
}

/** A claim on a job: every later write names the token, so that a worker that lost its lease changes nothing. */
export interface Lease {
  token: string;
  /** After this moment others may claim the job. */
  until: number;
}

export interface ClaimedJob {
  job: Job;
  token: string;
}

/** What a move may set on the row besides the state. */
export type JobChanges = Partial<
  Pick<
    Job,
    | 'submittedAt'
    | 'generatedAt'
    | 'remoteId'
    | 'assetId'
    | 'costUnits'
    | 'resultMessageId'
    | 'resultChannelId'
    | 'postingSince'
    | 'fits'
  > & {
    failure: Failure;
    video: VideoFile;
    /** `null`: there is none any more. */
    fitted: VideoFile | null;
  }
>;

export interface JobMove {
  /** Refused when the job is in another state by now. */
  from: JobState;
  to: JobState;
  /** Refused when the job is leased under another token; absent only for moves of jobs that are not leased. */
  token?: string;
  at: number;
  changes?: JobChanges;
  /** With a move back to `queued`: the turn was used up in vain. Attempts are kept over it. */
  failedAttempt?: boolean;
  /**
   * With a move back to `queued`: its next turn comes no sooner than this, and others go before it meanwhile. At most ten
   * minutes. Without it the job stands at the head of the queue.
   */
  waitMs?: number;
  /** A line for the guild's book of money, written in the same transaction. */
  spend?: { kind: 'charge' | 'refund'; units: number } | undefined;
  /** The moderator's deed that this move is, written in the same transaction. */
  case?: CaseDraft;
}

/** Queue, ledger and history of jobs. Every method is one atomic operation. */
export interface JobStore {
  /**
   * Decides by everything the database knows, reserves quota and writes the job row, or does neither. A job that is to be
   * held is decided on alike, but reserves nothing. The same interaction again returns the first job. The same member who
   * presses the same button of the same video twice in a moment makes one.
   */
  admit(
    job: NewJob,
    terms: AdmissionTerms,
    hold: HoldRequest | undefined,
    now: number,
  ): Promise<AdmitResult | Repeated>;
  /**
   * Lets a held job go on: its admission is decided anew and its quota reserved. A refused one stays held.
   * @param next what it waits for now, in place of `hold`, instead of being queued
   * @returns undefined when it is not held for this any more
   */
  letGo(
    jobId: number,
    hold: Hold,
    terms: AdmissionTerms,
    next: HoldRequest | undefined,
    draft: CaseDraft | undefined,
    now: number,
  ): Promise<AdmitResult | undefined>;
  /** What would be said of a video that this member asks for now, and by which rules. Changes nothing. */
  view(guildId: string, terms: AdmissionTerms, seconds: number, now: number): Promise<AdmissionView>;
  /** How a server's budgets stand. */
  budgets(guildId: string, operator: OperatorRules, now: number): Promise<BudgetStanding[]>;
  /** Takes the job whose turn it is (guilds in turn, in a guild users in turn, then oldest first) to `preparing`. */
  claimQueued(caps: RunningCaps, lease: Lease, now: number): Promise<ClaimedJob | undefined>;
  /** Leases the job in `state` that has been due longest. */
  claimDue(
    state: 'unknown' | 'fetching' | 'delivering' | 'fitting',
    lease: Lease,
    now: number,
  ): Promise<ClaimedJob | undefined>;
  /**
   * Moves a job, settles its quota where the new state asks for it, and ends its lease unless the job goes on to
   * `submitting`. Returns undefined, having changed nothing, when state or token are not as named.
   * @throws Error for a move that the state table does not know
   */
  move(jobId: number, move: JobMove): Promise<Job | undefined>;
  /** Ends a lease without a move: the step is tried again at `runAt`. `failedAttempt` false leaves the attempts as they are. */
  postpone(jobId: number, token: string, runAt: number, failedAttempt: boolean): Promise<boolean>;
  /**
   * Notes that the result's message is about to leave, and for which channel if not that of the order. False when the lease
   * was lost.
   */
  startPosting(jobId: number, token: string, now: number, resultChannelId?: string): Promise<boolean>;
  /**
   * Takes up jobs whose worker is gone: prepared jobs go back to the head of the queue, interrupted submissions become
   * `unknown`, other states can be claimed again. `all` is for the start of the only process on this database; `expired`, for
   * any time, touches only jobs whose lease has run out.
   */
  recover(scope: 'all' | 'expired', now: number): Promise<{ requeued: number; unknown: number }>;

  /** What a moderator has done to a server's queue; undefined while it is open. */
  queueMode(guildId: string): Promise<QueueMode | undefined>;
  /**
   * Pauses, drains or (`undefined`) opens a server's queue. Waiting jobs stay in their order.
   * @returns undefined when it was so already
   */
  setQueueMode(
    guildId: string,
    mode: QueueMode | undefined,
    draft: CaseDraft,
    now: number,
  ): Promise<ModerationCase | undefined>;
  /** Puts a waiting job before all others of its server. @returns undefined when it does not wait */
  moveToFront(jobId: number, draft: CaseDraft, now: number): Promise<ModerationCase | undefined>;
  /** Notes that a result is shown as a spoiler from now on, or no longer. @returns undefined when it was so already */
  setSpoiler(
    jobId: number,
    spoiler: boolean,
    draft: CaseDraft,
    now: number,
  ): Promise<ModerationCase | undefined>;
  /** The same by its author: no case. @returns false when it was so already */
  setOwnSpoiler(jobId: number, spoiler: boolean, now: number): Promise<boolean>;
  /**
   * Notes that a result was taken away.
   * @param giveBack whether its author's quota is given back
   * @returns undefined when it was removed already
   */
  remove(
    jobId: number,
    giveBack: boolean,
    draft: CaseDraft,
    now: number,
  ): Promise<{ case: ModerationCase; givenBack: boolean } | undefined>;
  /**
   * The same by its author: no case, nothing given back, and the job gives up its video.
   * @returns false when it was removed already
   */
  removeOwn(jobId: number, now: number): Promise<boolean>;

  find(jobId: number): Promise<Job | undefined>;
  /** Those of Scenario's job ids that belong to a job of ours. */
  knownRemoteIds(remoteIds: readonly string[]): Promise<Set<string>>;
  inState(state: JobState): Promise<Job[]>;
  /** Jobs that failed with one of these codes since a moment: they may still show up at Scenario. */
  failedSince(codes: readonly Failure['code'][], since: number): Promise<Job[]>;
  /** How many jobs are in each state that is not final; states without any are left out. */
  countUnfinished(): Promise<Partial<Record<JobState, number>>>;
  /** Jobs of a guild that are not final, oldest first. */
  activeInGuild(guildId: string): Promise<Job[]>;
  /** The waiting jobs of a guild, by user. */
  lanes(guildId: string): Promise<LaneView[]>;
  /** Held jobs whose time has run out. */
  expiredHolds(now: number): Promise<Job[]>;
  /** The job whose card, result or copy of it a message is. */
  byMessage(guildId: string, messageId: string): Promise<Job | undefined>;
  /** How long Scenario took for the latest finished jobs, newest first. */
  recentDurations(count: number): Promise<number[]>;

  /** Jobs with pictures that are due to be fetched, oldest first. */
  withPicturesToFetch(now: number, limit: number): Promise<Job[]>;
  pictureStored(jobId: number, slot: JobImage['slot'], storedAs: string): Promise<void>;
  /** Tries the job's pictures again at `at`. */
  postponePictures(jobId: number, at: number): Promise<void>;

  /** Waiting jobs without a price. */
  withoutPrice(limit: number): Promise<Job[]>;
  priceFound(jobIds: readonly number[], units: number): Promise<void>;
}

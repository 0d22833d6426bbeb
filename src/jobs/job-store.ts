import type { QuotaStanding, RollingLimit } from '../quota/rolling-window.ts';
import type { VeoSettings } from '../veo/settings.ts';
import type { Failure, Job, JobImage, VideoFile } from './job.ts';
import type { LaneView } from './queue-order.ts';
import type { JobState } from './states.ts';

export interface NewJob {
  /** The interaction that asked for it; the same one is admitted only once. */
  interactionId: string;
  guildId: string;
  channelId: string;
  userId: string;
  settings: VeoSettings;
  images: readonly Pick<JobImage, 'slot' | 'url' | 'fileName'>[];
  spoiler: boolean;
  priceUnits?: number | undefined;
}

export type AdmitResult =
  | { kind: 'admitted'; job: Job; standing: QuotaStanding }
  | { kind: 'over-quota'; standing: QuotaStanding };

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
    'submittedAt' | 'generatedAt' | 'remoteId' | 'assetId' | 'costUnits' | 'resultMessageId' | 'postingSince'
  > & { failure: Failure; video: VideoFile }
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
  /** A line for the guild's book of money, written in the same transaction. */
  spend?: { kind: 'charge' | 'refund'; units: number } | undefined;
}

/** Queue, ledger and history of jobs. Every method is one atomic operation. */
export interface JobStore {
  /** Reserves quota and writes the job row, or does neither. The same interaction again returns the first job. */
  admit(job: NewJob, limit: RollingLimit, now: number): Promise<AdmitResult>;
  /** Takes the job whose turn it is (guilds in turn, in a guild users in turn, then oldest first) to `preparing`. */
  claimQueued(caps: RunningCaps, lease: Lease, now: number): Promise<ClaimedJob | undefined>;
  /** Leases the job in `state` that has been due longest. */
  claimDue(
    state: 'unknown' | 'fetching' | 'delivering',
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
  /** Notes that the result's message is about to leave. False when the lease was lost. */
  startPosting(jobId: number, token: string, now: number): Promise<boolean>;
  /**
   * Takes up jobs whose worker is gone: prepared jobs go back to the head of the queue, interrupted submissions become
   * `unknown`, other states can be claimed again. `all` is for the start of the only process on this database; `expired`, for
   * any time, touches only jobs whose lease has run out.
   */
  recover(scope: 'all' | 'expired', now: number): Promise<{ requeued: number; unknown: number }>;

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
  /** The account of one member. */
  standing(guildId: string, userId: string, limit: RollingLimit, now: number): Promise<QuotaStanding>;
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

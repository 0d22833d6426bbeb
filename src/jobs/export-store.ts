import type { Block } from '../moderation/block.ts';
import type { ModerationCase } from '../moderation/case.ts';
import type { Report } from '../moderation/report.ts';
import type { Grant } from '../quota/grant.ts';
import type { Policy } from '../quota/policy.ts';
import type { Job } from './job.ts';

/** A row of one of the two books. */
export interface BookRow {
  /** The members' (what their quotas took) or the server's (what Scenario charged). */
  book: 'quota' | 'money';
  id: number;
  entry: 'reserve' | 'commit' | 'release' | 'forgive' | 'charge' | 'refund';
  userId: string | undefined;
  jobId: number;
  videos: number | undefined;
  /** Seconds of video. */
  seconds: number | undefined;
  /** Creative units. */
  units: number;
  grantId: number | undefined;
  at: number;
}

/** Which challenge a row is about. */
export interface ChallengeName {
  id: number;
  title: string;
}

/** A video that a member entered in a challenge, whatever became of it. */
export interface MemberEntry {
  challenge: ChallengeName;
  /** In the challenge. */
  number: number;
  title: string | undefined;
  state: string;
  /** Why it was refused or disqualified. */
  reason: string | undefined;
  jobId: number;
  enteredAt: number;
  swappedAt: number | undefined;
  /** Undefined until the challenge is closed, and if it took no part at the end. */
  place: number | undefined;
}

/** How a member voted in a round of a challenge. */
export interface MemberBallot {
  challenge: ChallengeName;
  round: number;
  /** By the numbers of the entries. */
  marks: { entry: number | undefined; value: number }[];
  castAt: number;
  changedAt: number;
  accountCreatedAt: number;
  /** Undefined until that was looked at, after voting closed. */
  counted: boolean | undefined;
}

/** A challenge that a member has begun. */
export interface HostedChallenge {
  challenge: ChallengeName;
  theme: string;
  rules: string | undefined;
  phase: string;
  channelId: string;
  opensAt: number;
  entriesUntil: number;
  reviewUntil: number | undefined;
  votesUntil: number;
  createdAt: number;
  publishedAt: number | undefined;
  closedAt: number | undefined;
}

/** A series of challenges that a member has begun. */
export interface HostedSeries {
  id: number;
  title: string;
  rules: string | undefined;
  themes: string[];
  channelId: string;
  /** A cron pattern, in `timeZone`. */
  pattern: string;
  timeZone: string;
  createdAt: number;
  stoppedAt: number | undefined;
  nextAt: number | undefined;
}

/** What is kept of a member from challenges. Votes whose voter's name was deleted are nobody's. */
export interface MemberChallenges {
  entries: MemberEntry[];
  ballots: MemberBallot[];
  /** `theme` is undefined once it was taken from its series. */
  themeVotes: { challenge: ChallengeName; theme: string | undefined; at: number }[];
  /** `toldOf`: the close that they were told of last. */
  reminders: { challenge: ChallengeName; toldOf: string | undefined }[];
  /** `expiresAt`: when a role that is held ends, if it does. */
  roleAwards: { challenge: ChallengeName; roleId: string; state: string; expiresAt: number | undefined }[];
  hosted: HostedChallenge[];
  series: HostedSeries[];
}

/** Everything that is kept of a member in a server. Of the moderators who acted on them it names none. */
export interface MemberData {
  jobs: Job[];
  ledger: BookRow[];
  rules: Policy[];
  /** Those that ended included. */
  grants: (Grant & { revokedAt: number | undefined })[];
  block: Omit<Block, 'guildId' | 'byId'> | undefined;
  cases: Omit<ModerationCase, 'actorId'>[];
  /** What they reported. */
  reports: Omit<Report, 'decidedById'>[];
  /** Since when their reports are not heard. */
  reportsMutedSince: number | undefined;
  challenges: MemberChallenges;
}

/** A stretch of a list that is read newest first. */
export interface Stretch<Row> {
  /** Nothing older. */
  since: number;
  /** The last row of the stretch before; absent for the first. */
  after: Row | undefined;
  limit: number;
}

/** What is handed out as files. Lists are newest first; fewer rows than `limit` are the last. */
export interface ExportStore {
  jobs(guildId: string, stretch: Stretch<Job>): Promise<Job[]>;
  /** First the members' book, then the server's. */
  ledger(guildId: string, stretch: Stretch<BookRow>): Promise<BookRow[]>;
  cases(guildId: string, stretch: Stretch<ModerationCase>): Promise<ModerationCase[]>;
  memberData(guildId: string, userId: string): Promise<MemberData>;
}

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

import type { AwardStore } from '../challenges/award.ts';
import type { BallotStore } from '../challenges/ballot-store.ts';
import type { ChallengeStore } from '../challenges/challenge-store.ts';
import type { ChallengePictures } from '../challenges/pictures.ts';
import type { ChallengePostStore } from '../challenges/post.ts';
import type { ReminderStore } from '../challenges/reminder-store.ts';
import type { SeriesStore } from '../challenges/series.ts';
import type { Board } from '../discord/board.ts';
import type { Directory } from '../discord/directory.ts';
import type { MemberRoles } from '../discord/member-roles.ts';
import type { OwnGuilds } from '../discord/own-guilds.ts';
import type { Poster } from '../discord/poster.ts';
import type { ScheduledEvents } from '../discord/scheduled-events.ts';
import type { UploadLimits } from '../discord/upload-limit.ts';
import type { CardStore } from '../jobs/card-store.ts';
import type { JobStore, RunningCaps } from '../jobs/job-store.ts';
import type { LearntFacts } from '../jobs/learnt-facts.ts';
import type { LibraryStore, VideoSource } from '../jobs/library.ts';
import type { PictureDraftStore } from '../jobs/picture-drafts.ts';
import type { PublicLinks } from '../jobs/public-links.ts';
import type { ResultCopyStore } from '../jobs/result-copies.ts';
import type { Standstill } from '../jobs/standstill.ts';
import type { Clock } from '../lib/clock.ts';
import type { DiskSpace } from '../lib/disk-space.ts';
import type { Logger } from '../lib/logger.ts';
import type { Random } from '../lib/random.ts';
import type { Telemetry } from '../lib/telemetry.ts';
import type { Encoder } from '../media/encoder.ts';
import type { BlockStore } from '../moderation/block.ts';
import type { BudgetNotice } from '../moderation/budget-notice.ts';
import type { CaseStore } from '../moderation/case.ts';
import type { NoticeStore } from '../moderation/notice.ts';
import type { DepartedGuildStore, PrivacyStore } from '../moderation/privacy.ts';
import type { ReportStore } from '../moderation/report.ts';
import type { SettingsStore } from '../moderation/settings-store.ts';
import type { ScenarioClient } from '../scenario/client.ts';

/** How much is kept of finished videos. */
export interface LibraryLimits {
  maxBytes: number;
  /** For ever when undefined. */
  maxAgeMs: number | undefined;
}

/** What the worker's steps work with. */
export interface WorkerContext {
  store: JobStore;
  cards: CardStore;
  facts: LearntFacts;
  settings: Pick<SettingsStore, 'of'>;
  notices: NoticeStore;
  /** What the messages to moderators tell of, besides jobs. */
  cases: Pick<CaseStore, 'find' | 'ofJob'>;
  reports: Pick<ReportStore, 'find'>;
  budgetNotice: (guildId: string, id: number) => Promise<BudgetNotice | undefined>;
  privacy: PrivacyStore;
  departedGuilds: DepartedGuildStore;
  ownGuilds: OwnGuilds;
  scenario: ScenarioClient;
  poster: Poster;
  uploadLimits: UploadLimits;
  clock: Clock;
  random: Random;
  logger: Logger;
  telemetry: Telemetry;
  /** What holds every video up at present. */
  standstill: Standstill;
  /** Where pictures and videos are kept. */
  dataDir: string;
  /** The disk on which that lies. */
  disk: DiskSpace;
  library: LibraryStore;
  libraryLimits: LibraryLimits;
  /** Whoever reads a finished video gets its file here. */
  videos: VideoSource;
  /** Where they are shown outside Discord. */
  links: PublicLinks;
  /** Where they were posted again. */
  copies: ResultCopyStore;
  /** Pictures that members are about to animate. */
  pictureDrafts: Pick<PictureDraftStore, 'sweep'>;
  /** What videos were made for, and may enter. */
  challenges: ChallengeStore;
  /** Makes smaller copies of them. */
  encoder: Encoder;
  ballots: BallotStore;
  challengePosts: ChallengePostStore;
  /** Where their public messages stand. */
  board: Board;
  challengePictures: ChallengePictures;
  directory: Directory;
  /** The same, asking every time: who may vote and win, and what they had before, is decided by it. */
  freshDirectory: Pick<Directory, 'guild' | 'member'>;
  awards: AwardStore;
  reminders: ReminderStore;
  series: SeriesStore;
  blocks: Pick<BlockStore, 'active'>;
  memberRoles: MemberRoles;
  scheduledEvents: ScheduledEvents;
  caps: RunningCaps;
  /** Hosts that pictures may be fetched from. */
  pictureHosts: readonly string[];
}

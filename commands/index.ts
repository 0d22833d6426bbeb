import type { Answers, Command, MessageCommand } from '../src/discord/command.ts';
import { type AnimateOptions, createAnimateCommand } from './animate-with-veo.ts';
import { type ApprovalOptions, createApprovals } from './approvals.ts';
import { createAgain } from './around/again.ts';
import { type ContinueOptions, createContinue } from './around/continue.ts';
import { createEdit } from './around/edit.ts';
import { createMore, type MoreOptions } from './around/more.ts';
import { createMoreChanges, type MoreChangesOptions } from './around/more-changes.ts';
import { createPostNow, type PostNowOptions } from './around/post-now.ts';
import { createModerateVideoCommand, type ModerateVideoOptions } from './moderate-video.ts';
import { createOrdering, type Ordering, type OrderingOptions } from './ordering.ts';
import { createReportVideoCommand, type ReportVideoOptions } from './report-video.ts';
import { createVeoCommand, type VeoCommandOptions } from './veo.ts';
import { type CancelOptions, createCancel } from './veo-challenge/cancel.ts';
import { type ChangeTimesOptions, createChangeTimes } from './veo-challenge/change-times.ts';
import { type CreateOptions, createCreate } from './veo-challenge/create.ts';
import { createDisqualify, type DisqualifyOptions } from './veo-challenge/disqualify.ts';
import { createEditPart, type EditPartOptions } from './veo-challenge/edit.ts';
import { createEnter, type EnterOptions } from './veo-challenge/enter.ts';
import { type ChallengeExportOptions, createChallengeExport } from './veo-challenge/export.ts';
import { createHall, type HallOptions } from './veo-challenge/hall.ts';
import { createInfo, type InfoOptions } from './veo-challenge/info.ts';
import { createList } from './veo-challenge/list.ts';
import { createMine, type MineOptions } from './veo-challenge/mine.ts';
import type { ChallengePart } from './veo-challenge/part.ts';
import { createPublish, type PublishOptions } from './veo-challenge/publish.ts';
import { createRemindPart, type RemindPartOptions } from './veo-challenge/remind.ts';
import { createReport, type ReportOptions } from './veo-challenge/report.ts';
import { createReveal } from './veo-challenge/reveal.ts';
import { createReview, type ReviewOptions } from './veo-challenge/review.ts';
import { createSeriesPart, type SeriesPartOptions } from './veo-challenge/series.ts';
import { createSeriesStart, type SeriesStartOptions } from './veo-challenge/series-start.ts';
import { createSwap, type SwapOptions } from './veo-challenge/swap.ts';
import { createThemePart, type ThemePartOptions } from './veo-challenge/theme.ts';
import { createVotePart, type VotePartOptions } from './veo-challenge/vote.ts';
import { createVeoChallengeCommand } from './veo-challenge.ts';
import { createVeoHistoryCommand, type VeoHistoryCommandOptions } from './veo-history.ts';
import { type CasePartOptions, createCasePart } from './veo-mod/case.ts';
import { createExportPart, type ExportPartOptions } from './veo-mod/export.ts';
import { createFilterPart, type FilterPartOptions } from './veo-mod/filter.ts';
import type { ModeratorPart } from './veo-mod/group.ts';
import { createQueuePart, type QueuePartOptions } from './veo-mod/queue.ts';
import { createQuotaPart, type QuotaPartOptions } from './veo-mod/quota.ts';
import { createStatsPart, type StatsPartOptions } from './veo-mod/stats.ts';
import { createUserPart, type UserPartOptions } from './veo-mod/user.ts';
import { createVeoModCommand, type VeoModCommandOptions } from './veo-mod.ts';
import { createVeoPrivacyCommand, type VeoPrivacyCommandOptions } from './veo-privacy.ts';
import { createVeoQueueCommand, type VeoQueueCommandOptions } from './veo-queue.ts';
import { createVeoQuotaCommand, type VeoQuotaCommandOptions } from './veo-quota.ts';
import { createVeoSetupCommand, type VeoSetupCommandOptions } from './veo-setup.ts';

export type CommandServices = Omit<VeoCommandOptions, 'ordering' | 'answers'> &
  OrderingOptions &
  Omit<ContinueOptions, 'ordering'> &
  VeoQueueCommandOptions &
  VeoQuotaCommandOptions &
  VeoSetupCommandOptions &
  ApprovalOptions &
  FilterPartOptions &
  UserPartOptions &
  QueuePartOptions &
  QuotaPartOptions &
  CasePartOptions &
  StatsPartOptions &
  ExportPartOptions &
  VeoPrivacyCommandOptions &
  VeoHistoryCommandOptions &
  Omit<AnimateOptions, 'ordering'> &
  ModerateVideoOptions &
  ReportVideoOptions &
  MoreOptions &
  MoreChangesOptions &
  PostNowOptions &
  CancelOptions &
  ChangeTimesOptions &
  CreateOptions &
  EditPartOptions &
  PublishOptions &
  VotePartOptions &
  RemindPartOptions &
  ThemePartOptions &
  SeriesPartOptions &
  SeriesStartOptions &
  EnterOptions &
  InfoOptions &
  MineOptions &
  SwapOptions &
  HallOptions &
  ReviewOptions &
  DisqualifyOptions &
  ChallengeExportOptions &
  ReportOptions &
  Omit<VeoModCommandOptions, 'parts' | 'answers'>;

/** Every command of the bot, by hand: a file in this folder that is not here does not exist for Discord. */
export function createCommands(services: CommandServices): (Command | MessageCommand)[] {
  const ordering = createOrdering(services);
  return [
    createVeoCommand({
      ...services,
      ordering,
      answers: aroundVideos({ ...services, ordering }),
    }),
    createVeoQueueCommand(services),
    createVeoQuotaCommand(services),
    createVeoModCommand({
      ...services,
      parts: moderatorParts(services),
      answers: [createApprovals(services)],
    }),
    createVeoHistoryCommand(services),
    createVeoChallengeCommand(challengeParts(services)),
    createVeoPrivacyCommand(services),
    createVeoSetupCommand(services),
    createAnimateCommand({ ...services, ordering }),
    createModerateVideoCommand(services),
    createReportVideoCommand(services),
  ];
}

/** The buttons under videos, and of cards that failed. */
const aroundVideos = (services: CommandServices & { ordering: Ordering }): Answers[] => [
  createAgain(services),
  createEdit(services),
  createContinue(services),
  createMore(services),
  createMoreChanges(services),
  createPostNow(services),
];

/** The parts of `/veo-challenge`. */
const challengeParts = (services: CommandServices): ChallengePart[] => [
  createCreate(services),
  createEditPart(services),
  createPublish(services),
  createChangeTimes(services),
  createCancel(services),
  createList(services),
  createInfo(services),
  createEnter(services),
  createMine(services),
  createSwap(services),
  createHall(services),
  createVotePart(services),
  createRemindPart(services),
  createThemePart(services),
  createSeriesStart(services),
  createSeriesPart(services),
  createReview(services),
  createDisqualify(services),
  createReveal(services),
  createChallengeExport(services),
  createReport(services),
];

/** The parts of `/veo-mod`. */
const moderatorParts = (services: CommandServices): ModeratorPart[] => [
  createQuotaPart(services),
  createUserPart(services),
  createQueuePart(services),
  createFilterPart(services),
  createCasePart(services),
  createStatsPart(services),
  createExportPart(services),
];

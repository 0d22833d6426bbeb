import type { Command, MessageCommand } from '../src/discord/command.ts';
import { type ApprovalOptions, createApprovals } from './approvals.ts';
import { createModerateVideoCommand, type ModerateVideoOptions } from './moderate-video.ts';
import { createReportVideoCommand, type ReportVideoOptions } from './report-video.ts';
import { createVeoCommand, type VeoCommandOptions } from './veo.ts';
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

export type CommandServices = VeoCommandOptions &
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
  ModerateVideoOptions &
  ReportVideoOptions &
  Omit<VeoModCommandOptions, 'parts' | 'answers'>;

/** Every command of the bot, by hand: a file in this folder that is not here does not exist for Discord. */
export const createCommands = (services: CommandServices): (Command | MessageCommand)[] => [
  createVeoCommand(services),
  createVeoQueueCommand(services),
  createVeoQuotaCommand(services),
  createVeoModCommand({
    ...services,
    parts: moderatorParts(services),
    answers: [createApprovals(services)],
  }),
  createVeoPrivacyCommand(services),
  createVeoSetupCommand(services),
  createModerateVideoCommand(services),
  createReportVideoCommand(services),
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

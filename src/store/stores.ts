import { createBlockStore } from './block-store.ts';
import { findBudgetNotice } from './budget-notices.ts';
import { createCardStore } from './card-store.ts';
import { createCaseStore } from './case-book.ts';
import { createAwardStore } from './challenges/award-store.ts';
import { createBallotStore } from './challenges/ballot-store.ts';
import { createChallengeStore } from './challenges/challenge-store.ts';
import { createChallengePostStore } from './challenges/post-store.ts';
import { createReminderStore } from './challenges/reminder-store.ts';
import { createSeriesStore } from './challenges/series-store.ts';
import { createDepartedGuildStore } from './departed-guilds.ts';
import { createExportStore } from './export-store.ts';
import { createFilterStore } from './filter-store.ts';
import { createHistoryStore } from './history-store.ts';
import type { OnUnreadable } from './job-rows.ts';
import { createJobStore } from './job-store.ts';
import { createLearntFacts } from './learnt-facts.ts';
import { createLibraryStore } from './library-store.ts';
import { createNoticeStore } from './notice-store.ts';
import type { Database } from './open.ts';
import { createPictureDraftStore } from './picture-drafts.ts';
import { createPrivacyStore } from './privacy-store.ts';
import { createQuotaRulesStore } from './quota-rules-store.ts';
import { createReportStore } from './report-store.ts';
import { createResultCopyStore } from './result-copies.ts';
import { createSettingsStore } from './settings-store.ts';
import { createStatisticsStore } from './statistics.ts';

/**
 * Everything that is kept, by the names under which commands and worker ask for it.
 * @param onUnreadable told of jobs whose rows cannot be read, which the worker passes over
 */
export const createStores = (db: Database, onUnreadable?: OnUnreadable) => ({
  store: createJobStore(db, onUnreadable),
  cards: createCardStore(db, onUnreadable),
  copies: createResultCopyStore(db),
  facts: createLearntFacts(db),
  library: createLibraryStore(db, onUnreadable),
  settings: createSettingsStore(db),
  quotaRules: createQuotaRulesStore(db),
  filterRules: createFilterStore(db),
  blocks: createBlockStore(db),
  cases: createCaseStore(db),
  reports: createReportStore(db),
  notices: createNoticeStore(db),
  budgetNotice: async (guildId: string, id: number) => findBudgetNotice(db, guildId, id),
  statistics: createStatisticsStore(db),
  exports: createExportStore(db, onUnreadable),
  privacy: createPrivacyStore(db),
  history: createHistoryStore(db, onUnreadable),
  pictureDrafts: createPictureDraftStore(db),
  departedGuilds: createDepartedGuildStore(db),
  challenges: createChallengeStore(db),
  ballots: createBallotStore(db),
  challengePosts: createChallengePostStore(db),
  awards: createAwardStore(db),
  reminders: createReminderStore(db),
  series: createSeriesStore(db),
});

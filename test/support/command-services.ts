import type { CommandServices } from '../../commands/index.ts';
import { createDirectory } from '../../src/discord/directory.ts';
import { createPoster } from '../../src/discord/poster.ts';
import { english } from '../../src/discord/words/english.ts';
import { createAccountViews } from '../../src/jobs/account-view.ts';
import { createAdmission } from '../../src/jobs/admission.ts';
import { createHolds } from '../../src/jobs/holds.ts';
import { systemRandom } from '../../src/lib/random.ts';
import { createPromptFilters } from '../../src/moderation/prompt-filters.ts';
import { createBlockStore } from '../../src/store/block-store.ts';
import { createCardStore } from '../../src/store/card-store.ts';
import { createCaseStore } from '../../src/store/case-book.ts';
import { createExportStore } from '../../src/store/export-store.ts';
import { createFilterStore } from '../../src/store/filter-store.ts';
import { createJobStore } from '../../src/store/job-store.ts';
import { createLearntFacts } from '../../src/store/learnt-facts.ts';
import type { Database } from '../../src/store/open.ts';
import { createPrivacyStore } from '../../src/store/privacy-store.ts';
import { createQuotaRulesStore } from '../../src/store/quota-rules-store.ts';
import { createReportStore } from '../../src/store/report-store.ts';
import { createSettingsStore } from '../../src/store/settings-store.ts';
import { createStatisticsStore } from '../../src/store/statistics.ts';
import { createTestClock } from './test-clock.ts';

/** What commands are made of, for looking at the commands: none is run. */
export function commandServices(db: Database): CommandServices {
  const clock = createTestClock();
  const nowhere = { apiUrl: 'http://127.0.0.1:9', token: 'none', clock };
  const filterRules = createFilterStore(db);
  const rules = {
    store: createJobStore(db),
    settings: createSettingsStore(db),
    facts: createLearntFacts(db),
    filters: createPromptFilters(filterRules),
    operator: { limits: [], budgets: [] },
    clock,
    random: systemRandom,
  };
  return {
    ...rules,
    admission: createAdmission({
      ...rules,
      allowedGuilds: [],
      pictureHosts: [],
      isAgeRestricted: async () => false,
    }),
    holds: createHolds(rules),
    accounts: createAccountViews(rules),
    filterRules,
    fileHosts: [],
    directory: createDirectory(nowhere),
    poster: createPoster(nowhere),
    blocks: createBlockStore(db),
    reports: createReportStore(db),
    cases: createCaseStore(db),
    quotaRules: createQuotaRulesStore(db),
    privacy: createPrivacyStore(db),
    exports: createExportStore(db),
    statistics: createStatisticsStore(db),
    cards: createCardStore(db),
    cardContext: async () => ({ words: english }),
    preflight: { run: async () => [] },
    onJobsChanged: () => {},
    onDataPurged: () => {},
  };
}

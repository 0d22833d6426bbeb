import type { CommandServices } from '../../commands/index.ts';
import { createPostedEntries } from '../../src/discord/challenges/posted-entries.ts';
import { createDirectory } from '../../src/discord/directory.ts';
import { createPoster } from '../../src/discord/poster.ts';
import { english } from '../../src/discord/words/english.ts';
import { createAccountViews } from '../../src/jobs/account-view.ts';
import { createAdmission } from '../../src/jobs/admission.ts';
import { createHolds } from '../../src/jobs/holds.ts';
import { systemRandom } from '../../src/lib/random.ts';
import { createPromptFilters } from '../../src/moderation/prompt-filters.ts';
import type { Database } from '../../src/store/open.ts';
import { createStores } from '../../src/store/stores.ts';
import { restClientsOf } from './rest-clients.ts';
import { createTestClock } from './test-clock.ts';

/** What commands are made of, for looking at the commands: none is run. */
export function commandServices(db: Database): CommandServices {
  const clock = createTestClock();
  const nowhere = { ...restClientsOf({ apiUrl: 'http://127.0.0.1:9', token: 'none' }), clock };
  const stores = createStores(db);
  const rules = {
    ...stores,
    filters: createPromptFilters(stores.filterRules),
    operator: { limits: [], budgets: [] },
    clock,
    random: systemRandom,
  };
  return {
    ...rules,
    admission: createAdmission({
      ...rules,
      disk: { isLow: async () => false },
      allowedGuilds: [],
      pictureHosts: [],
      isAgeRestricted: async () => false,
    }),
    holds: createHolds(rules),
    accounts: createAccountViews(rules),
    fileHosts: [],
    directory: createDirectory(nowhere),
    poster: createPoster(nowhere),
    postedEntries: createPostedEntries({
      posts: stores.challengePosts,
      poster: createPoster(nowhere),
      clock,
    }),
    reposts: {
      postAgain: () => Promise.reject(new Error('nothing is posted here')),
      sendDirect: () => Promise.reject(new Error('nothing is posted here')),
    },
    frames: {
      check: () => Promise.reject(new Error('no frames here')),
      lastFrameOf: () => Promise.reject(new Error('no frames here')),
    },
    pictureSizes: { of: async () => undefined },
    cardContext: async () => ({ words: english }),
    preflight: { run: async () => [] },
    onJobsChanged: () => {},
    onDataPurged: () => {},
    freshDirectory: createDirectory(nowhere),
  };
}

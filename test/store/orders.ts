import { join } from 'node:path';
import type { AdmissionTerms, AskingMember, NewJob } from '../../src/jobs/job-store.ts';
import type { Limit } from '../../src/quota/limit.ts';
import type { OperatorRules } from '../../src/quota/operator-rules.ts';

export const MIGRATIONS = join(import.meta.dirname, '..', '..', 'drizzle');

/** When the tests begin. */
export const START = Date.UTC(2026, 0, 1);
export const DAY_MS = 24 * 3_600_000;
/** So many videos in any 24 hours. */
export const videosADay = (amount: number): Limit => ({ unit: 'videos', amount, window: 'rolling-day' });
/** A quota that nothing in a test runs into. */
export const ROOMY_LIMIT = videosADay(1_000_000);

export type JobSpec = Partial<NewJob>;

let interactions = 0;

/** An order, each from an interaction of its own. */
export function newJob(spec: JobSpec = {}): NewJob {
  interactions += 1;
  return {
    interactionId: `interaction-${process.pid}-${interactions}`,
    guildId: 'guild',
    channelId: 'channel',
    userId: 'ada',
    settings: {
      prompt: 'a fox in the snow',
      resolution: '720p',
      aspectRatio: '16:9',
      duration: 8,
      generateAudio: true,
      seed: 7,
    },
    images: [],
    spoiler: false,
    notify: 'ping',
    ...spec,
  };
}

/** Terms of an admission: Ada's, without a limit, at an unknown price. */
export function termsOf(
  spec: Partial<AskingMember & OperatorRules> & { expectedUnits?: number } = {},
): AdmissionTerms {
  const {
    userId = 'ada',
    roleIds = [],
    moderator = false,
    expectedUnits = 0,
    limits = [],
    budgets = [],
  } = spec;
  return { member: { userId, roleIds, moderator }, operator: { limits, budgets }, expectedUnits };
}

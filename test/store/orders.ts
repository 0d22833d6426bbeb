import { join } from 'node:path';
import type { NewJob } from '../../src/jobs/job-store.ts';

export const MIGRATIONS = join(import.meta.dirname, '..', '..', 'drizzle');

/** When the tests begin. */
export const START = Date.UTC(2026, 0, 1);
export const DAY_MS = 24 * 3_600_000;
/** A quota that nothing in a test runs into. */
export const ROOMY_LIMIT = { videos: 1_000_000, windowMs: DAY_MS };

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
    ...spec,
  };
}

import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Job } from '../../src/jobs/job.ts';
import type { JobStore, NewJob } from '../../src/jobs/job-store.ts';
import type { LearntFacts } from '../../src/jobs/learnt-facts.ts';
import type { JobState } from '../../src/jobs/states.ts';
import type { RollingLimit } from '../../src/quota/rolling-window.ts';
import { createJobStore } from '../../src/store/job-store.ts';
import { createLearntFacts } from '../../src/store/learnt-facts.ts';
import { openDatabase } from '../../src/store/open.ts';
import { createTestClock, type TestClock } from '../support/test-clock.ts';

export const GUILD = '100000000000000001';
export const CHANNEL = '200000000000000001';
export const ADA = '300000000000000001';
export const BEN = '300000000000000002';
export const PLENTY: RollingLimit = { videos: 1_000, windowMs: 24 * 3_600_000 };

const MIGRATIONS_FOLDER = join(import.meta.dirname, '..', '..', 'drizzle');
const CAPS = { total: 1_000, perGuild: 1_000, perUser: 1_000 };
const LEASE_MS = 60_000;

export interface Bench {
  store: JobStore;
  facts: LearntFacts;
  clock: TestClock;
  /** Puts a job of Ada's into the queue. */
  queued(job?: Partial<NewJob>): Promise<Job>;
  /** Takes the job whose turn it is out of the queue. */
  claim(): Promise<{ job: Job; token: string }>;
  /** Leads the job whose turn it is through some states, from `preparing` on. */
  lead(...states: JobState[]): Promise<Job>;
}

/** Jobs in a database of their own, on a clock that stands still. */
export function openBench(): Bench {
  const { db, close } = openDatabase(':memory:', MIGRATIONS_FOLDER);
  onTestFinished(close);
  const store = createJobStore(db);
  const clock = createTestClock({ startAt: Date.UTC(2026, 10, 22, 12) });
  let orders = 0;

  const claim: Bench['claim'] = async () => {
    const lease = { token: `lease-${orders}`, until: clock.now() + LEASE_MS };
    const claimed = await store.claimQueued(CAPS, lease, clock.now());
    if (!claimed) throw new Error('nothing waits');
    return claimed;
  };

  return {
    store,
    facts: createLearntFacts(db),
    clock,
    queued: async (changes = {}) => {
      orders += 1;
      const job: NewJob = {
        interactionId: `interaction-${orders}`,
        guildId: GUILD,
        channelId: CHANNEL,
        userId: ADA,
        settings: {
          prompt: 'A boat',
          resolution: '720p',
          aspectRatio: '16:9',
          duration: 8,
          generateAudio: true,
          seed: orders,
        },
        images: [],
        spoiler: false,
        ...changes,
      };
      const result = await store.admit(job, PLENTY, clock.now());
      if (result.kind !== 'admitted') throw new Error(result.kind);
      return result.job;
    },
    claim,
    lead: async (...states) => {
      let { job, token } = await claim();
      for (const to of states) {
        // A lease ends with every move but the one to `submitting`.
        const leased = job.state === 'preparing' || job.state === 'submitting';
        const moved = await store.move(job.id, {
          from: job.state,
          to,
          at: clock.now(),
          ...(leased ? { token } : {}),
        });
        if (!moved) throw new Error(`the job did not go from ${job.state} to ${to}`);
        job = moved;
      }
      return job;
    },
  };
}

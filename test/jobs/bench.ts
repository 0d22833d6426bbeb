import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Job } from '../../src/jobs/job.ts';
import type { AdmissionTerms, HoldRequest, JobStore, NewJob } from '../../src/jobs/job-store.ts';
import type { LearntFacts } from '../../src/jobs/learnt-facts.ts';
import type { JobState } from '../../src/jobs/states.ts';
import type { Limit } from '../../src/quota/limit.ts';
import { createJobStore } from '../../src/store/job-store.ts';
import { createLearntFacts } from '../../src/store/learnt-facts.ts';
import { type Database, openDatabase } from '../../src/store/open.ts';
import { createTestClock, type TestClock } from '../support/test-clock.ts';

export const GUILD = '100000000000000001';
export const CHANNEL = '200000000000000001';
export const ADA = '300000000000000001';
export const BEN = '300000000000000002';
export const PLENTY: Limit = { unit: 'videos', amount: 1_000, window: 'rolling-day' };

const MIGRATIONS_FOLDER = join(import.meta.dirname, '..', '..', 'drizzle');
const CAPS = { total: 1_000, perGuild: 1_000, perUser: 1_000 };
const LEASE_MS = 60_000;

const termsFor = (userId: string, limits: readonly Limit[]): AdmissionTerms => ({
  member: { userId, roleIds: [], moderator: false },
  operator: { limits, budgets: [] },
  expectedUnits: 0,
});

export interface Bench {
  db: Database;
  store: JobStore;
  facts: LearntFacts;
  clock: TestClock;
  /** Puts a job of Ada's into the queue, or holds it. */
  queued(job?: Partial<NewJob>, hold?: HoldRequest): Promise<Job>;
  /** How many of Ada's videos count. */
  used(): Promise<number | undefined>;
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
    db,
    store,
    facts: createLearntFacts(db),
    clock,
    queued: async (changes = {}, hold) => {
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
        notify: 'ping',
        ...changes,
      };
      const result = await store.admit(job, termsFor(job.userId, [PLENTY]), hold, clock.now());
      if (result.kind !== 'admitted')
        throw new Error(`a job of the test was not admitted: ${JSON.stringify(result)}`);
      return result.job;
    },
    used: async () => {
      const view = await store.view(GUILD, termsFor(ADA, [PLENTY]), 8, clock.now());
      return view.quota.limits[0]?.used;
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

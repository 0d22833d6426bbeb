import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Job } from '../../src/jobs/job.ts';
import type { JobMove, JobStore } from '../../src/jobs/job-store.ts';
import type { JobState } from '../../src/jobs/states.ts';
import { createJobStore } from '../../src/store/job-store.ts';
import { type Database, openDatabase } from '../../src/store/open.ts';
import { type JobSpec, MIGRATIONS, newJob, ROOMY_LIMIT, START } from './orders.ts';

/** A store on a database of its own that ends with the test. */
export function openStore(file = ':memory:'): { db: Database; store: JobStore } {
  const { db, close } = openDatabase(file, MIGRATIONS);
  onTestFinished(close);
  return { db, store: createJobStore(db) };
}

/** Runs `work` on a database of its own: for properties, which need a fresh one for every example. */
export async function withStore<T>(work: (store: JobStore, db: Database) => Promise<T>): Promise<T> {
  const { db, close } = openDatabase(':memory:', MIGRATIONS);
  try {
    return await work(createJobStore(db), db);
  } finally {
    close();
  }
}

/** A database file in a folder that is gone after the test. */
export function temporaryFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'clapper-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'clapper.db');
}

/** Puts a job into the queue. Fails the test when the quota refuses it. */
export async function admit(
  store: JobStore,
  spec: JobSpec = {},
  at = START,
  limit = ROOMY_LIMIT,
): Promise<Job> {
  const result = await store.admit(newJob(spec), limit, at);
  if (result.kind !== 'admitted') throw new Error('the quota refused a job of the test');
  return result.job;
}

/** Moves a job through states, one after another, without a lease. */
export async function walk(
  store: JobStore,
  jobId: number,
  way: readonly JobState[],
  at = START,
  last: Pick<JobMove, 'changes' | 'spend'> = {},
): Promise<Job> {
  let job = await store.find(jobId);
  for (const [step, to] of way.entries()) {
    if (!job) break;
    job = await store.move(jobId, { from: job.state, to, at, ...(step === way.length - 1 ? last : {}) });
  }
  if (!job) throw new Error(`job ${jobId} did not get through ${way.join(', ')}`);
  return job;
}

/** The way from the queue to each of the states. */
export const WAY_TO = {
  queued: [],
  preparing: ['preparing'],
  submitting: ['preparing', 'submitting'],
  unknown: ['preparing', 'submitting', 'unknown'],
  generating: ['preparing', 'submitting', 'generating'],
  fetching: ['preparing', 'submitting', 'generating', 'fetching'],
  delivering: ['preparing', 'submitting', 'generating', 'fetching', 'delivering'],
  delivered: ['preparing', 'submitting', 'generating', 'fetching', 'delivering', 'delivered'],
  undeliverable: ['preparing', 'submitting', 'generating', 'fetching', 'delivering', 'undeliverable'],
  failed: ['failed'],
  blocked: ['preparing', 'submitting', 'blocked'],
  cancelled: ['cancelled'],
} as const satisfies Record<JobState, readonly JobState[]>;

export const NO_CAPS = { total: 1e9, perGuild: 1e9, perUser: 1e9 };

/** Claims the next job for a minute. */
export async function claimNext(store: JobStore, caps = NO_CAPS, at = START, token = 'token') {
  const claimed = await store.claimQueued(caps, { token, until: at + 60_000 }, at);
  return claimed?.job;
}

/** Claims until nothing is left to claim; the ids in the order of the claims. */
export async function drain(store: JobStore, caps = NO_CAPS): Promise<number[]> {
  const order: number[] = [];
  for (let job = await claimNext(store, caps); job; job = await claimNext(store, caps)) order.push(job.id);
  return order;
}

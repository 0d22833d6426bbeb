import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { is } from 'drizzle-orm';
import { SQLiteTable } from 'drizzle-orm/sqlite-core';
import { onTestFinished } from 'vitest';
import type { Job } from '../../src/jobs/job.ts';
import type { HoldRequest, JobMove, JobStore } from '../../src/jobs/job-store.ts';
import type { JobState } from '../../src/jobs/states.ts';
import { createJobStore } from '../../src/store/job-store.ts';
import { type Database, openDatabase } from '../../src/store/open.ts';
import * as schema from '../../src/store/schema.ts';
import { DAY_MS, type JobSpec, MIGRATIONS, newJob, ROOMY_LIMIT, START, termsOf } from './orders.ts';

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

/** Takes everything out of a database: for properties with so many examples that a fresh one for each would cost minutes. */
export function emptied(db: Database): void {
  const tables = Object.values(schema).filter((entry) => is(entry, SQLiteTable));
  for (const table of tables) db.delete(table).run();
}

/** A database file in a folder that is gone after the test. */
export function temporaryFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'clapper-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'clapper.db');
}

/** Puts a job into the queue, or holds it. Fails the test when the job is refused. */
export async function admit(
  store: JobStore,
  spec: JobSpec = {},
  at = START,
  limit = ROOMY_LIMIT,
  hold?: HoldRequest,
): Promise<Job> {
  const job = newJob(spec);
  const result = await store.admit(job, termsOf({ userId: job.userId, limits: [limit] }), hold, at);
  if (result.kind !== 'admitted')
    throw new Error(`a job of the test was not admitted: ${JSON.stringify(result)}`);
  return result.job;
}

/** Waits for a moderator for three days from the beginning of the tests. */
export const FOR_APPROVAL: HoldRequest = {
  hold: 'approval',
  reason: 'Every video is approved by a moderator here.',
  until: START + 3 * DAY_MS,
};

/** Brings a new job into a state, whichever. */
export async function admitInto(
  store: JobStore,
  state: JobState,
  spec: JobSpec = {},
  at = START,
): Promise<Job> {
  if (state === 'held') return admit(store, spec, at, ROOMY_LIMIT, FOR_APPROVAL);
  if (state === 'denied') {
    const { id } = await admit(store, spec, at, ROOMY_LIMIT, FOR_APPROVAL);
    return walk(store, id, ['denied'], at);
  }
  return walk(store, (await admit(store, spec, at)).id, WAY_TO[state], at);
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
  fitting: ['preparing', 'submitting', 'generating', 'fetching', 'delivering', 'fitting'],
  delivered: ['preparing', 'submitting', 'generating', 'fetching', 'delivering', 'delivered'],
  undeliverable: ['preparing', 'submitting', 'generating', 'fetching', 'delivering', 'undeliverable'],
  failed: ['failed'],
  blocked: ['preparing', 'submitting', 'blocked'],
  cancelled: ['cancelled'],
} as const satisfies Record<Exclude<JobState, 'held' | 'denied'>, readonly JobState[]>;

export const NO_CAPS = { total: 1e9, perGuild: 1e9, perUser: 1e9 };

/** Claims the next job for a minute. */
export async function claimNext(store: JobStore, caps = NO_CAPS, at = START, token = 'token') {
  const claimed = await store.claimQueued(caps, { token, until: at + 60_000 }, at);
  return claimed?.job;
}

/** Claims until nothing is left to claim; the ids in the order of the claims. */
export async function drain(store: JobStore, caps = NO_CAPS, at = START): Promise<number[]> {
  const order: number[] = [];
  for (let job = await claimNext(store, caps, at); job; job = await claimNext(store, caps, at))
    order.push(job.id);
  return order;
}

import { recordCase } from '../../../src/store/case-book.ts';
import { createJobStore } from '../../../src/store/job-store.ts';
import { openDatabase, writing } from '../../../src/store/open.ts';
import { MIGRATIONS, newJob, START, termsOf, videosADay } from '../orders.ts';
import { type ContenderReport, parseTask } from './contender-task.ts';

/** A second process on the database: waits for the word to go, does its task, reports the ids of its jobs. */
const task = parseTask(process.argv[2]);
const { db, close } = openDatabase(task.file, MIGRATIONS);
const store = createJobStore(db);

async function admitAll(
  interactionIds: readonly string[],
  videos: number,
  expectedUnits: number,
): Promise<ContenderReport> {
  const jobIds: number[] = [];
  for (const interactionId of interactionIds) {
    const terms = termsOf({ limits: [videosADay(videos)], expectedUnits });
    const result = await store.admit(newJob({ interactionId }), terms, undefined, START);
    if (result.kind === 'admitted') jobIds.push(result.job.id);
  }
  return { got: jobIds };
}

async function claimAll(caps: {
  total: number;
  perGuild: number;
  perUser: number;
}): Promise<ContenderReport> {
  const jobIds: number[] = [];
  const lease = { token: `process-${process.pid}`, until: START + 60_000 };
  for (;;) {
    const claimed = await store.claimQueued(caps, lease, START);
    if (!claimed) return { got: jobIds };
    jobIds.push(claimed.job.id);
  }
}

async function recordAll(cases: number): Promise<ContenderReport> {
  const got: number[] = [];
  for (let count = 0; count < cases; count += 1) {
    const draft = { kind: 'spoiler', actorId: `${process.pid}` } as const;
    got.push(writing(db, (tx) => recordCase(tx, 'guild', draft, START)).number);
  }
  return { got };
}

function work(): Promise<ContenderReport> {
  switch (task.kind) {
    case 'admit':
      return admitAll(task.interactionIds, task.videos, task.expectedUnits);
    case 'claim':
      return claimAll(task.caps);
    case 'record':
      return recordAll(task.cases);
  }
}

process.once('message', async () => {
  const report = await work();
  close();
  process.send?.(report, () => process.disconnect());
});
process.send?.('ready');

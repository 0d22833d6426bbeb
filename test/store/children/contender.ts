import { createJobStore } from '../../../src/store/job-store.ts';
import { openDatabase } from '../../../src/store/open.ts';
import { MIGRATIONS, newJob, START } from '../orders.ts';
import { type ContenderReport, parseTask } from './contender-task.ts';

/** A second process on the database: waits for the word to go, does its task, reports the ids of its jobs. */
const task = parseTask(process.argv[2]);
const { db, close } = openDatabase(task.file, MIGRATIONS);
const store = createJobStore(db);

async function admitAll(interactionIds: readonly string[], videos: number): Promise<ContenderReport> {
  const jobIds: number[] = [];
  for (const interactionId of interactionIds) {
    const limit = { videos, windowMs: 1_000 };
    const result = await store.admit(newJob({ interactionId }), limit, START);
    if (result.kind === 'admitted') jobIds.push(result.job.id);
  }
  return { jobIds };
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
    if (!claimed) return { jobIds };
    jobIds.push(claimed.job.id);
  }
}

process.once('message', async () => {
  const report =
    task.kind === 'admit' ? await admitAll(task.interactionIds, task.videos) : await claimAll(task.caps);
  close();
  process.send?.(report, () => process.disconnect());
});
process.send?.('ready');

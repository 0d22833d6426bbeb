import { writeSync } from 'node:fs';
import type { JobState } from '../../../src/jobs/states.ts';
import { createJobStore } from '../../../src/store/job-store.ts';
import { openDatabase } from '../../../src/store/open.ts';
import { MIGRATIONS, newJob, ROOMY_LIMIT, START, termsOf } from '../orders.ts';

/**
 * Admits jobs and drives them to all kinds of ends until it is killed. After each step that was promised to be on the disk
 * it says so on its standard output: `a` for a job that was admitted, `e` for one that ended, `m` for a move in between.
 */
const [, , file = ''] = process.argv;
const { db } = openDatabase(file, MIGRATIONS);
const store = createJobStore(db);
const say = (what: 'a' | 'e' | 'm') => writeSync(1, what);

const ENDS: JobState[][] = [
  ['submitting', 'generating', 'fetching', 'delivering', 'delivered'],
  ['submitting', 'generating', 'failed'],
  ['submitting', 'blocked'],
  ['submitting', 'generating', 'fetching', 'delivering', 'undeliverable'],
  ['queued'],
  ['failed'],
];
const caps = { total: 1e9, perGuild: 1e9, perUser: 1e9 };

for (let round = 0; ; round += 1) {
  const guildId = `guild-${round % 3}`;
  const userId = `member-${round % 4}`;
  for (const _ of ['first', 'second']) {
    const terms = termsOf({ userId, limits: [ROOMY_LIMIT] });
    const images = [{ slot: 'image' as const, url: 'https://cdn/x.png', fileName: 'x.png' }];
    await store.admit(newJob({ guildId, userId, images }), terms, undefined, START + round);
    say('a');
  }
  const token = `token-${round}`;
  const claimed = await store.claimQueued(caps, { token, until: START + 1e9 }, START + round);
  say('m');
  if (!claimed) continue;
  let from: JobState = 'preparing';
  for (const to of ENDS[round % ENDS.length] ?? []) {
    const leased = from === 'preparing' || from === 'submitting';
    await store.move(claimed.job.id, { from, to, at: START + round, ...(leased ? { token } : {}) });
    from = to;
    say('m');
  }
  if (from !== 'queued') say('e');
}

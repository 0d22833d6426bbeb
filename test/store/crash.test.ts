import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { isFinal } from '../../src/jobs/states.ts';
import { createJobStore } from '../../src/store/job-store.ts';
import { openDatabase } from '../../src/store/open.ts';
import { jobImages, jobs, quotaLedger } from '../../src/store/schema.ts';
import { faultsIn } from './books.ts';
import { temporaryFile } from './fixture.ts';
import { MIGRATIONS, START } from './orders.ts';

const VICTIM = fileURLToPath(import.meta.resolve('./children/victim.ts'));
const ROUNDS = 10;
/** How many steps it may report before it is killed; each report takes a moment to arrive, so the point is any. */
const MOST_STEPS = 120;
const TIMEOUT_MS = 90_000;

/** Lets a process work on the database and kills it in the middle. What it had reported by then must be there. */
async function workUntilKilled(file: string): Promise<{ admitted: number; ended: number }> {
  const child = spawn(process.execPath, [VICTIM, file], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const killAfter = 1 + Math.floor(Math.random() * MOST_STEPS);
  let said = '';
  let complaints = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
    if (said.length >= killAfter) child.kill('SIGKILL');
  });
  child.stderr.on('data', (chunk: Buffer) => {
    complaints += chunk.toString();
  });
  await once(child, 'close');
  expect({ signal: child.signalCode, complaints }).toEqual({ signal: 'SIGKILL', complaints: '' });
  const count = (letter: string) => said.split(letter).length - 1;
  return { admitted: count('a'), ended: count('e') };
}

test('a process that is killed at any point leaves a whole database with books that agree', {
  timeout: TIMEOUT_MS,
}, async () => {
  const file = temporaryFile();
  const promised = { admitted: 0, ended: 0 };
  for (let round = 0; round < ROUNDS; round += 1) {
    const reported = await workUntilKilled(file);
    promised.admitted += reported.admitted;
    promised.ended += reported.ended;

    const { db, close } = openDatabase(file, MIGRATIONS);
    try {
      expect(faultsIn(db)).toEqual([]);
      const all = db.select().from(jobs).all();
      const settled = new Set(
        db
          .select()
          .from(quotaLedger)
          .all()
          .flatMap(({ entry, jobId }) => (entry === 'reserve' ? [] : [jobId])),
      );
      // Nobody adopts ended jobs here, so a job is settled if, and only if, it has ended.
      expect(all.filter(({ id, state }) => settled.has(id) !== isFinal(state))).toEqual([]);
      expect(db.select().from(jobImages).all()).toHaveLength(all.length);
      expect(all.length).toBeGreaterThanOrEqual(promised.admitted);
      expect(settled.size).toBeGreaterThanOrEqual(promised.ended);

      await createJobStore(db).recover('all', START);
      expect(faultsIn(db)).toEqual([]);
      const interrupted = db.select().from(jobs).all();
      expect(interrupted.filter(({ state }) => state === 'preparing' || state === 'submitting')).toEqual([]);
    } finally {
      close();
    }
  }
  expect(promised.admitted).toBeGreaterThan(ROUNDS);
});

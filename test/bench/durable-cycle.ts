import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { createJobStore } from '../../src/store/job-store.ts';
import { openDatabase } from '../../src/store/open.ts';
import { MIGRATIONS, newJob, ROOMY_LIMIT, termsOf } from '../store/orders.ts';
import { alternate, type Comparison, microsecondsEach } from './measure.ts';

const CYCLES = 250;
const REPETITIONS = 5;
const CAPS = { total: 1e9, perGuild: 1e9, perUser: 1e9 };

/** A job's three durable writes, against the least that SQLite could do in their place. */
export async function compareDurableCycles(): Promise<Comparison> {
  const folder = await mkdtemp(join(tmpdir(), 'clapper-bench-'));
  const raw = openRaw(join(folder, 'raw.db'));
  const ours = openOurs(join(folder, 'ours.db'));
  try {
    const figures = await alternate(
      REPETITIONS,
      () => microsecondsEach(CYCLES, raw.cycle),
      () => microsecondsEach(CYCLES, ours.cycle),
    );
    return {
      name: 'durable cycle: admit, claim, complete',
      unit: 'µs',
      baseline: { name: 'raw insert, update, update', figures: figures.baseline },
      subject: { name: 'store', figures: figures.subject },
    };
  } finally {
    raw.close();
    ours.close();
    await rm(folder, { recursive: true });
  }
}

function openRaw(file: string) {
  const sqlite = new SqliteDatabase(file);
  sqlite.pragma('journal_mode = WAL');
  sqlite.pragma('synchronous = FULL');
  sqlite.exec('create table jobs (id integer primary key, state text not null, body text not null)');
  const insert = sqlite.prepare("insert into jobs (state, body) values ('queued', ?)");
  const update = sqlite.prepare('update jobs set state = ? where id = ?');
  return {
    cycle: () => {
      const { lastInsertRowid } = insert.run(JSON.stringify(newJob()));
      update.run('preparing', lastInsertRowid);
      update.run('failed', lastInsertRowid);
    },
    close: () => void sqlite.close(),
  };
}

function openOurs(file: string) {
  const { db, close } = openDatabase(file, MIGRATIONS);
  const store = createJobStore(db);
  return {
    cycle: async () => {
      const now = Date.now();
      // A member each: an account with hundreds of videos in its window is nobody's.
      const userId = `member-${now}`;
      await store.admit(newJob({ userId }), termsOf({ userId, limits: [ROOMY_LIMIT] }), undefined, now);
      const claimed = await store.claimQueued(CAPS, { token: 'token', until: now + 60_000 }, now);
      if (!claimed) throw new Error('nothing to claim');
      const end = { from: 'preparing', to: 'failed', token: 'token', at: now } as const;
      if (!(await store.move(claimed.job.id, end))) throw new Error('not moved');
    },
    close,
  };
}

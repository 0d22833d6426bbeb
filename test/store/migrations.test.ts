import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { sql } from 'drizzle-orm';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { openDatabase } from '../../src/store/open.ts';
import { faultsIn } from './books.ts';
import { admit, claimNext, openStore, temporaryFile } from './fixture.ts';
import { MIGRATIONS, newJob, START, termsOf, videosADay } from './orders.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const run = promisify(execFile);

test('a fresh database has all tables and the settings that money needs', () => {
  const { db } = openStore(temporaryFile());
  const tables = db.all<{ name: string }>(
    sql`select name from sqlite_master where type = 'table' and name not like 'sqlite%' and name not like '\\_\\_%' escape '\\' order by name`,
  );
  expect(tables.map(({ name }) => name)).toEqual([
    'blocks',
    'budget_notices',
    'cases',
    'challenge_ballots',
    'challenge_entries',
    'challenge_placements',
    'challenge_posts',
    'challenge_reminders',
    'challenge_series',
    'challenges',
    'departed_guilds',
    'filter_rules',
    'guild_queues',
    'guild_settings',
    'job_images',
    'jobs',
    'key_values',
    'notices',
    'picture_drafts',
    'prices',
    'queue_guilds',
    'queue_users',
    'quota_grants',
    'quota_ledger',
    'quota_limits',
    'quota_policies',
    'report_mutes',
    'reports',
    'result_copies',
    'role_awards',
    'series_themes',
    'spend_ledger',
    'theme_ballots',
    'upload_limits',
    'uploaded_assets',
    'videos',
  ]);
  const pragma = (name: string) => Object.values(db.get<object>(sql.raw(`pragma ${name}`)))[0];
  const FULL = 2;
  expect(pragma('journal_mode')).toBe('wal');
  expect(pragma('synchronous')).toBe(FULL);
  expect(pragma('foreign_keys')).toBe(1);
});

test('a database that is opened again keeps what is in it', async () => {
  const file = temporaryFile();
  const first = openStore(file);
  const job = await admit(first.store);
  expect(await openStore(file).store.find(job.id)).toEqual(job);
});

test('a migration that fails leaves the database as it was', async () => {
  const file = temporaryFile();
  const folder = await mkdtemp(join(tmpdir(), 'clapper-migrations-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await cp(MIGRATIONS, folder, { recursive: true });
  openDatabase(file, folder).close();
  const journalFile = join(folder, 'meta', '_journal.json');
  const journal: unknown = JSON.parse(await readFile(journalFile, 'utf8'));
  const next = { idx: 99, version: '6', when: Date.UTC(2100, 0, 1), tag: '0099_broken', breakpoints: true };
  await writeFile(journalFile, JSON.stringify(withEntry(journal, next)));
  await writeFile(
    join(folder, '0099_broken.sql'),
    'create table half (id integer);\n--> statement-breakpoint\ncreate nonsense;',
  );
  expect(() => openDatabase(file, folder)).toThrow();
  const { db } = openStore(file);
  expect(db.all(sql`select name from sqlite_master where name = 'half'`)).toEqual([]);
});

function withEntry(journal: unknown, entry: object): object {
  if (typeof journal !== 'object' || journal === null || !('entries' in journal))
    throw new Error('no journal');
  if (!Array.isArray(journal.entries)) throw new Error('no entries');
  return { ...journal, entries: [...journal.entries, entry] };
}

test('the migrations are those of the present schema: drizzle-kit has nothing to add', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'clapper-migrations-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await cp(MIGRATIONS, folder, { recursive: true });
  const before = await readdir(folder);
  const { stdout } = await run(
    process.execPath,
    [
      join(ROOT, 'node_modules', 'drizzle-kit', 'bin.cjs'),
      'generate',
      '--dialect=sqlite',
      '--schema=./src/store/*schema.ts',
      // drizzle-kit takes every path to be relative to the project.
      `--out=${relative(ROOT, folder)}`,
    ],
    { cwd: ROOT },
  );
  expect(stdout).toContain('No schema changes');
  expect(await readdir(folder)).toEqual(before);
});

/** The migrations up to the first, as the bot had them when it could only make videos. */
async function firstMigration(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'clapper-migrations-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await cp(MIGRATIONS, folder, { recursive: true });
  const journal = join(folder, 'meta', '_journal.json');
  const { entries, ...rest } = z
    .looseObject({ entries: z.array(z.unknown()) })
    .parse(JSON.parse(await readFile(journal, 'utf8')));
  await writeFile(journal, JSON.stringify({ ...rest, entries: entries.slice(0, 1) }));
  return folder;
}

test('a database from before quotas and moderation goes on with its jobs and accounts', async () => {
  const file = temporaryFile();
  const old = openDatabase(file, await firstMigration());
  const settings = JSON.stringify(newJob().settings);
  for (const [interaction, state] of Object.entries({ a: 'queued', b: 'delivered', c: 'failed' })) {
    old.db.run(
      sql`insert into jobs (interaction_id, guild_id, channel_id, user_id, state, settings, spoiler, created_at, state_since, run_at)
        values (${interaction}, 'guild', 'channel', 'ada', ${state}, ${settings}, 0, ${START}, ${START}, ${START})`,
    );
  }
  const entries = [
    [1, 'reserve'],
    [2, 'reserve'],
    [2, 'commit'],
    [3, 'reserve'],
    [3, 'release'],
  ] as const;
  for (const [jobId, entry] of entries) {
    old.db.run(
      sql`insert into quota_ledger (guild_id, user_id, job_id, entry, videos, at) values ('guild', 'ada', ${jobId}, ${entry}, 1, ${START})`,
    );
  }
  old.db.run(sql`insert into queue_guilds values ('guild', 1)`);
  old.db.run(sql`insert into queue_users values ('guild', 'ada', 1)`);
  old.close();

  const { db, store } = openStore(file);
  const { quota } = await store.view('guild', termsOf({ limits: [videosADay(5)] }), 8, START);
  expect(quota.limits).toMatchObject([{ used: 2, left: 3 }]);
  expect(quota.active).toBe(1);
  expect(faultsIn(db)).toEqual([]);
  expect((await claimNext(store))?.id).toBe(1);
});

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sql } from 'drizzle-orm';
import { expect, onTestFinished, test } from 'vitest';
import { UnusableDatabase } from '../../src/lib/unusable-database.ts';
import { startBotProcess } from '../../src/sandbox/bot-process.ts';
import { openDatabase } from '../../src/store/open.ts';
import { temporaryFile } from './fixture.ts';
import { MIGRATIONS } from './orders.ts';

/** What opening it comes to. */
function refusalOf(file: string): Error {
  try {
    openDatabase(file, MIGRATIONS).close();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('it was opened');
}

/** A database as a version left it that knows one migration more than this one. */
function newerDatabase(): string {
  const file = temporaryFile();
  const { db, close } = openDatabase(file, MIGRATIONS);
  db.run(
    sql`insert into __drizzle_migrations (hash, created_at) select 'newer', max(created_at) + 1 from __drizzle_migrations`,
  );
  close();
  return file;
}

/** The bot as it is started with such a database, when it has ended. */
async function startedWith(file: string) {
  const bot = startBotProcess({
    settings: {
      DISCORD_TOKEN: 'x',
      SCENARIO_SDK_API_KEY: 'x',
      SCENARIO_SDK_API_SECRET: 'x',
      DISCORD_API_URL: 'http://127.0.0.1:9',
      SCENARIO_API_URL: 'http://127.0.0.1:9',
      DATABASE_URL: `file:${file}`,
      DATA_DIR: dirname(file),
    },
  });
  onTestFinished(async () => void (await bot.stop('SIGKILL')));
  const code = await bot.exited;
  return { code, lines: bot.log.filter((line) => line.trim() !== '') };
}

test('one of a newer version is refused, and stays as it was', () => {
  const file = newerDatabase();
  const before = readFileSync(file);
  const error = refusalOf(file);
  expect(error).toBeInstanceOf(UnusableDatabase);
  expect(error.message).toBe(
    `The database ${file} was made by a newer Clapper. Start that version again, or restore the backup from before it.`,
  );
  expect(readFileSync(file).equals(before)).toBe(true);
});

test('one of this version is opened, as often as one likes', () => {
  const file = temporaryFile();
  for (let time = 0; time < 3; time += 1) openDatabase(file, MIGRATIONS).close();
});

test.each(['no database', ''.padEnd(8_192, 'x')])('what is no database is refused', (content) => {
  const file = temporaryFile();
  writeFileSync(file, content);
  const error = refusalOf(file);
  expect(error).toBeInstanceOf(UnusableDatabase);
  expect(error.message).toContain(`The database ${file} is damaged, or is no database (SQLITE_NOTADB)`);
});

test('a damaged one is refused', () => {
  const file = temporaryFile();
  openDatabase(file, MIGRATIONS).close();
  const bytes = readFileSync(file);
  writeFileSync(file, Buffer.concat([bytes.subarray(0, 100), Buffer.alloc(bytes.length - 100, 0xff)]));
  expect(refusalOf(file)).toBeInstanceOf(UnusableDatabase);
});

test('a place where none can be is named, with what it should be', () => {
  const folder = temporaryFile();
  mkdirSync(folder);
  const blocked = temporaryFile();
  writeFileSync(blocked, '');
  for (const file of [folder, join(blocked, 'clapper.db')]) {
    const error = refusalOf(file);
    // Whoever gives the folder back, or mounts it late, need not start the bot by hand.
    expect(error).not.toBeInstanceOf(UnusableDatabase);
    expect(error.message).toContain(`The database ${file} cannot be opened: `);
    expect(error.message).toContain('Its folder must be one that the user who runs the bot may write to');
  }
});

test('the bot says so in its log and ends: for good where waiting does not help', async () => {
  const newer = newerDatabase();
  const folder = temporaryFile();
  mkdirSync(folder);
  for (const [file, code, text] of [
    [newer, 78, `The database ${newer} was made by a newer Clapper.`],
    [folder, 1, `The database ${folder} cannot be opened: `],
  ] as const) {
    const ended = await startedWith(file);
    expect(ended.code).toBe(code);
    expect(ended.lines).toHaveLength(1);
    expect(JSON.parse(ended.lines[0] ?? '')).toMatchObject({
      level: 60,
      msg: 'the start failed',
      err: { message: expect.stringContaining(text) },
    });
  }
});

import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { settingsSchema } from '../../src/config.ts';
import { openDatabase } from '../../src/store/open.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const guide = readFileSync(join(ROOT, 'docs', 'operators.md'), 'utf8');
const chapter = (title: string): string => guide.split('\n## ').find((one) => one.startsWith(title)) ?? '';

test('names only settings that there are', () => {
  const named = [...guide.matchAll(/\b(?:[A-Z]+_)+[A-Z]+\b/g)].map(([name]) => name);
  const others = /^(EADDRINUSE|EACCES|SQLITE_\w+)$/;
  const settings = Object.keys(settingsSchema.shape);
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((name) => !others.test(name) && !settings.includes(name))).toEqual([]);
});

test('names every metric of the bot, and no other', async () => {
  const source = await readFile(join(ROOT, 'src', 'http', 'metrics.ts'), 'utf8');
  const namesIn = (text: string) => [...new Set(text.match(/\bclapper_[a-z_]+/g))].toSorted();
  expect(namesIn(chapter('Health'))).toEqual(namesIn(source));
});

test('quotes lines of the log, and answers, as they are', () => {
  const sources = ['commands', 'src']
    .flatMap((folder) => sourcesIn(join(ROOT, folder)))
    .join('\n')
    .replaceAll('’', "'");
  // Of Discord's library, of Node, and of Scenario.
  const notOurs = ['TokenInvalid', 'EADDRINUSE', '401'];
  const quoted = [...chapter('When something').matchAll(/“([^”]+)”/g)].flatMap(([, text = '']) =>
    text.split('…').map((part) => part.trim()),
  );
  expect(quoted.length).toBeGreaterThan(15);
  expect(quoted.filter((text) => !notOurs.includes(text) && !sources.includes(text))).toEqual([]);
});

test('has no link that leads nowhere', () => {
  const headings = [...guide.matchAll(/^##+ (.+)$/gm)].map(([, title = '']) =>
    title.toLowerCase().replaceAll(',', '').replaceAll(' ', '-'),
  );
  for (const [, target] of guide.matchAll(/\]\(#([\w-]+)\)/g)) expect(headings).toContain(target);
});

describe('the steps of backup and restore', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clapper-guide-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** The first command of a chapter that starts so, with the paths of this test. */
  const run = (title: string, source: string, target: string): string => {
    const [, script = ''] = /^ *node -e "(.*)"$/m.exec(chapter(title)) ?? [];
    const text = script
      .replaceAll('\\"', '"')
      .replace("'data/clapper.db'", JSON.stringify(source))
      .replace("'backup.db'", JSON.stringify(target));
    return execFileSync(process.execPath, ['-e', text], { cwd: ROOT, encoding: 'utf8' });
  };

  test('copy a database that is in use, and skip the numbers that were given since', async () => {
    const source = join(folder, 'clapper.db');
    const copy = join(folder, 'backup.db');
    const { close } = openDatabase(source, join(ROOT, 'drizzle'));
    addRule(source, 'first');
    expect(run('Backup', source, copy)).toBe('saved\n');
    close();

    run('Restore', copy, copy);
    addRule(copy, 'second');
    const restored = new SqliteDatabase(copy);
    expect(restored.prepare('select id from filter_rules').pluck().all()).toEqual([1, 100_002]);
    const numbers = restored.prepare('select name, seq from sqlite_sequence').all();
    expect(numbers).toContainEqual({ name: 'jobs', seq: 100_000 });
    expect(numbers).toContainEqual({ name: 'challenges', seq: 100_000 });
    restored.close();
  });
});

function addRule(file: string, text: string): void {
  const db = new SqliteDatabase(file);
  db.prepare("insert into filter_rules (guild_id, kind, text, action) values ('1', 'word', ?, 'refuse')").run(
    text,
  );
  db.close();
}

/** All sources of a folder. */
const sourcesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.startsWith('sandbox'))
    .map((name) => readFileSync(join(folder, name), 'utf8'));

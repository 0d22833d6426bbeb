import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..');
/** Stands outside the bot, and starts it as a process. */
const SANDBOX = join('src', 'sandbox');

async function sources(): Promise<string[]> {
  const found = await Promise.all(
    ['src', 'commands'].map(async (folder) =>
      (await readdir(join(ROOT, folder), { recursive: true })).map((name) => join(folder, name)),
    ),
  );
  return found.flat().filter((path) => path.endsWith('.ts') && !path.startsWith(SANDBOX));
}

/** The files whose text matches. */
async function matching(pattern: RegExp): Promise<string[]> {
  const paths = await sources();
  const texts = await Promise.all(paths.map((path) => readFile(join(ROOT, path), 'utf8')));
  return paths.filter((_path, index) => pattern.test(texts[index] ?? ''));
}

test('only the entry reads the environment: everything else gets settings', async () => {
  expect(await matching(/\bprocess\s*\.\s*env\b|from 'node:process'/)).toEqual([join('src', 'main.ts')]);
});

test('time comes from the clock that is passed in', async () => {
  expect(await matching(/\bDate\.now\(|new Date\(\)|\bsetInterval\(/)).toEqual([
    join('src', 'lib', 'clock.ts'),
  ]);
});

test('a pinch of the real sources was looked at', async () => {
  const paths = await sources();
  expect(paths).toContain(join('commands', 'veo.ts'));
  expect(paths).toContain(join('src', 'store', 'job-store.ts'));
  expect(paths.length).toBeGreaterThan(60);
});

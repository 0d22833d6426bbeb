import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findBrowser } from '../../../src/sandbox/pictures/browser.ts';

async function folderWith(name?: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'clapper-browser-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  if (name !== undefined) {
    await writeFile(join(folder, name), '');
    await chmod(join(folder, name), 0o755);
  }
  return folder;
}

test('the browser is found on the path', async () => {
  const [without, withIt] = [await folderWith(), await folderWith('chromium')];
  expect(await findBrowser({ PATH: [without, withIt].join(delimiter) })).toBe(join(withIt, 'chromium'));
});

test('the one that is named goes before those on the path', async () => {
  const [own, other] = [await folderWith('mine'), await folderWith('chromium')];
  const CHROMIUM_PATH = join(own, 'mine');
  expect(await findBrowser({ PATH: other, CHROMIUM_PATH })).toBe(CHROMIUM_PATH);
});

test('without one it says what to install', async () => {
  const folder = await folderWith();
  await expect(findBrowser({ PATH: folder })).rejects.toThrow(/apt install chromium/);
  const CHROMIUM_PATH = join(folder, 'nowhere');
  await expect(findBrowser({ PATH: folder, CHROMIUM_PATH })).rejects.toThrow(
    `CHROMIUM_PATH names ${CHROMIUM_PATH}`,
  );
});

import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { findFfmpeg } from '../../src/media/ffmpeg.ts';
import { ffmpegsHere } from './videos.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clapper-ffmpeg-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A program that prints a text. */
async function program(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, `#!/bin/sh\ncat <<'END'\n${text}\nEND\n`);
  await chmod(path, 0o755);
  return path;
}

const MODERN = 'ffmpeg version n7.1.2-static Copyright\nconfiguration: --enable-gpl --enable-libx264';

const here = await ffmpegsHere();
const bundled = here.find((command) => command.includes('node_modules'));

test.each(here)('%s is found and named', async (command) => {
  const found = await findFfmpeg(command);
  expect(found?.command).toBe(command);
  expect(found?.version).toMatch(/^ffmpeg \S+$/);
});

test('the number of the version is enough', async () => {
  expect((await findFfmpeg(await program('modern', MODERN)))?.version).toBe('ffmpeg 7.1.2');
});

describe('a configured one that does not do is not replaced by another:', () => {
  test.each([
    ['none there', () => join(folder, 'none'), 'exit 127'],
    ['another program', () => program('other', 'other version 7.1'), 'it is not ffmpeg'],
    [
      'one without H.264',
      () => program('poor', 'ffmpeg version 7.1\nconfiguration: --disable-gpl'),
      'it was built without libx264',
    ],
  ])('%s', async (_what, make, reason) => {
    const reasons: string[] = [];
    const command = await make();
    expect(await findFfmpeg(command, (tried, why) => reasons.push(`${tried} ${why}`))).toBeUndefined();
    expect(reasons).toHaveLength(1);
    expect(reasons[0]).toContain(command);
    expect(reasons[0]).toContain(reason);
  });
});

describe('without a configured one', () => {
  /** A PATH with a shell, and what else is named. */
  async function onlyOnPath(name: string, ...programs: string[]): Promise<void> {
    const path = join(folder, name);
    await mkdir(path);
    for (const each of ['sh', 'cat', 'env', 'nice']) await symlink(`/bin/${each}`, join(path, each));
    for (const each of programs) await symlink(each, join(path, 'ffmpeg'));
    vi.stubEnv('PATH', path);
  }

  test('the one on the PATH is used', async () => {
    await onlyOnPath('with', await program('on-path', MODERN));
    expect(await findFfmpeg(undefined)).toEqual({ command: 'ffmpeg', version: 'ffmpeg 7.1.2' });
    vi.unstubAllEnvs();
  });

  test.skipIf(bundled === undefined)('the one of the optional package comes after it', async () => {
    await onlyOnPath('without');
    expect((await findFfmpeg(undefined))?.command).toBe(bundled);
    vi.unstubAllEnvs();
  });
});

import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { isDiskFull } from '../../src/lib/disk-full.ts';
import { runBounded } from '../../src/media/bounded-process.ts';
import { processesWith } from './processes.ts';

const TIMEOUT_MS = 10_000;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clapper-process-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const shell = (script: string, more: { timeoutMs?: number; signal?: AbortSignal } = {}): Promise<string> =>
  runBounded({ command: 'sh', args: ['-c', script, 'x'], timeoutMs: TIMEOUT_MS, ...more });

test('arguments arrive as they are', async () => {
  const args = ['-c', 'printf "%s\\n" "$@"', 'x', 'a b', '$(id)', '"', '', '-v'];
  expect(await runBounded({ command: 'sh', args, timeoutMs: TIMEOUT_MS })).toBe('a b\n$(id)\n"\n\n-v\n');
});

test('the environment stays here', async () => {
  vi.stubEnv('DISCORD_TOKEN', 'secret');
  expect(await shell('env')).not.toContain('secret');
  vi.unstubAllEnvs();
});

test('memory and time are bounded by the system', async () => {
  expect(await shell('ulimit -v; ulimit -t')).toBe('1500000\n40\n');
  await expect(
    runBounded({
      command: 'dd',
      args: ['if=/dev/zero', 'of=/dev/null', 'bs=2000M', 'count=1'],
      timeoutMs: TIMEOUT_MS,
    }),
  ).rejects.toThrow(/dd: exit 1: .*memory/s);
});

test('it gives way to others', async () => {
  expect(Number(await shell('nice'))).toBeGreaterThan(0);
});

test('a failure says the last that was said, and no more', async () => {
  const failed = await shell('head -c 100000 /dev/zero | tr "\\0" x >&2; echo the end >&2; exit 3').catch(
    (error: unknown) => error,
  );
  expect(failed).toBeInstanceOf(Error);
  const { message } = failed instanceof Error ? failed : { message: '' };
  expect(message).toMatch(/^sh: exit 3: x+the end$/);
  expect(message.length).toBeLessThan(2_100);
});

test('a program that is not there', async () => {
  await expect(
    runBounded({ command: join(folder, 'none'), args: [], timeoutMs: TIMEOUT_MS }),
  ).rejects.toThrow('exit 127');
});

test('one that takes too long is killed, with what it started', async () => {
  const seconds = `60.${process.pid}1`;
  const running = shell(`sleep ${seconds} & wait`, { timeoutMs: 500 });
  await expect(running).rejects.toThrow('killed after 0.5 s');
  expect(await processesWith(seconds)).toEqual([]);
});

test('one that is aborted is killed, and gone when the caller hears of it', async () => {
  const seconds = `60.${process.pid}2`;
  const abort = new AbortController();
  const settled = shell(`sleep ${seconds} & wait`, { signal: abort.signal }).catch((error: unknown) => error);
  await vi.waitUntil(async () => (await processesWith(`sleep\0${seconds}`)).length > 0, {
    timeout: TIMEOUT_MS,
  });
  const reason = new Error('the bot stops');
  abort.abort(reason);
  expect(await settled).toBe(reason);
  expect(await processesWith(seconds)).toEqual([]);
});

test('one that was aborted before does not begin', async () => {
  const file = join(folder, 'never');
  await expect(shell(`touch ${file}`, { signal: AbortSignal.abort() })).rejects.toThrow();
  expect(existsSync(file)).toBe(false);
});

test.each(['No space left on device', 'Disk quota exceeded'])(
  'a full disk is known as such: %s',
  async (words) => {
    const error = await shell(`echo "x.mp4: ${words}" >&2; exit 1`).catch((reason: unknown) => reason);
    expect(isDiskFull(error)).toBe(true);
    const other = await shell('echo "x.mp4: Permission denied" >&2; exit 1').catch(
      (reason: unknown) => reason,
    );
    expect(isDiskFull(other)).toBe(false);
  },
);

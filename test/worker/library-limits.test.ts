import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { eq } from 'drizzle-orm';
import { expect, onTestFinished, test } from 'vitest';
import type { JobState } from '../../src/jobs/states.ts';
import { createLibraryStore } from '../../src/store/library-store.ts';
import { jobs } from '../../src/store/schema.ts';
import type { LibraryLimits } from '../../src/worker/context.ts';
import { startLibraryLoop } from '../../src/worker/library-limits.ts';
import { keepLog } from '../lib/log.ts';
import { admitInto, openStore } from '../store/fixture.ts';
import { DAY_MS, START } from '../store/orders.ts';
import { createTestClock } from '../support/test-clock.ts';

const HOUR_MS = 3_600_000;
const BYTES = 1_000;

/** A library of real files of a thousand bytes each. */
async function openLibrary(libraryLimits: LibraryLimits) {
  const dataDir = await mkdtemp(join(tmpdir(), 'clapper-library-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const { db, store } = openStore();
  const library = createLibraryStore(db);
  const clock = createTestClock({ startAt: START });
  const { logger, lines } = keepLog();

  /** A video of a job in a state, stored so long before the tests begin. */
  const keep = async (name: string, ageMs: number, state: JobState = 'delivered'): Promise<void> => {
    const path = `videos/${name}.mp4`;
    await mkdir(dirname(join(dataDir, path)), { recursive: true });
    await writeFile(join(dataDir, path), Buffer.alloc(BYTES));
    await library.add({
      path,
      hash: name,
      bytes: BYTES,
      durationMs: 8_000,
      width: 1_280,
      height: 720,
      videoCodec: 'avc',
      audioCodec: 'aac',
      storedAt: START - ageMs,
    });
    const { id } = await admitInto(store, state);
    db.update(jobs).set({ videoPath: path, videoBytes: BYTES }).where(eq(jobs.id, id)).run();
  };
  const left = async () => {
    const listed = (await library.list('', 100)).map(({ hash, path }) => {
      expect(existsSync(join(dataDir, path))).toBe(true);
      return hash;
    });
    return listed;
  };
  return {
    clock,
    keep,
    left,
    lines,
    /** Runs the loop until it comes to rest. */
    start: async () => {
      const loop = startLibraryLoop({ library, libraryLimits, clock, logger, dataDir });
      onTestFinished(() => loop.stop());
      await clock.asleep();
      return loop;
    },
  };
}

test('without limits that are reached nothing goes, and nothing is said', async () => {
  const { keep, start, left, lines } = await openLibrary({ maxBytes: 2 * BYTES, maxAgeMs: undefined });
  await keep('a', 10_000 * DAY_MS);
  await keep('b', DAY_MS);
  await start();
  expect(await left()).toEqual(['a', 'b']);
  expect(lines).toEqual([]);
});

test('the oldest go until the rest fits, in one line of the log', async () => {
  const { keep, start, left, lines } = await openLibrary({ maxBytes: 2 * BYTES, maxAgeMs: undefined });
  for (const [name, days] of [
    ['a', 2],
    ['b', 4],
    ['c', 1],
    ['d', 3],
  ] as const)
    await keep(name, days * DAY_MS);
  await start();
  expect(await left()).toEqual(['a', 'c']);
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ videos: 2, bytes: 2 * BYTES });
});

test('neither those that are to be posted make room, nor those that wait for their channel', async () => {
  const { keep, start, left } = await openLibrary({ maxBytes: 0, maxAgeMs: undefined });
  await keep('a', 4 * DAY_MS, 'delivering');
  await keep('b', 3 * DAY_MS, 'fitting');
  await keep('c', 2 * DAY_MS, 'undeliverable');
  await keep('d', DAY_MS);
  await start();
  expect(await left()).toEqual(['a', 'b', 'c']);
});

test('those that wait for their channel go when they are too old, those that are to be posted never', async () => {
  const { keep, start, left } = await openLibrary({ maxBytes: 100 * BYTES, maxAgeMs: 3 * DAY_MS });
  await keep('a', 4 * DAY_MS, 'delivering');
  await keep('b', 4 * DAY_MS, 'undeliverable');
  await keep('c', 2 * DAY_MS, 'undeliverable');
  await start();
  expect(await left()).toEqual(['a', 'c']);
});

test('what has just come stays for its minute, whatever the limits', async () => {
  const { clock, keep, start, left } = await openLibrary({ maxBytes: 0, maxAgeMs: 1 });
  await keep('a', 0);
  await start();
  expect(await left()).toEqual(['a']);
  await clock.advance(HOUR_MS);
  await clock.asleep();
  expect(await left()).toEqual([]);
});

test('it looks again when it is woken', async () => {
  const { clock, keep, start, left } = await openLibrary({ maxBytes: BYTES, maxAgeMs: undefined });
  await keep('a', 2 * DAY_MS);
  const loop = await start();
  await keep('b', DAY_MS);
  expect(await left()).toEqual(['a', 'b']);
  loop.wake();
  await expect.poll(left).toEqual(['b']);
  await clock.asleep();
});

import { describe, expect, onTestFinished, test } from 'vitest';
import { startPool } from '../../src/lib/pool.ts';
import { createTestClock } from '../support/test-clock.ts';
import { keepLog } from './log.ts';

const GRACE_MS = 5_000;
const IDLE_MS = 1_000;

interface Task {
  item: number;
  signal: AbortSignal;
  end: () => void;
  fail: (error: Error) => void;
}

/** A pool over the numbers of a list, whose work ends when the test says so. */
function openPool(items: number[], concurrency = 2) {
  const clock = createTestClock();
  const { logger, lines } = keepLog();
  const open: Task[] = [];
  let most = 0;
  const pool = startPool<number>({
    name: 'test',
    clock,
    logger,
    concurrency,
    idleMs: IDLE_MS,
    graceMs: GRACE_MS,
    claim: async () => items.shift(),
    work: async (item, signal) => {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const task: Task = { item, signal, end: resolve, fail: reject };
      open.push(task);
      most = Math.max(most, open.length);
      await promise.finally(() => open.splice(open.indexOf(task), 1));
    },
  });
  onTestFinished(async () => {
    const stopped = pool.stop();
    for (const task of [...open]) task.end();
    await stopped;
  });
  return { clock, pool, items, open, lines, most: () => most, atWork: () => open.map(({ item }) => item) };
}

describe('a pool', () => {
  test('works on as many at once as it may, and takes the next when one ends', async () => {
    const { clock, open, atWork, most } = openPool([1, 2, 3, 4, 5]);
    await clock.advance(0);
    expect(atWork()).toEqual([1, 2]);
    open[0]?.end();
    await clock.advance(0);
    expect(atWork()).toEqual([2, 3]);
    while (open.length > 0) {
      open[0]?.end();
      await clock.advance(0);
    }
    expect(most()).toBe(2);
  });

  test('claims nothing while it is full', async () => {
    const { clock, items, pool } = openPool([1, 2, 3], 1);
    await clock.advance(0);
    pool.wake();
    await clock.advance(10 * IDLE_MS);
    expect(items).toEqual([2, 3]);
  });

  test('looks again after a pause when nothing was there, or at once when it is woken', async () => {
    const { clock, pool, items, atWork } = openPool([]);
    await clock.advance(0);
    items.push(1);
    await clock.advance(IDLE_MS - 1);
    expect(atWork()).toEqual([]);
    await clock.advance(1);
    expect(atWork()).toEqual([1]);
    items.push(2);
    pool.wake();
    await clock.advance(0);
    expect(atWork()).toEqual([1, 2]);
  });

  test('logs work that fails and goes on with the next', async () => {
    const { clock, open, atWork, lines } = openPool([1, 2], 1);
    await clock.advance(0);
    open[0]?.fail(new Error('no luck'));
    await clock.advance(0);
    expect(atWork()).toEqual([2]);
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ err: { message: 'no luck' } }]);
  });
});

describe('a stop', () => {
  test('claims no more and lets the work end', async () => {
    const { clock, pool, open, items } = openPool([1, 2, 3], 2);
    await clock.advance(0);
    const stopped = pool.stop();
    await clock.advance(GRACE_MS - 1);
    const signals = open.map(({ signal }) => signal);
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, false]);
    for (const task of [...open]) task.end();
    await stopped;
    expect(items).toEqual([3]);
    expect(open).toEqual([]);
  });

  test('aborts what takes longer than the grace, and still waits until it has ended', async () => {
    const { clock, pool, open } = openPool([1, 2]);
    await clock.advance(0);
    let done = false;
    const stopped = pool.stop().then(() => {
      done = true;
    });
    await clock.advance(0);
    await clock.advance(GRACE_MS);
    expect(open.map(({ signal }) => signal.aborted)).toEqual([true, true]);
    expect(done).toBe(false);
    for (const task of [...open]) task.end();
    await stopped;
  });

  test('does not wait out the grace when there is no work', async () => {
    const { clock, pool } = openPool([]);
    await clock.advance(0);
    const before = clock.now();
    await pool.stop();
    expect(clock.now()).toBe(before);
  });

  test('takes an item along that was being claimed when it came', async () => {
    const { promise: gate, resolve: release } = Promise.withResolvers<void>();
    const clock = createTestClock();
    const worked: number[] = [];
    const pool = startPool<number>({
      name: 'test',
      clock,
      logger: keepLog().logger,
      concurrency: 3,
      idleMs: IDLE_MS,
      graceMs: GRACE_MS,
      claim: async () => {
        await gate;
        return 1;
      },
      work: async (item) => void worked.push(item),
    });
    const stopped = pool.stop();
    release();
    await stopped;
    expect(worked).toEqual([1]);
  });
});

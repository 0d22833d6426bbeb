import { describe, expect, onTestFinished, test } from 'vitest';
import { startLoop } from '../../src/lib/loop.ts';
import { createTestClock } from '../support/test-clock.ts';
import { keepLog } from './log.ts';

/** A loop whose turns are counted, on a clock that stands still. It stops with the test. */
function openLoop(
  turn: (signal: AbortSignal, nth: number) => number | Promise<number>,
  clock = createTestClock(),
) {
  const { logger, lines } = keepLog();
  const startedAt: number[] = [];
  const begin = clock.now();
  const loop = startLoop({
    name: 'test',
    clock,
    logger,
    turn: async (signal) => {
      startedAt.push(clock.now() - begin);
      return turn(signal, startedAt.length);
    },
  });
  onTestFinished(() => loop.stop());
  return { clock, loop, lines, startedAt };
}

describe('a loop', () => {
  test('begins at once and pauses as long as each turn says', async () => {
    const { clock, startedAt } = openLoop((_signal, nth) => nth * 100);
    await clock.advance(0);
    expect(startedAt).toEqual([0]);
    await clock.advance(99);
    expect(startedAt).toEqual([0]);
    await clock.advance(501);
    expect(startedAt).toEqual([0, 100, 300, 600]);
  });

  test('never runs two turns at once, and counts the pause from the end of a turn', async () => {
    const clock = createTestClock();
    let running = 0;
    let most = 0;
    const { loop, startedAt } = openLoop(async (signal) => {
      running += 1;
      most = Math.max(most, running);
      await clock.sleep(1_000, signal);
      running -= 1;
      return 10;
    }, clock);
    await clock.advance(2_500);
    loop.wake();
    loop.wake();
    await clock.advance(2_000);
    // The wakes came during a turn: the pause after it is skipped, once.
    expect(startedAt).toEqual([0, 1_010, 2_020, 3_020, 4_030]);
    expect(most).toBe(1);
  });

  test('wakes from a pause', async () => {
    const { clock, loop, startedAt } = openLoop(() => 60_000);
    await clock.advance(20_000);
    loop.wake();
    await clock.advance(0);
    expect(startedAt).toEqual([0, 20_000]);
    await clock.advance(60_000);
    expect(startedAt).toEqual([0, 20_000, 80_000]);
  });

  test('that was woken during a turn skips the pause after it', async () => {
    const { promise: gate, resolve: open } = Promise.withResolvers<void>();
    const { clock, loop, startedAt } = openLoop(async (_signal, nth) => {
      if (nth === 1) await gate;
      return 60_000;
    });
    loop.wake();
    await clock.advance(5_000);
    expect(startedAt).toEqual([0]);
    open();
    await clock.advance(0);
    expect(startedAt).toEqual([0, 5_000]);
  });
});

describe('a turn that throws', () => {
  test('is logged and tried again after ever longer pauses, up to a minute', async () => {
    const { clock, lines, startedAt } = openLoop(() => {
      throw new Error('no luck');
    });
    await clock.advance(200_000);
    expect(startedAt).toEqual([0, 1_000, 3_000, 7_000, 15_000, 31_000, 63_000, 123_000, 183_000]);
    expect(lines).toHaveLength(startedAt.length);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 50,
      loop: 'test',
      err: { message: 'no luck' },
    });
  });

  test('counts anew after one that went well', async () => {
    const { clock, startedAt } = openLoop((_signal, nth) => {
      if (nth !== 3) throw new Error('no luck');
      return 0;
    });
    await clock.advance(5_000);
    expect(startedAt.slice(0, 5)).toEqual([0, 1_000, 3_000, 3_000, 4_000]);
  });

  test('can be woken as well', async () => {
    const { clock, loop, startedAt } = openLoop(() => {
      throw new Error('no luck');
    });
    await clock.advance(500);
    loop.wake();
    await clock.advance(0);
    expect(startedAt).toEqual([0, 500]);
  });
});

describe('a stop', () => {
  test('waits for the turn, which is told of it', async () => {
    const { promise: gate, resolve: open } = Promise.withResolvers<void>();
    let told = false;
    const { clock, loop, startedAt } = openLoop(async (signal) => {
      signal.addEventListener('abort', () => {
        told = true;
      });
      await gate;
      return 0;
    });
    let stopped = false;
    const stop = loop.stop().then(() => {
      stopped = true;
    });
    await clock.advance(60_000);
    expect({ told, stopped }).toEqual({ told: true, stopped: false });
    open();
    await stop;
    expect(startedAt).toHaveLength(1);
  });

  test('ends a pause at once, and no turn follows', async () => {
    const { clock, loop, startedAt } = openLoop(() => 60_000);
    await clock.asleep();
    await loop.stop();
    loop.wake();
    await clock.advance(600_000);
    expect(startedAt).toEqual([0]);
  });

  test('makes no noise of a turn that breaks off because of it', async () => {
    const { loop, lines } = openLoop(
      (signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new Error('aborted')));
        }),
    );
    await loop.stop();
    expect(lines).toEqual([]);
  });
});

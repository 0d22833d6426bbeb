import { describe, expect, test } from 'vitest';
import { systemClock } from '../../src/lib/clock.ts';
import { createTestClock } from '../support/test-clock.ts';

const START = Date.UTC(2026, 10, 22, 12);

describe('a clock that stands still', () => {
  test('moves only when it is moved, and wakes each sleeper at its time', async () => {
    const clock = createTestClock({ startAt: START });
    const woken: [string, number][] = [];
    const nap = async (name: string, ...pauses: number[]) => {
      for (const pause of pauses) {
        await clock.sleep(pause);
        woken.push([name, clock.now() - START]);
      }
    };
    const naps = Promise.all([nap('long', 300), nap('short', 100, 100, 100)]);
    await clock.advance(250);
    expect(woken).toEqual([
      ['short', 100],
      ['short', 200],
    ]);
    expect(clock.now()).toBe(START + 250);
    await clock.advance(50);
    await naps;
    expect(woken.slice(2).map(([, at]) => at)).toEqual([300, 300]);
  });

  test('jumps past several at once', async () => {
    const clock = createTestClock();
    const both = Promise.all([clock.sleep(10), clock.sleep(1_000)]);
    clock.jump(1_000);
    await both;
  });
});

test('a clock that flows wakes by itself, or as soon as it was moved far enough', async () => {
  const clock = createTestClock({ flowing: true });
  await clock.sleep(5);
  const before = clock.now();
  const far = clock.sleep(3_600_000);
  clock.jump(3_599_999);
  await far;
  expect(clock.now() - before).toBeGreaterThanOrEqual(3_600_000);
});

describe.each([
  ['the real clock', () => systemClock],
  ['a clock that stands still', () => createTestClock()],
  ['a clock that flows', () => createTestClock({ flowing: true })],
])('%s', (_which, create) => {
  test('ends a sleep when it is aborted, without an error', async () => {
    const stop = new AbortController();
    const asleep = create().sleep(3_600_000, stop.signal);
    stop.abort();
    await asleep;
  });

  test('does not begin a sleep that was aborted before', async () => {
    await create().sleep(3_600_000, AbortSignal.abort());
  });

  test('ends a sleep of no time by itself', async () => {
    await create().sleep(0);
  });
});

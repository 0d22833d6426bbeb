import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { createDiskSpace } from '../../src/lib/disk-space.ts';
import { createTestClock } from '../support/test-clock.ts';

const HOUR_MS = 3_600_000;

test('free space is asked for again after a while, and when the clock was put back', async () => {
  const clock = createTestClock({ startAt: 10 * HOUR_MS });
  const disk = createDiskSpace(tmpdir(), 0, clock);
  // Within the same few seconds the very same answer is given.
  const first = disk.freeBytes();
  expect(disk.freeBytes()).toBe(first);
  clock.set(7 * HOUR_MS);
  const second = disk.freeBytes();
  expect(second).not.toBe(first);
  clock.jump(6_000);
  expect(disk.freeBytes()).not.toBe(second);
  expect(await first).toBeGreaterThan(0);
});

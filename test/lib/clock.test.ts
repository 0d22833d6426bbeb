import { expect, test, vi } from 'vitest';
import { systemClock } from '../../src/lib/clock.ts';

test('a sleep longer than timers can take does not end at once', async () => {
  const stop = new AbortController();
  const woke = vi.fn();
  const sleeping = systemClock.sleep(2 ** 31, stop.signal).then(woke);
  await systemClock.sleep(50);
  expect(woke).not.toHaveBeenCalled();
  stop.abort();
  await sleeping;
  expect(woke).toHaveBeenCalledOnce();
});

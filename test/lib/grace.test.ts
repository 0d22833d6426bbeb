import { expect, test } from 'vitest';
import { withGrace } from '../../src/lib/grace.ts';
import { createTestClock } from '../support/test-clock.ts';

const GRACE_MS = 5_000;

test('work that ends by itself is never aborted, though it was asked to stop', async () => {
  const clock = createTestClock();
  const stopping = new AbortController();
  let seen: AbortSignal | undefined;
  const work = withGrace(stopping.signal, GRACE_MS, clock, async (aborted) => {
    seen = aborted;
    stopping.abort();
    return 'done';
  });
  expect(await work).toBe('done');
  await clock.advance(GRACE_MS);
  expect(seen?.aborted).toBe(false);
});

test.for([
  ['asked to stop meanwhile', false],
  ['asked to stop before', true],
] as const)('work that was %s is aborted when the time of grace is over, not earlier', async ([, before]) => {
  const clock = createTestClock();
  const stopping = new AbortController();
  if (before) stopping.abort();
  let ended = false;
  const work = withGrace(stopping.signal, GRACE_MS, clock, (aborted) => {
    stopping.abort();
    return new Promise<void>((resolve) => aborted.addEventListener('abort', () => resolve()));
  }).then(() => {
    ended = true;
  });
  await clock.advance(GRACE_MS - 1);
  expect(ended).toBe(false);
  await clock.advance(1);
  await work;
});

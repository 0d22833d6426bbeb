import { expect, test } from 'vitest';
import { createConcurrencyCeiling } from '../../src/worker/concurrency-ceiling.ts';

const HOUR_MS = 3_600_000;

test('a clock that is put back takes no place away', () => {
  const ceiling = createConcurrencyCeiling(10);
  ceiling.refused(4, undefined, 9 * HOUR_MS);
  expect(ceiling.current(9 * HOUR_MS)).toBe(4);
  expect(ceiling.current(6 * HOUR_MS)).toBe(4);
});

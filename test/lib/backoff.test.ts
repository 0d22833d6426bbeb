import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backoffMs } from '../../src/lib/backoff.ts';

const OPTIONS = { baseMs: 1_000, maxMs: 60_000 };

describe('the wait', () => {
  test.each([
    [1, 1, 1_000],
    [2, 1, 2_000],
    [3, 1, 4_000],
    [6, 1, 32_000],
    [7, 1, 60_000],
    [50, 1, 60_000],
    [5_000, 1, 60_000],
    [1, 0, 500],
    [3, 0.5, 3_000],
    [7, 0, 30_000],
    [0, 1, 1_000],
  ])('before repeat %d, with chance at %d, is %d ms', (attempt, random, ms) => {
    expect(backoffMs(attempt, random, OPTIONS)).toBe(ms);
  });

  test('is a whole number between half and the whole of what is doubled each time, never above the longest', () => {
    const options = fc.record({ baseMs: fc.integer({ min: 2, max: 10_000 }), maxMs: fc.integer({ min: 2 }) });
    fc.assert(
      fc.property(
        fc.nat(10_000),
        fc.double({ min: 0, max: 1, noNaN: true }),
        options,
        (attempt, random, o) => {
          const wait = backoffMs(attempt, random, o);
          const whole = Math.min(o.maxMs, o.baseMs * 2 ** Math.max(0, attempt - 1));
          expect(Number.isSafeInteger(wait)).toBe(true);
          expect(wait).toBeGreaterThanOrEqual(Math.floor(whole / 2));
          expect(wait).toBeLessThanOrEqual(Math.min(whole, o.maxMs));
        },
      ),
    );
  });

  test('does not become shorter from one repeat to the next', () => {
    fc.assert(
      fc.property(fc.nat(100), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, random) => {
        expect(backoffMs(attempt + 1, random, OPTIONS)).toBeGreaterThanOrEqual(
          backoffMs(attempt, random, OPTIONS),
        );
      }),
    );
  });
});

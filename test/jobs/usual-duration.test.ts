import fc from 'fast-check';
import { expect, test } from 'vitest';
import { durationSpread } from '../../src/jobs/usual-duration.ts';

test('fewer than five durations say nothing', () => {
  expect(durationSpread([])).toBeUndefined();
  expect(durationSpread([1, 2, 3, 4])).toBeUndefined();
});

test('five are enough', () => {
  expect(durationSpread([50, 10, 40, 20, 30])).toEqual({ p10Ms: 10, p25Ms: 20, p75Ms: 40, p95Ms: 50 });
});

test('of many the shares are what their names say', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => (index + 1) * 1_000);
  expect(durationSpread(hundred)).toEqual({ p10Ms: 11_000, p25Ms: 26_000, p75Ms: 76_000, p95Ms: 96_000 });
});

test('one job that hung does not stretch the usual time', () => {
  const spread = durationSpread([...Array.from({ length: 19 }, () => 60_000), 3_600_000]);
  expect(spread).toMatchObject({ p25Ms: 60_000, p75Ms: 60_000 });
});

test('the shares are in order, among the durations, and do not depend on their order', () => {
  const durations = fc.array(fc.nat(1_000_000), { minLength: 5, maxLength: 60 });
  fc.assert(
    fc.property(durations, (known) => {
      const spread = durationSpread(known);
      if (!spread) throw new Error('no spread');
      const shares = [spread.p10Ms, spread.p25Ms, spread.p75Ms, spread.p95Ms];
      expect(shares).toEqual(shares.toSorted((a, b) => a - b));
      expect(shares.filter((share) => !known.includes(share))).toEqual([]);
      expect(durationSpread(known.toReversed())).toEqual(spread);
    }),
  );
});

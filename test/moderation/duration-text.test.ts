import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ExpectedError } from '../../src/lib/errors.ts';
import { parseDuration } from '../../src/moderation/duration-text.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

test.for([
  ['30m', 30 * MINUTE_MS],
  ['12h', 12 * HOUR_MS],
  ['7d', 7 * DAY_MS],
  ['2w', 14 * DAY_MS],
  ['45s', 45_000],
  ['1d 12h', 36 * HOUR_MS],
  ['1d12h', 36 * HOUR_MS],
  [' 90 Minutes ', 90 * MINUTE_MS],
  ['1 HOUR', HOUR_MS],
  ['3650d', 3_650 * DAY_MS],
] as const)('%s is understood', ([text, ms]) => {
  expect(parseDuration(text)).toBe(ms);
});

describe('is refused with what to type:', () => {
  test.for([
    '',
    '   ',
    '12',
    'h',
    'soon',
    '0m',
    '-5m',
    '1.5h',
    '1h and a bit',
    '1 month',
    '1mo',
    '5y',
    '3651d',
    '9999999999d',
    '1h,',
    '1h 5',
    'constructor',
    '5constructor',
  ])('"%s"', (text) => {
    expect(() => parseDuration(text)).toThrow(ExpectedError);
    expect(() => parseDuration(text)).toThrow(/`30m`, `12h`, `7d` or `2w`/);
  });
});

test('whatever is typed gives a time within the bounds or a refusal', () => {
  const pieces = fc.constantFrom('1', '30', '999999999', 'm', 'h', 'd', 'w', 's', ' ', 'x', '-', '.');
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), (typed) => {
      try {
        const ms = parseDuration(typed.join(''));
        expect(ms).toBeGreaterThanOrEqual(1_000);
        expect(ms).toBeLessThanOrEqual(3_650 * DAY_MS);
      } catch (error) {
        expect(error).toBeInstanceOf(ExpectedError);
      }
    }),
  );
});

test('the parts of a time add up, in any order', () => {
  const units = { s: 1_000, m: MINUTE_MS, h: HOUR_MS, d: DAY_MS } as const;
  const part = fc.record({
    number: fc.integer({ min: 1, max: 200 }),
    unit: fc.constantFrom('s', 'm', 'h', 'd'),
  });
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), (parts) => {
      const text = parts.map(({ number, unit }) => `${number}${unit}`).join(' ');
      expect(parseDuration(text)).toBe(
        parts.reduce((sum, { number, unit }) => sum + number * units[unit], 0),
      );
    }),
  );
});

import { expect, test } from 'vitest';
import { numberText, percentText, periodText, spanText, videosText } from '../../src/charts/number-text.ts';

test.each([
  [0, '0'],
  [0.254, '0.25'],
  [12.345, '12.3'],
  [999.96, '1,000'],
  [1_234.5, '1,235'],
  [99_999, '99,999'],
  [100_000, '100K'],
  [1_234_567, '1.2M'],
  [-0.5, '-0.5'],
])('%d is written %s', (value, text) => expect(numberText(value)).toBe(text));

test.each([
  [0, '0 %'],
  [0.001, '<1 %'],
  [0.5, '50 %'],
  [0.999, '99 %'],
  [1, '100 %'],
  [12.5, '1,250 %'],
])('a share of %d is %s', (share, text) => expect(percentText(share)).toBe(text));

test.each([
  [0, '0 s'],
  [48_400, '48 s'],
  [59_600, '1 min'],
  [126_000, '2.1 min'],
  [59.6 * 60_000, '1 h'],
  [26 * 3_600_000, '26 h'],
  [72 * 3_600_000, '3 d'],
])('%d ms is %s', (ms, text) => expect(spanText(ms)).toBe(text));

test('one video is no videos', () => {
  expect([0, 1, 2].map(videosText)).toEqual(['0 videos', '1 video', '2 videos']);
});

test('a period is its first and its last day, whatever the time zone of the machine', () => {
  expect(periodText([{ day: '2026-12-31' }, { day: '2027-01-01' }])).toBe('31 Dec to 1 Jan 2027');
  expect(periodText([])).toBe('');
});

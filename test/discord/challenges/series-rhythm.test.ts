import { expect, test } from 'vitest';
import { nextOccurrences } from '../../../src/challenges/recurrence.ts';
import {
  parseRhythm,
  patternOf,
  patternText,
  RHYTHMS,
  rhythmsLike,
} from '../../../src/discord/challenges/series-rhythm.ts';

test('each is offered while it is typed, and known again by what was chosen or typed', () => {
  const names = (typed: string) => rhythmsLike(typed).map(({ name }) => name);
  expect(names('FRI')).toEqual(['every Friday', 'the first Friday of every month']);
  expect(names('15')).toEqual(['the 15th of every month']);
  expect(names('last')).toEqual(['the last day of every month']);
  expect(names('')).toHaveLength(7 + 7 + 1 + 28);
  for (const rhythm of RHYTHMS) {
    expect(parseRhythm(rhythm.days)).toBe(rhythm);
    expect(parseRhythm(` ${rhythm.name.toUpperCase()} `)).toBe(rhythm);
  }
  expect(parseRhythm('22nd').days).toBe('22 * *');
});

test.each(['', 'someday', 'friday', '31st', '31', '30'])('%j is refused', (typed) => {
  expect(() => parseRhythm(typed)).toThrow('Not every month has a 29th, 30th or 31st');
});

test('a pattern is met on the days that its words say, and every month', () => {
  for (const rhythm of RHYTHMS) {
    const pattern = patternOf(rhythm, '6:05');
    expect(patternText(pattern)).toBe(`${rhythm.name} at 06:05`);
    const moments = nextOccurrences(pattern, 'UTC', Date.parse('2027-01-01T07:00Z'), 12);
    for (const at of moments) {
      const date = new Date(at);
      const weekday = date.toLocaleDateString('en-GB', { weekday: 'long', timeZone: 'UTC' });
      expect(date.toISOString()).toContain('T06:05');
      if (/day$|day of every month$/.test(rhythm.name) && !rhythm.name.includes('last'))
        expect(rhythm.name).toContain(weekday);
      if (rhythm.name.includes('first')) expect(date.getUTCDate()).toBeLessThanOrEqual(7);
    }
    const months = new Set(moments.map((at) => new Date(at).toISOString().slice(0, 7)));
    expect(months.size).toBe(rhythm.name.startsWith('every') ? 3 : 12);
  }
});

test('times of day that there are not are refused, and patterns of others are shown as they are', () => {
  for (const time of ['24:00', '18', '18:60', '6 pm', '']) {
    expect(() => patternOf({ days: '* * 5' }, time)).toThrow('write one like `18:00`');
  }
  expect(patternOf({ days: '* * 5' }, ' 18:00 ')).toBe('0 18 * * 5');
  expect(patternText('*/5 * * * *')).toBe('*/5 * * * *');
});

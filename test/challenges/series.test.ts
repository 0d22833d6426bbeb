import { expect, test } from 'vitest';
import { nextOccurrence } from '../../src/challenges/recurrence.ts';
import { chooseTheme, type Theme } from '../../src/challenges/series.ts';

const theme = (id: number, uses = 0): Theme => ({ id, text: `theme ${id}`, uses });

test('no theme comes twice before all were used', () => {
  let themes = [1, 2, 3].map((id) => theme(id));
  const used: number[] = [];
  for (let round = 0; round < 7; round += 1) {
    const chosen = chooseTheme(themes, new Map([[3, 5]]));
    if (!chosen) throw new Error('no theme');
    used.push(chosen.id);
    themes = themes.map((one) => (one.id === chosen.id ? { ...one, uses: one.uses + 1 } : one));
  }
  expect(used).toEqual([3, 1, 2, 3, 1, 2, 3]);
});

test('the theme with the most votes comes next, with equal votes the one that was added first', () => {
  const themes = [theme(1, 1), theme(2), theme(3), theme(4)];
  expect(chooseTheme(themes, new Map())?.id).toBe(2);
  expect(
    chooseTheme(
      themes,
      new Map([
        [4, 2],
        [3, 1],
      ]),
    )?.id,
  ).toBe(4);
  expect(
    chooseTheme(
      themes,
      new Map([
        [4, 2],
        [3, 2],
      ]),
    )?.id,
  ).toBe(3);
  expect(chooseTheme(themes, new Map([[1, 9]]))?.id, 'one that was used').toBe(2);
  expect(chooseTheme([], new Map())).toBeUndefined();
});

test('a pattern is met at the same time of day all the year round', () => {
  const weekly = (after: string) =>
    new Date(nextOccurrence('0 18 * * 5', 'Europe/Berlin', Date.parse(after)) ?? Number.NaN).toISOString();
  expect(weekly('2026-07-01T00:00:00Z')).toBe('2026-07-03T16:00:00.000Z');
  expect(weekly('2026-11-01T00:00:00Z')).toBe('2026-11-06T17:00:00.000Z');
  expect(weekly('2026-11-06T17:00:00Z'), 'strictly after').toBe('2026-11-13T17:00:00.000Z');
});

test('a month without such a day is left out, and a pattern that is never met has no next time', () => {
  const monthly = nextOccurrence('0 12 31 * *', 'UTC', Date.parse('2026-11-01T00:00:00Z'));
  expect(new Date(monthly ?? 0).toISOString()).toBe('2026-12-31T12:00:00.000Z');
  expect(nextOccurrence('0 12 30 2 *', 'UTC', Date.parse('2026-11-01T00:00:00Z'))).toBeUndefined();
  expect(() => nextOccurrence('no pattern', 'UTC', 0)).toThrow();
});

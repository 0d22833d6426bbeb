import { expect, test } from 'vitest';
import { BUDGET_COLOUR, CARD, TEXT } from '../../src/charts/palette.ts';
import { drawResult } from '../../src/charts/result-picture.ts';
import { pixelsOf } from './pixels.ts';

const bar = (value: number, label = 'Entry 1') => ({
  label,
  fallback: 'Entry 1',
  note: `${value} votes`,
  value,
});
const drawn = async (bars: ReturnType<typeof bar>[], title = 'Rain') =>
  pixelsOf(await drawResult({ title, bars }));
/** The row of a bar, without the text above it. */
const rowOf = (index: number) => ({ x: 56, y: 96 + 24 + index * 40 + 24, width: 888, height: 14 });

test('bars are as long as their shares of the largest', async () => {
  const pixels = await drawn([bar(10), bar(5), bar(0)]);
  expect(pixels).toMatchObject({ width: 1000, height: 96 + 48 + 3 * 40 + 32, opaque: true });
  const [whole, half, none] = [0, 1, 2].map((index) => pixels.count(BUDGET_COLOUR, rowOf(index)));
  if (whole === undefined || half === undefined) throw new Error('three bars');
  expect(whole).toBeGreaterThan(6_000);
  expect(half / whole).toBeCloseTo(0.5, 1);
  expect(none).toBe(0);
});

test('labels that the fonts cannot write give way to their fallback', async () => {
  const same = await drawn([bar(3)]);
  const other = await drawn([bar(3, '雨')]);
  expect(other.count(TEXT)).toBe(same.count(TEXT));
  expect((await drawn([bar(3, 'Entry 1 · Ada')])).count(TEXT)).toBeGreaterThan(same.count(TEXT));
});

test('nothing runs over the edges, whatever the texts', async () => {
  const pixels = await drawn(
    Array.from({ length: 10 }, () => ({ ...bar(3, 'W'.repeat(200)), note: '9'.repeat(100) })),
    'W'.repeat(80),
  );
  const { height } = pixels;
  for (const edge of [
    { x: 0, y: 0, width: 32, height },
    { x: 968, y: 0, width: 32, height },
    { x: 0, y: height - 32, width: 1000, height: 32 },
  ]) {
    expect(pixels.count(CARD, edge)).toBe(edge.width * edge.height);
  }
});

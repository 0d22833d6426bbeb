import { expect, test } from 'vitest';
import { BUDGET_COLOUR, CARD, MUTED, OUTCOME_COLOURS, TEXT, UNITS_COLOUR } from '../../src/charts/palette.ts';
import { OUTCOMES, type Outcome, type ServerStatistics } from '../../src/charts/statistics.ts';
import { renderStatistics } from '../../src/charts/statistics-picture.ts';
import { daysOf, statisticsOf } from './example.ts';
import { type Pixels, pixelsOf } from './pixels.ts';

const MARGIN_PX = 32;
const VIDEOS_CHART = { x: 100, y: 272, width: 660, height: 240 };
const OUTCOMES_BAR = { x: 808, y: 272, width: 340, height: 26 };
const AREA_OF_BAR = OUTCOMES_BAR.width * OUTCOMES_BAR.height;
const NO_BUDGET = { unitsPerDay: undefined, unitsPerMonth: undefined, spentToday: 40, spentThisMonth: 920 };

const draw = async (changes: Partial<ServerStatistics> = {}): Promise<Pixels> =>
  pixelsOf((await renderStatistics(statisticsOf(changes))).png);

/** What lies on the card, not the card itself: nothing of it may reach the picture's edges or run into another panel. */
function expectFreeSpaces(pixels: Pixels): void {
  const { width, height } = pixels;
  const spaces = [
    { x: 0, y: 0, width: MARGIN_PX, height },
    { x: width - MARGIN_PX, y: 0, width: MARGIN_PX, height },
    { x: 0, y: height - MARGIN_PX, width, height: MARGIN_PX },
    { x: 772, y: 224, width: 16, height: height - 224 },
    { x: 32, y: 208, width: 1136, height: 16 },
    { x: 32, y: 554, width: 740, height: 16 },
    { x: 788, y: 472, width: 380, height: 16 },
  ];
  for (const space of spaces) expect(pixels.count(CARD, space)).toBe(space.width * space.height);
}

test('is one opaque PNG, small enough for every server', async () => {
  const { png } = await renderStatistics(statisticsOf());
  const pixels = await pixelsOf(png);
  expect(png.length).toBeLessThan(500_000);
  expect(pixels).toMatchObject({ width: 1200, height: 900, opaque: true });
  expect(pixels.count(TEXT)).toBeGreaterThan(3_000);
  expect(pixels.count(MUTED)).toBeGreaterThan(500);
});

test('the bar of outcomes is divided as they are', async () => {
  const perDay = daysOf(30, () => ({ delivered: 10, failed: 4, blocked: 3, cancelled: 2, other: 1 }));
  const pixels = await draw({ perDay });
  const share = (outcome: Outcome) => pixels.count(OUTCOME_COLOURS[outcome], OUTCOMES_BAR) / AREA_OF_BAR;
  expect(OUTCOMES.map((outcome) => Math.round(share(outcome) * 100))).toEqual([50, 20, 15, 10, 5]);
});

test.each(OUTCOMES)('twice as many %s videos make bars twice as high', async (outcome) => {
  // The tall bar holds the axis where it is.
  const chartOf = (number: number) =>
    daysOf(7, (index) => (index === 0 ? { delivered: 20, units: 1 } : { [outcome]: number }));
  const [empty, once, twice] = await Promise.all(
    [0, 4, 8].map(async (number) => {
      const pixels = await draw({ days: 7, perDay: chartOf(number) });
      return pixels.count(OUTCOME_COLOURS[outcome], VIDEOS_CHART);
    }),
  );
  if (empty === undefined || once === undefined || twice === undefined) throw new Error('three pictures');
  expect(once - empty).toBeGreaterThan(5_000);
  expect((twice - empty) / (once - empty)).toBeCloseTo(2, 1);
});

test('the budget of a day is a line, where there is one', async () => {
  expect((await draw()).count(BUDGET_COLOUR)).toBeGreaterThan(500);
  expect((await draw({ budget: NO_BUDGET })).count(BUDGET_COLOUR)).toBe(0);
  expect((await draw({ budget: { ...NO_BUDGET, unitsPerMonth: 900 } })).count(BUDGET_COLOUR)).toBe(0);
});

test('the line lies above the bars of a day below budget and through those above it', async () => {
  const barTop = (pixels: Pixels) => topOf(pixels, UNITS_COLOUR);
  const lineTop = (pixels: Pixels) => topOf(pixels, BUDGET_COLOUR);
  const below = await draw({ budget: { ...NO_BUDGET, unitsPerDay: 80 } });
  expect(lineTop(below)).toBeLessThan(barTop(below));
  const above = await draw({ budget: { ...NO_BUDGET, unitsPerDay: 20 } });
  expect(lineTop(above)).toBeGreaterThan(barTop(above));
});

/** The highest line of the chart of creative units that has the colour. */
function topOf(pixels: Pixels, colour: string): number {
  for (let y = 620; y < 868; y++)
    if (pixels.count(colour, { x: 110, y, width: 640, height: 1 }) > 0) return y;
  throw new Error(`no ${colour}`);
}

test.each([7, 30, 90] as const)('holds %i days with long names and huge numbers', async (days) => {
  const huge = 7_654_321;
  const pixels = await draw({
    days,
    serverName:
      'A server whose name is as long as Discord lets it be, for nobody could agree on a short one '.repeat(
        2,
      ),
    timeZone: 'America/Argentina/ComodRivadavia',
    perDay: daysOf(days, (index) => ({ delivered: huge * index, failed: huge, units: huge * 1.5 * index })),
    topUsers: Array.from({ length: 8 }, () => ({ name: 'W'.repeat(100), videos: huge, units: huge * 1.5 })),
    budget: { unitsPerDay: huge, unitsPerMonth: huge, spentToday: huge ** 2, spentThisMonth: huge ** 2 },
    medianWaitMs: 10 ** 12,
    medianTotalMs: 10 ** 13,
  });
  expectFreeSpaces(pixels);
  expect(pixels.count(OUTCOME_COLOURS.failed)).toBeGreaterThan(500);
});

test.each([7, 30, 90] as const)('says so when nothing was made in %i days', async (days) => {
  const { png } = await renderStatistics(
    statisticsOf({ days, perDay: daysOf(days, () => ({})), topUsers: [] }),
  );
  const pixels = await pixelsOf(png);
  expect(pixels).toMatchObject({ width: 1200, height: 400, opaque: true });
  for (const outcome of OUTCOMES) expect(pixels.count(OUTCOME_COLOURS[outcome])).toBe(0);
  expect(pixels.count(TEXT, { x: 300, y: 150, width: 600, height: 100 })).toBeGreaterThan(1_000);
});

test('a single video is seen beside a large budget', async () => {
  const pixels = await draw({
    days: 7,
    perDay: daysOf(7, (index) => (index === 3 ? { failed: 1, units: 0.5 } : {})),
    topUsers: [],
    budget: { ...NO_BUDGET, unitsPerDay: 10_000 },
    medianWaitMs: undefined,
    medianTotalMs: undefined,
  });
  expectFreeSpaces(pixels);
  expect(pixels.count(UNITS_COLOUR)).toBeGreaterThan(50);
  expect(pixels.count(OUTCOME_COLOURS.failed)).toBeGreaterThan(5_000);
});

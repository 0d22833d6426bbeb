import type { Context } from './canvas.ts';
import { type Box, drawText, fillBox } from './drawing.ts';
import { numberText, percentText, spanText } from './number-text.ts';
import { MUTED, PANEL, TEXT } from './palette.ts';
import {
  budgetUses,
  countAll,
  outcomeTotals,
  type ServerStatistics,
  successRate,
  totalUnits,
} from './statistics.ts';

interface Tile {
  value: string;
  label: string;
  note: string;
}

const GAP_PX = 16;
const PADDING_PX = 18;
const RADIUS_PX = 12;
const UNKNOWN = '–';

/** The headline numbers, side by side. */
export function drawTiles(context: Context, statistics: ServerStatistics, area: Box): void {
  const tiles = tilesOf(statistics);
  const width = (area.width - GAP_PX * (tiles.length - 1)) / tiles.length;
  for (const [index, tile] of tiles.entries()) {
    drawTile(context, tile, { ...area, x: area.x + index * (width + GAP_PX), width });
  }
}

function drawTile(context: Context, { value, label, note }: Tile, box: Box): void {
  fillBox(context, box, PANEL, RADIUS_PX);
  const line = (y: number) => ({ x: box.x + PADDING_PX, y: box.y + y, maxWidth: box.width - 2 * PADDING_PX });
  drawText(context, value, line(48), { sizePx: 38, colour: TEXT, bold: true });
  drawText(context, label, line(79), { sizePx: 20, colour: TEXT });
  drawText(context, note, line(105), { sizePx: 18, colour: MUTED });
}

function tilesOf(statistics: ServerStatistics): Tile[] {
  const totals = outcomeTotals(statistics.perDay);
  return [
    {
      value: numberText(totals.delivered),
      label: 'videos delivered',
      note: `of ${numberText(countAll(totals))} ordered`,
    },
    unitsTile(statistics),
    budgetTile(statistics),
    waitTile(statistics),
    successTile(successRate(totals)),
  ];
}

function unitsTile({ perDay, days }: ServerStatistics): Tile {
  const units = totalUnits(perDay);
  return { value: numberText(units), label: 'CU spent', note: `${numberText(units / days)} CU a day` };
}

function budgetTile({ budget }: ServerStatistics): Tile {
  const [use] = budgetUses(budget);
  if (!use) return { value: UNKNOWN, label: 'of budget', note: 'no budget set' };
  return {
    value: percentText(use.share),
    label: use.period === 'month' ? "of month's budget" : "of today's budget",
    note: `${numberText(use.spent)} of ${numberText(use.limit)} CU`,
  };
}

function waitTile({ medianWaitMs, medianTotalMs }: ServerStatistics): Tile {
  return {
    value: medianWaitMs === undefined ? UNKNOWN : spanText(medianWaitMs),
    label: 'median wait',
    note: medianTotalMs === undefined ? 'nothing posted' : `${spanText(medianTotalMs)} until posted`,
  };
}

const successTile = (rate: number | undefined): Tile => ({
  value: rate === undefined ? UNKNOWN : percentText(rate),
  label: 'success rate',
  note: 'without cancelled',
});

import type { Context } from './canvas.ts';
import { type Box, drawText, fillBox } from './drawing.ts';
import { numberText, percentText } from './number-text.ts';
import { MUTED, OUTCOME_COLOURS, TEXT, TRACK } from './palette.ts';
import { countAll, OUTCOMES, type Outcome, type OutcomeCounts } from './statistics.ts';

const NAMES: Record<Outcome, string> = {
  delivered: 'Delivered',
  failed: 'Failed',
  blocked: 'Blocked',
  cancelled: 'Cancelled',
  other: 'Other',
};

const BAR_HEIGHT_PX = 26;
const FIRST_ROW_PX = 58;
const ROW_PX = 30;
const SWATCH_PX = 16;
const SHARE_WIDTH_PX = 76;
const NUMBER_WIDTH_PX = 90;

/** One bar of all outcomes and, below it, their numbers, which are the key to the colours of the whole picture. */
export function drawOutcomes(context: Context, totals: OutcomeCounts, area: Box): void {
  drawBar(context, totals, { ...area, height: BAR_HEIGHT_PX });
  for (const [index, outcome] of OUTCOMES.entries()) {
    const share = totals[outcome] / Math.max(1, countAll(totals));
    drawRow(context, outcome, totals[outcome], share, { ...area, y: area.y + FIRST_ROW_PX + index * ROW_PX });
  }
}

function drawBar(context: Context, totals: OutcomeCounts, bar: Box): void {
  fillBox(context, bar, TRACK);
  const all = Math.max(1, countAll(totals));
  let x = bar.x;
  for (const outcome of OUTCOMES) {
    const width = (bar.width * totals[outcome]) / all;
    fillBox(context, { ...bar, x, width }, OUTCOME_COLOURS[outcome]);
    x += width;
  }
}

/** @param row its `y` is the line that the letters stand on */
function drawRow(context: Context, outcome: Outcome, number: number, share: number, row: Box): void {
  const swatch = { x: row.x, y: row.y - SWATCH_PX + 1, width: SWATCH_PX, height: SWATCH_PX };
  fillBox(context, swatch, OUTCOME_COLOURS[outcome], 3);
  const right = row.x + row.width;
  const at = (x: number, maxWidth: number) => ({ x, y: row.y, maxWidth });
  const style = { sizePx: 20, colour: TEXT };
  drawText(context, NAMES[outcome], at(row.x + SWATCH_PX + 12, row.width / 2), style);
  drawText(context, numberText(number), at(right - SHARE_WIDTH_PX, NUMBER_WIDTH_PX), {
    ...style,
    align: 'right',
  });
  drawText(context, percentText(share), at(right, SHARE_WIDTH_PX), {
    ...style,
    colour: MUTED,
    align: 'right',
  });
}

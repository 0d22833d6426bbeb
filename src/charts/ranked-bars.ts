import type { Context } from './canvas.ts';
import { type Box, drawText, fillBox } from './drawing.ts';
import { MUTED, TEXT, TRACK } from './palette.ts';

export interface RankedBar {
  label: string;
  /** What is written at the right: "12 videos". */
  note: string;
  value: number;
}

const ROW_HEIGHT_PX = 40;
const TEXT_SIZE_PX = 20;
const BASELINE_PX = 19;
const BAR_TOP_PX = 27;
const BAR_HEIGHT_PX = 8;
const GAP_PX = 14;

/**
 * Draws one bar below the other, each under a line of text, as long as its share of the largest value. Each takes
 * 40 pixels of height.
 */
export function drawRankedBars(
  context: Context,
  bars: readonly RankedBar[],
  area: Pick<Box, 'x' | 'y' | 'width'>,
  colour: string,
): void {
  const largest = Math.max(...bars.map(({ value }) => value));
  for (const [index, bar] of bars.entries()) {
    const top = area.y + index * ROW_HEIGHT_PX;
    drawCaption(context, bar, { ...area, y: top + BASELINE_PX });
    const track = { x: area.x, y: top + BAR_TOP_PX, width: area.width, height: BAR_HEIGHT_PX };
    fillBox(context, track, TRACK, BAR_HEIGHT_PX / 2);
    const width = largest > 0 ? (area.width * bar.value) / largest : 0;
    fillBox(context, { ...track, width }, colour, Math.min(width, BAR_HEIGHT_PX) / 2);
  }
}

function drawCaption(
  context: Context,
  bar: RankedBar,
  { x, y, width }: Pick<Box, 'x' | 'y' | 'width'>,
): void {
  const end = { x: x + width, y, maxWidth: width / 2 };
  const taken = drawText(context, bar.note, end, { sizePx: TEXT_SIZE_PX, colour: MUTED, align: 'right' });
  const start = { x, y, maxWidth: width - taken - GAP_PX };
  drawText(context, bar.label, start, { sizePx: TEXT_SIZE_PX, colour: TEXT });
}

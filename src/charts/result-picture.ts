import { loadCanvas } from './canvas.ts';
import { drawableName } from './drawable-name.ts';
import { drawText, fillBox } from './drawing.ts';
import { BUDGET_COLOUR, CARD, PANEL, TEXT } from './palette.ts';
import { drawRankedBars } from './ranked-bars.ts';

interface Result {
  title: string;
  bars: readonly { label: string; fallback: string; note: string; value: number }[];
}

const WIDTH_PX = 1000;
const MARGIN_PX = 32;
const TITLE_BASELINE_PX = 66;
const TITLE_SIZE_PX = 34;
const PANEL_TOP_PX = 96;
const PADDING_PX = 24;
const RADIUS_PX = 12;
const BAR_ROW_PX = 40;

/** Draws a result as bars, one below the other, as one opaque PNG: 1000 pixels wide, as high as the bars need. */
export async function drawResult({ title, bars }: Result): Promise<Uint8Array> {
  const newCanvas = await loadCanvas();
  const panelHeight = 2 * PADDING_PX + bars.length * BAR_ROW_PX;
  const canvas = newCanvas(WIDTH_PX, PANEL_TOP_PX + panelHeight + MARGIN_PX);
  const context = canvas.getContext('2d');
  fillBox(context, { x: 0, y: 0, width: canvas.width, height: canvas.height }, CARD);
  const line = { x: MARGIN_PX, y: TITLE_BASELINE_PX, maxWidth: WIDTH_PX - 2 * MARGIN_PX };
  drawText(context, drawableName(title, ''), line, { sizePx: TITLE_SIZE_PX, colour: TEXT, bold: true });
  const panel = { x: MARGIN_PX, y: PANEL_TOP_PX, width: WIDTH_PX - 2 * MARGIN_PX, height: panelHeight };
  fillBox(context, panel, PANEL, RADIUS_PX);
  const inside = { x: panel.x + PADDING_PX, y: panel.y + PADDING_PX, width: panel.width - 2 * PADDING_PX };
  const written = bars.map(({ label, fallback, note, value }) => ({
    label: drawableName(label, fallback),
    note: drawableName(note, ''),
    value,
  }));
  drawRankedBars(context, written, inside, BUDGET_COLOUR);
  return canvas.encode('png');
}

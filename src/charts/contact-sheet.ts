import type { Image } from '@napi-rs/canvas';
import { type Context, decodePicture, loadCanvas } from './canvas.ts';
import { drawableName } from './drawable-name.ts';
import { type Box, drawText, fillBox } from './drawing.ts';
import { CARD, MUTED, PANEL, TEXT } from './palette.ts';

interface Tile {
  number: string;
  title: string;
  frame: Uint8Array | undefined;
}

const COLUMNS_MAX = 5;
const FRAME_WIDTH_PX = 320;
const FRAME_HEIGHT_PX = 180;
const CAPTION_HEIGHT_PX = 34;
const CAPTION_SIZE_PX = 19;
const GAP_PX = 16;
const RADIUS_PX = 8;
const BADGE_HEIGHT_PX = 40;
const BADGE_PADDING_PX = 12;
const NUMBER_SIZE_PX = 26;
const JPEG_QUALITY = 88;

/**
 * Draws pictures side by side as one JPEG, five in a row, each with its number in a corner and its title below. What is
 * narrow or tall is shown whole. A frame that cannot be read leaves its place empty, like one that is missing.
 */
export async function drawContactSheet(tiles: readonly Tile[]): Promise<Uint8Array> {
  const newCanvas = await loadCanvas();
  const columns = Math.min(COLUMNS_MAX, Math.max(1, tiles.length));
  const rows = Math.max(1, Math.ceil(tiles.length / columns));
  const cell = { width: FRAME_WIDTH_PX + GAP_PX, height: FRAME_HEIGHT_PX + CAPTION_HEIGHT_PX + GAP_PX };
  const canvas = newCanvas(GAP_PX + columns * cell.width, GAP_PX + rows * cell.height);
  const context = canvas.getContext('2d');
  fillBox(context, { x: 0, y: 0, width: canvas.width, height: canvas.height }, CARD);
  for (const [index, tile] of tiles.entries()) {
    const x = GAP_PX + (index % columns) * cell.width;
    const y = GAP_PX + Math.floor(index / columns) * cell.height;
    const frame = tile.frame && (await decodePicture(tile.frame).catch(() => undefined));
    drawTile(context, tile, frame, { x, y, width: FRAME_WIDTH_PX, height: FRAME_HEIGHT_PX });
  }
  return canvas.encode('jpeg', JPEG_QUALITY);
}

function drawTile(context: Context, { number, title }: Tile, frame: Image | undefined, box: Box): void {
  fillBox(context, box, PANEL, RADIUS_PX);
  if (frame) drawWhole(context, frame, box);
  drawNumber(context, number, box);
  const line = { x: box.x, y: box.y + box.height + CAPTION_HEIGHT_PX - 10, maxWidth: box.width };
  drawText(context, drawableName(title, ''), line, { sizePx: CAPTION_SIZE_PX, colour: MUTED });
}

/** As large as it fits, in the middle. */
function drawWhole(context: Context, frame: Image, box: Box): void {
  const scale = Math.min(box.width / frame.width, box.height / frame.height);
  const [width, height] = [frame.width * scale, frame.height * scale];
  context.save();
  context.beginPath();
  context.roundRect(box.x, box.y, box.width, box.height, RADIUS_PX);
  context.clip();
  context.drawImage(frame, box.x + (box.width - width) / 2, box.y + (box.height - height) / 2, width, height);
  context.restore();
}

/** On a plate of its own, to be read on every frame. */
function drawNumber(context: Context, number: string, { x, y, width }: Box): void {
  const style = { sizePx: NUMBER_SIZE_PX, colour: TEXT, bold: true };
  const at = { x: x + BADGE_PADDING_PX, y: y + 29, maxWidth: width - 2 * BADGE_PADDING_PX };
  // Written once to learn how wide it is, and again on top of its plate.
  const taken = drawText(context, number, at, style);
  fillBox(context, { x, y, width: taken + 2 * BADGE_PADDING_PX, height: BADGE_HEIGHT_PX }, CARD, RADIUS_PX);
  drawText(context, number, at, style);
}

import { type Context, FONT_FAMILIES } from './canvas.ts';

/** A rectangle on a picture, in pixels. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface TextStyle {
  sizePx: number;
  colour: string;
  bold?: boolean;
  align?: 'left' | 'center' | 'right';
}

/**
 * Writes one line; what is wider than `maxWidth` is cut with an ellipsis.
 * @param y the line that the letters stand on
 * @returns the width of what was written
 */
export function drawText(
  context: Context,
  text: string,
  { x, y, maxWidth }: { x: number; y: number; maxWidth: number },
  style: TextStyle,
): number {
  context.font = `${style.bold ? 700 : 400} ${style.sizePx}px ${FONT_FAMILIES}`;
  context.fillStyle = style.colour;
  context.textAlign = style.align ?? 'left';
  context.textBaseline = 'alphabetic';
  const fitting = fitText(text, maxWidth, (part) => context.measureText(part).width);
  context.fillText(fitting, x, y);
  return context.measureText(fitting).width;
}

/** The longest beginning of a text that fits, with an ellipsis when it is not the whole; never half of a character. */
function fitText(text: string, maxWidth: number, widthOf: (text: string) => number): string {
  if (widthOf(text) <= maxWidth) return text;
  const characters = Array.from(new Intl.Segmenter('en').segment(text), ({ segment }) => segment);
  while (characters.length > 0) {
    characters.pop();
    const shorter = `${characters.join('').trimEnd()}…`;
    if (widthOf(shorter) <= maxWidth) return shorter;
  }
  return '';
}

export function fillBox(context: Context, { x, y, width, height }: Box, colour: string, radius = 0): void {
  context.fillStyle = colour;
  context.beginPath();
  context.roundRect(x, y, width, height, radius);
  context.fill();
}

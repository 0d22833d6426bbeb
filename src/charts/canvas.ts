import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Canvas, GlobalFonts, SKRSContext2D } from '@napi-rs/canvas';

export type { Canvas };
export type Context = SKRSContext2D;

/**
 * What all pictures are written in. The name is the bot's own: no font of the machine can take its place, and none is
 * needed, for a slim container has none.
 */
export const FONT_FAMILY = 'Clapper Sans';

/** The two weights that are used; each alphabet is a file of its own. */
const FONT_FILE = /-(?:400|700)-normal\.woff2$/;

/** Makes an empty, transparent canvas. @param width in pixels @param height in pixels */
export type NewCanvas = (width: number, height: number) => Canvas;

/**
 * Loads the native canvas and the fonts when the first picture is wanted: a bot that never draws does not pay the memory.
 * @throws if a font file cannot be read
 */
export async function loadCanvas(): Promise<NewCanvas> {
  const { createCanvas, GlobalFonts } = await import('@napi-rs/canvas');
  if (!GlobalFonts.has(FONT_FAMILY)) registerFonts(GlobalFonts);
  return (width, height) => createCanvas(width, height);
}

function registerFonts(fonts: typeof GlobalFonts): void {
  const folder = join(
    dirname(fileURLToPath(import.meta.resolve('@fontsource/noto-sans/package.json'))),
    'files',
  );
  for (const file of readdirSync(folder).filter((name) => FONT_FILE.test(name))) {
    const key = fonts.registerFromPath(join(folder, file), FONT_FAMILY);
    if (!key) throw new Error(`The font file ${file} cannot be read.`);
  }
}

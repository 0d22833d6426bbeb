import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Canvas, GlobalFonts, Image, SKRSContext2D } from '@napi-rs/canvas';

export type { Canvas };
export type Context = SKRSContext2D;

/** Each is a file of its own, in two weights; the first comes first where several have a character. */
const ALPHABETS = [
  'latin',
  'latin-ext',
  'vietnamese',
  'greek',
  'greek-ext',
  'cyrillic',
  'cyrillic-ext',
  'devanagari',
] as const;
const WEIGHTS = [400, 700] as const;

const familyOf = (alphabet: (typeof ALPHABETS)[number]): string => `Clapper Sans ${alphabet}`;

/**
 * What all pictures are written in, as a font's list of families: a family of the canvas can hold one file of a weight only.
 * The names are the bot's own: no font of the machine can take their place, and none is needed, for a slim container has none.
 */
export const FONT_FAMILIES = ALPHABETS.map((alphabet) => `"${familyOf(alphabet)}"`).join(', ');

/** Makes an empty, transparent canvas. @param width in pixels @param height in pixels */
export type NewCanvas = (width: number, height: number) => Canvas;

/**
 * Loads the native canvas and the fonts when the first picture is wanted: a bot that never draws does not pay the memory.
 * @throws if a font file cannot be read
 */
export async function loadCanvas(): Promise<NewCanvas> {
  const { createCanvas, GlobalFonts } = await import('@napi-rs/canvas');
  if (!GlobalFonts.has(familyOf(ALPHABETS[0]))) registerFonts(GlobalFonts);
  return (width, height) => createCanvas(width, height);
}

/** Reads a JPEG or PNG to be drawn. @throws Error for what is no picture */
export async function decodePicture(bytes: Uint8Array): Promise<Image> {
  const { loadImage } = await import('@napi-rs/canvas');
  return loadImage(bytes);
}

function registerFonts(fonts: typeof GlobalFonts): void {
  const folder = join(
    dirname(fileURLToPath(import.meta.resolve('@fontsource/noto-sans/package.json'))),
    'files',
  );
  for (const alphabet of ALPHABETS) {
    for (const weight of WEIGHTS) {
      const file = `noto-sans-${alphabet}-${weight}-normal.woff2`;
      const key = fonts.registerFromPath(join(folder, file), familyOf(alphabet));
      if (!key) throw new Error(`The font file ${file} cannot be read.`);
    }
  }
}

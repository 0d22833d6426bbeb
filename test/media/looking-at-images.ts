import sharp, { type Sharp } from 'sharp';
import { ImageError } from '../../src/media/image-error.ts';
import { normalizeImage } from '../../src/media/input-image.ts';

export const RED = '#ff0000';
export const BLUE = '#0000ff';

/** A picture whose left half is red and whose right half is blue. */
export const twoHalves = (width = 40, height = 20): Sharp =>
  sharp({ create: { width, height, channels: 3, background: RED } }).composite([
    {
      input: { create: { width: Math.ceil(width / 2), height, channels: 3, background: BLUE } },
      gravity: 'east',
    },
  ]);

/** What a file is, and whether the pixel at a place is rather red or blue. */
export async function look(bytes: Uint8Array) {
  const metadata = await sharp(bytes).metadata();
  const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
  const colourAt = (x: number, y: number): 'red' | 'blue' | 'white' => {
    const start = (y * info.width + x) * info.channels;
    const [r = 0, , b = 0] = data.subarray(start, start + info.channels);
    if (r > 200 && b > 200) return 'white';
    return r > b ? 'red' : 'blue';
  };
  return { ...metadata, colourAt };
}

/** Why a picture is not taken. */
export async function refusal(bytes: Uint8Array): Promise<string> {
  const error = await normalizeImage(bytes).then(
    () => new Error('it was taken'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof ImageError)) throw error;
  return error.message;
}

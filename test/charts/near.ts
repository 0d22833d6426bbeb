import sharp from 'sharp';
import { expect } from 'vitest';
import type { Part } from './pixels.ts';

/** A decoded picture whose colours are not exact, as those of a JPEG. */
export interface NearPixels {
  width: number;
  height: number;
  colourAt(at: { x: number; y: number }): string;
  /** How many pixels of a part are nearly as light as text, or nearly as dark as a card. */
  bright(part: Part): number;
  dark(part: Part): number;
}

const BRIGHT = 0x90;
const DARK = 0x30;
const TOLERANCE = 12;

export async function near(jpeg: Uint8Array): Promise<NearPixels> {
  const { data, info } = await sharp(jpeg).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number) => (Math.round(y) * info.width + Math.round(x)) * 3;
  const count = (part: Part, fits: (channels: readonly number[]) => boolean): number => {
    let number = 0;
    for (let y = part.y; y < part.y + part.height; y += 1) {
      for (let x = part.x; x < part.x + part.width; x += 1) {
        if (fits([...data.subarray(at(x, y), at(x, y) + 3)])) number += 1;
      }
    }
    return number;
  };
  return {
    width: info.width,
    height: info.height,
    colourAt: ({ x, y }) => `#${data.subarray(at(x, y), at(x, y) + 3).toString('hex')}`,
    bright: (part) => count(part, (channels) => channels.every((one) => one > BRIGHT)),
    dark: (part) => count(part, (channels) => channels.every((one) => one < DARK)),
  };
}

const channelsOf = (colour: string): number[] =>
  [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16));

/** Whether two colours look the same. */
const isNear = (colour: string, wanted: string): boolean => {
  const channels = channelsOf(colour);
  return channelsOf(wanted).every((one, index) => Math.abs(one - (channels[index] ?? 0)) <= TOLERANCE);
};

/** Fails with both colours. */
export function expectNear(colour: string, wanted: string, what = ''): void {
  expect(isNear(colour, wanted) ? wanted : colour, what).toBe(wanted);
}

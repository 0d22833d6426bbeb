import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { middleOf, shapeImage } from '../../src/media/shape-image.ts';
import { heicFile } from './heic-file.ts';
import { BLUE, look, RED, twoHalves } from './looking-at-images.ts';

const WIDE = { kind: 'frame', width: 1_280, height: 720 } as const;
const TALL = { kind: 'frame', width: 720, height: 1_280 } as const;
const WHOLE = { kind: 'whole', maxSide: 1_920 } as const;

async function shaped(kept: Buffer, shape: Parameters<typeof shapeImage>[1]) {
  const bytes = await shapeImage(kept, shape);
  if (bytes === undefined) throw new Error('left as it is');
  return look(bytes);
}

describe('for a frame', () => {
  test('a picture loses its edges evenly, and is as large as the frame', async () => {
    // Red above and below, blue in the part that a wide video shows.
    const kept = await sharp({ create: { width: 1_600, height: 1_600, channels: 3, background: RED } })
      .composite([{ input: { create: { width: 1_600, height: 900, channels: 3, background: BLUE } } }])
      .png()
      .toBuffer();
    const picture = await shaped(kept, WIDE);
    expect(picture).toMatchObject({ format: 'png', width: 1_280, height: 720 });
    expect([picture.colourAt(640, 3), picture.colourAt(640, 716)]).toEqual(['blue', 'blue']);
    const tall = await shaped(kept, TALL);
    expect(tall).toMatchObject({ width: 720, height: 1_280 });
    expect([tall.colourAt(360, 3), tall.colourAt(360, 640)]).toEqual(['red', 'blue']);
  });

  test('a smaller one is enlarged to it', async () => {
    const picture = await shaped(await twoHalves(64, 36).jpeg().toBuffer(), WIDE);
    expect(picture).toMatchObject({ format: 'jpeg', width: 1_280, height: 720 });
    expect([picture.colourAt(100, 360), picture.colourAt(1_200, 360)]).toEqual(['red', 'blue']);
  });

  test('one of its size is left as it is', async () => {
    expect(await shapeImage(await twoHalves(1_280, 720).jpeg().toBuffer(), WIDE)).toBeUndefined();
  });

  test('a hair is a frame too, in no time', async () => {
    const picture = await shaped(await twoHalves(1, 3_840).png().toBuffer(), WIDE);
    expect(picture).toMatchObject({ width: 1_280, height: 720 });
  });

  test('the part that is taken lies inside, in the middle, and has the proportions as near as whole pixels can', () => {
    const side = fc.integer({ min: 1, max: 4_000 });
    fc.assert(
      fc.property(side, side, fc.constantFrom(WIDE, TALL), (width, height, frame) => {
        const part = middleOf({ width, height }, frame);
        const [right, bottom] = [width - part.left - part.width, height - part.top - part.height];
        expect(Math.min(part.left, part.top, right, bottom)).toBeGreaterThanOrEqual(0);
        expect(Math.min(part.width, part.height)).toBeGreaterThanOrEqual(1);
        expect(Math.max(right - part.left, bottom - part.top)).toBeLessThanOrEqual(1);
        // Nothing is lost of one of the sides.
        expect(part.width === width || part.height === height).toBe(true);
        const wanted = (part.height * frame.width) / frame.height;
        const onePixel = Math.max(1, frame.width / frame.height);
        if (part.width > 1 && part.height > 1) {
          expect(Math.abs(part.width - wanted)).toBeLessThanOrEqual(onePixel);
        }
      }),
    );
  });
});

describe('for a reference', () => {
  test('a large picture is made smaller in its shape', async () => {
    const picture = await shaped(await twoHalves(3_840, 2_880).png().toBuffer(), WHOLE);
    expect(picture).toMatchObject({ width: 1_920, height: 1_440 });
  });

  test('a small one is left as it is', async () => {
    expect(await shapeImage(await twoHalves(400, 1_920).png().toBuffer(), WHOLE)).toBeUndefined();
  });

  test('noise becomes small enough to be uploaded', async () => {
    const side = 1_920;
    const kept = await sharp(randomBytes(side * side * 3), {
      raw: { width: side, height: side, channels: 3 },
    })
      .jpeg({ quality: 95, chromaSubsampling: '4:4:4' })
      .toBuffer();
    expect(kept.length).toBeGreaterThan(4_000_000);
    const bytes = await shapeImage(kept, WHOLE);
    expect(bytes?.length).toBeLessThanOrEqual(4_000_000);
  });
});

test('a HEIC picture stays as it is in either', async () => {
  expect(await shapeImage(heicFile(), WIDE)).toBeUndefined();
  expect(await shapeImage(heicFile(), WHOLE)).toBeUndefined();
});

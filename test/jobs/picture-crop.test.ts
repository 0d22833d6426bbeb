import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AttachedPicture } from '../../src/jobs/input-pictures.ts';
import { attachedWarnings, cropWarnings } from '../../src/jobs/picture-crop.ts';
import { frameSize } from '../../src/veo/frame-size.ts';

const WIDE = { resolution: '720p', aspectRatio: '16:9' } as const;
const TALL = { resolution: '1080p', aspectRatio: '9:16' } as const;

const picture = (
  width: number | undefined,
  height: number | undefined,
  slot: AttachedPicture['slot'] = 'image',
): AttachedPicture => ({
  slot,
  url: 'https://cdn.discordapp.com/a.png',
  fileName: 'a.png',
  contentType: 'image/png',
  bytes: 1,
  width,
  height,
});

describe('said:', () => {
  test.each([
    [800, 600, WIDE, '`image` is 4:3: it is cropped around its middle to 16:9.'],
    [1_080, 1_080, TALL, '`image` is 1:1: it is cropped around its middle to 9:16.'],
    [3_000, 2_000, WIDE, '`image` is 3:2: it is cropped around its middle to 16:9.'],
    [1_000, 900, WIDE, '`image` is 1000 × 900 pixels: it is cropped around its middle to 16:9.'],
    [
      1_080,
      1_920,
      WIDE,
      '`image` is 9:16: it is cropped around its middle to 16:9. More of it stays with `aspect_ratio` 9:16.',
    ],
    [
      4_000,
      3_000,
      TALL,
      '`image` is 4:3: it is cropped around its middle to 9:16. More of it stays with `aspect_ratio` 16:9.',
    ],
  ])('%i × %i', (width, height, settings, says) => {
    expect(cropWarnings([picture(width, height)], settings)).toEqual([says]);
  });

  test('of each picture that is cropped', () => {
    const pictures = [picture(1_280, 720), picture(800, 600, 'last_frame_image')];
    expect(cropWarnings(pictures, WIDE)).toEqual([expect.stringContaining('`last_frame_image` is 4:3')]);
  });
});

describe('not said:', () => {
  test('of a picture in the video’s shape, whatever its size, or nearly so', () => {
    for (const scale of [0.01, 0.5, 1, 3]) {
      for (const settings of [WIDE, TALL]) {
        const { width, height } = frameSize(settings);
        expect(cropWarnings([picture(width * scale, height * scale)], settings)).toEqual([]);
        expect(cropWarnings([picture(width * scale * 1.019, height * scale)], settings)).toEqual([]);
      }
    }
  });

  test('of reference pictures, and where Discord does not say the size', () => {
    const pictures = [picture(1, 9, 'reference_image_1'), picture(undefined, 9), picture(9, undefined)];
    expect(cropWarnings([...pictures, picture(0, 0)], WIDE)).toEqual([]);
  });
});

test('a short text for any size', () => {
  const side = fc.integer({ min: 1, max: 100_000 });
  fc.assert(
    fc.property(side, side, (width, height) => {
      for (const warning of cropWarnings([picture(width, height)], WIDE)) {
        expect(warning.length).toBeLessThan(150);
      }
    }),
  );
});

test('frames are as large as the video', () => {
  expect(frameSize(WIDE)).toEqual({ width: 1_280, height: 720 });
  expect(frameSize(TALL)).toEqual({ width: 1_080, height: 1_920 });
  expect(frameSize({ resolution: '1080p', aspectRatio: '16:9' })).toEqual({ width: 1_920, height: 1_080 });
  expect(frameSize({ resolution: '720p', aspectRatio: '9:16' })).toEqual({ width: 720, height: 1_280 });
});

describe('of a picture that was just attached', () => {
  test('the same is said where Discord says how large it is', () => {
    const pictures = [picture(800, 600), picture(1_280, 720, 'last_frame_image')];
    expect(attachedWarnings(pictures, WIDE)).toEqual(cropWarnings(pictures, WIDE));
  });

  test('it is said that it may be cropped where Discord does not', () => {
    const tiff = { ...picture(undefined, undefined), contentType: 'image/tiff' };
    const says =
      'Discord does not say what shape `image` has: if it is not 9:16, it is cropped around its middle.';
    expect(attachedWarnings([tiff], TALL)).toEqual([says]);
    expect(attachedWarnings([{ ...tiff, slot: 'reference_image_1' }], TALL)).toEqual([]);
  });

  test('a HEIC picture is said not to be cropped, unless it is known to have the shape', () => {
    const heicOf = (width?: number, height?: number) => ({
      ...picture(width, height),
      fileName: 'a.heic',
      contentType: undefined,
    });
    const says =
      '`image` is a HEIC picture: it is sent as it is, and not cropped to 16:9. For that, attach it as JPEG.';
    expect(attachedWarnings([heicOf()], WIDE)).toEqual([says]);
    expect(attachedWarnings([heicOf(800, 600)], WIDE)).toEqual([says]);
    expect(attachedWarnings([heicOf(1_280, 720)], WIDE)).toEqual([]);
  });
});

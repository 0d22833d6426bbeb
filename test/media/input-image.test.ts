import { createHash, randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { normalizeImage } from '../../src/media/input-image.ts';
import { heicFile } from './heic-file.ts';
import { BLUE, look, RED, refusal, twoHalves } from './looking-at-images.ts';

const MAX_UPLOAD_BYTES = 4_000_000;
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('written anew:', () => {
  test.each([
    ['a JPEG', 'jpeg', () => twoHalves().jpeg()],
    ['a progressive JPEG', 'jpeg', () => twoHalves().jpeg({ progressive: true })],
    ['a PNG', 'png', () => twoHalves().png()],
    ['a WebP', 'jpeg', () => twoHalves().webp()],
    ['a GIF', 'png', () => twoHalves().gif()],
    ['an AVIF', 'jpeg', () => twoHalves().avif({ effort: 0 })],
    ['a TIFF', 'jpeg', () => twoHalves().tiff()],
  ])('%s, as a %s', async (_what, format, make) => {
    const original = await make().toBuffer();
    const { bytes, name } = await normalizeImage(original);
    const picture = await look(bytes);
    expect(picture).toMatchObject({ format, width: 40, height: 20, space: 'srgb', depth: 'uchar' });
    expect([picture.colourAt(5, 10), picture.colourAt(35, 10)]).toEqual(['red', 'blue']);
    expect(name).toBe(`${sha256(bytes)}.${format === 'png' ? 'png' : 'jpg'}`);
  });

  test('a picture with EXIF, turned as that said and without it', async () => {
    const original = await twoHalves()
      .withExif({ IFD0: { Make: 'Cam' }, IFD3: { GPSLatitude: '51/1 30/1 0/1' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    expect(await look(original)).toMatchObject({ width: 40, height: 20, orientation: 6 });

    const { bytes } = await normalizeImage(original);
    const picture = await look(bytes);
    expect(picture).toMatchObject({ format: 'jpeg', width: 20, height: 40 });
    expect(picture.exif).toBeUndefined();
    expect(picture.orientation).toBeUndefined();
    // Turned a quarter to the right, what was on the left is at the top.
    expect([picture.colourAt(10, 2), picture.colourAt(10, 37)]).toEqual(['red', 'blue']);
  });

  test.each([
    ['jpeg', () => twoHalves().jpeg()],
    ['png', () => twoHalves().png()],
    ['webp', () => twoHalves().webp()],
  ])('a %s that says where it was taken', async (_what, make) => {
    const exif = { IFD3: { GPSLatitude: '51/1 30/1 0/1' } };
    const original = await make().withExif(exif).toBuffer();
    expect((await look(original)).exif).toBeDefined();
    expect((await look((await normalizeImage(original)).bytes)).exif).toBeUndefined();
  });

  test('a picture that says so in XMP', async () => {
    const xmp =
      '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">' +
      '<rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="51,30.0N"/></rdf:RDF></x:xmpmeta>';
    const original = await twoHalves().withXmp(xmp).jpeg().toBuffer();
    expect(original.includes('GPSLatitude')).toBe(true);
    expect((await normalizeImage(original)).bytes.includes('GPSLatitude')).toBe(false);
  });

  test('colours of a wide profile, turned into sRGB before it goes', async () => {
    const original = await sharp({
      create: { width: 8, height: 8, channels: 3, background: { r: 0, g: 200, b: 0 } },
    })
      .withIccProfile('p3')
      .png()
      .toBuffer();
    expect((await sharp(original).metadata()).icc).toBeDefined();
    const { bytes } = await normalizeImage(original);
    expect((await sharp(bytes).metadata()).icc).toBeUndefined();
    const [red = 255, green = 0, blue = 255] = await sharp(bytes).raw().toBuffer();
    expect(Math.abs(green - 200)).toBeLessThan(12);
    expect(red).toBeLessThan(12);
    expect(blue).toBeLessThan(12);
  });

  test.each([
    ['wide', 7_680, 2_560, { width: 3_840, height: 1_280 }],
    ['tall', 1_000, 8_000, { width: 480, height: 3_840 }],
    ['a hair', 2, 40_000, { width: 1, height: 3_840 }],
  ])('one that is too large, in its own shape (%s)', async (_what, width, height, size) => {
    const original = await twoHalves(width, height).png().toBuffer();
    expect(await look((await normalizeImage(original)).bytes)).toMatchObject(size);
  });

  test('a drawing with too many bytes, as a JPEG', async () => {
    const side = 1_400;
    const noise = randomBytes(side * side * 3);
    const original = await sharp(noise, { raw: { width: side, height: side, channels: 3 } })
      .png()
      .toBuffer();
    expect(original.length).toBeGreaterThan(MAX_UPLOAD_BYTES);
    const { bytes } = await normalizeImage(original);
    expect(bytes.length).toBeLessThanOrEqual(MAX_UPLOAD_BYTES);
    expect(await look(bytes)).toMatchObject({ format: 'jpeg', width: side, height: side });
  });

  test('one with nothing behind it, on white', async () => {
    const clear = { r: 0, g: 0, b: 0, alpha: 0 };
    const original = await sharp({ create: { width: 8, height: 8, channels: 4, background: clear } })
      .gif()
      .toBuffer();
    const picture = await look((await normalizeImage(original)).bytes);
    expect(picture.colourAt(4, 4)).toBe('white');
    expect(picture.hasAlpha).toBe(false);
  });

  test.each(['gif', 'webp'] as const)('a %s that moves: its first picture', async (format) => {
    const frames = await Promise.all(
      [RED, BLUE].map((background) =>
        sharp({ create: { width: 8, height: 8, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    );
    const original = await sharp(frames, { join: { animated: true } })
      [format]()
      .toBuffer();
    expect((await sharp(original).metadata()).pages).toBe(2);
    const picture = await look((await normalizeImage(original)).bytes);
    expect(picture).toMatchObject({ width: 8, height: 8 });
    expect(picture.colourAt(4, 4)).toBe('red');
  });
});

describe('a HEIC picture', () => {
  const where = Buffer.from('MM\0*\0\0\0\x08\0\0\0\0\0\0 taken at 51.5 North', 'latin1');

  test.each(['heic', 'heix', 'mif1'])('of brand %s is passed on as it is', async (brand) => {
    const original = heicFile({ brand });
    expect(await sharp(original).metadata()).toMatchObject({ compression: 'hevc', width: 64, height: 48 });
    const { bytes, name } = await normalizeImage(original);
    expect(bytes.equals(original)).toBe(true);
    expect(name).toBe(`${sha256(original)}.heic`);
  });

  test('does not say any more where it was taken, and is whole all the same', async () => {
    const original = heicFile({ exif: where });
    expect((await sharp(original).metadata()).exif).toBeDefined();
    const { bytes } = await normalizeImage(original);
    expect(bytes.includes('North')).toBe(false);
    expect(bytes.length).toBe(original.length);
    expect(await sharp(bytes).metadata()).toMatchObject({ compression: 'hevc', width: 64, height: 48 });
  });

  test('may be as large as an upload, and no larger', async () => {
    const spare = MAX_UPLOAD_BYTES - heicFile().length;
    const largest = heicFile({ padding: spare });
    expect((await normalizeImage(largest)).bytes.length).toBe(MAX_UPLOAD_BYTES);
    expect(await refusal(heicFile({ padding: spare + 1 }))).toMatch(/HEIC .* more than 4 MB/);
  });

  test('that breaks off, or carries something behind its end, is refused', async () => {
    const whole = heicFile({ padding: 1_000 });
    expect(await refusal(whole.subarray(0, -10))).toContain('broken');
    expect(
      await refusal(Buffer.concat([whole, Buffer.from('PK\x03\x04 an archive that follows')])),
    ).toContain('broken');
  });

  test('that moves is refused by name', async () => {
    expect(await refusal(heicFile({ brand: 'hevc' }))).toBe('it is a moving HEIC picture');
  });
});

describe('the name', () => {
  test('is the same for the same picture', async () => {
    const original = await twoHalves().gif().toBuffer();
    const names = [await normalizeImage(original), await normalizeImage(Buffer.from(original))];
    expect(names[0]?.name).toBe(names[1]?.name);
  });

  test('is another for another picture', async () => {
    const one = await normalizeImage(await twoHalves().png().toBuffer());
    const other = await normalizeImage(await twoHalves(42, 20).png().toBuffer());
    expect(one.name).not.toBe(other.name);
  });
});

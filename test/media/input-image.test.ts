import { createHash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, test } from 'vitest';
import { ImageError, normalizeImage } from '../../src/media/input-image.ts';

const MAX_UPLOAD_BYTES = 4_000_000;
const RED = '#ff0000';
const BLUE = '#0000ff';

/** A picture whose left half is red and whose right half is blue. */
const twoHalves = (width = 40, height = 20): Sharp =>
  sharp({ create: { width, height, channels: 3, background: RED } }).composite([
    {
      input: { create: { width: width / 2, height, channels: 3, background: BLUE } },
      gravity: 'east',
    },
  ]);

/** What a file is, and whether the pixel at a place is rather red or blue. */
async function look(bytes: Uint8Array) {
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

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Why a picture is not taken. */
async function refusal(bytes: Uint8Array): Promise<string> {
  const error = await normalizeImage(bytes).then(
    () => new Error('it was taken'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof ImageError)) throw error;
  return error.message;
}

describe('kept byte for byte:', () => {
  test.each([
    ['jpg', () => twoHalves().jpeg()],
    ['png', () => twoHalves().png()],
    ['webp', () => twoHalves().webp()],
    ['png', () => twoHalves(1_920, 1_080).png()],
    ['jpg', () => twoHalves(1_080, 1_920).jpeg()],
    ['jpg', () => twoHalves(2, 2).jpeg({ progressive: true })],
  ])('a small .%s', async (ending, make) => {
    const original = await make().toBuffer();
    const { bytes, name } = await normalizeImage(original);
    expect(original.equals(bytes)).toBe(true);
    expect(name).toBe(`${sha256(original)}.${ending}`);
  });
});

describe('made into a JPEG:', () => {
  test.each([
    ['a GIF', () => twoHalves().gif()],
    ['an AVIF', () => twoHalves().avif({ effort: 0 })],
    ['a TIFF', () => twoHalves().tiff()],
  ])('%s', async (_what, make) => {
    const original = await make().toBuffer();
    const { bytes, name } = await normalizeImage(original);
    expect(await look(bytes)).toMatchObject({ format: 'jpeg', width: 40, height: 20 });
    expect(name).toBe(`${sha256(bytes)}.jpg`);
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
    expect(await look((await normalizeImage(original)).bytes)).toMatchObject({ format: 'jpeg', width: 40 });
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

  test.each([
    ['wide', 3_840, 1_280, { width: 1_920, height: 640 }],
    ['tall', 1_000, 4_000, { width: 480, height: 1_920 }],
    ['a pixel too wide', 1_922, 962, { width: 1_920, height: 961 }],
  ])('one that is too large, in its own shape (%s)', async (_what, width, height, size) => {
    const original = await twoHalves(width, height).png().toBuffer();
    expect(await look((await normalizeImage(original)).bytes)).toMatchObject({ format: 'jpeg', ...size });
  });

  test('one that has too many bytes', async () => {
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
    expect(picture).toMatchObject({ format: 'jpeg', width: 8, height: 8 });
    expect(picture.colourAt(4, 4)).toBe('red');
  });
});

describe('refused:', () => {
  const text = (content: string) => Buffer.from(content);

  test.each([
    ['nothing', text('')],
    ['words', text('I am a picture, trust me')],
    ['a page', text('<!DOCTYPE html><html><body>picture</body></html>')],
    ['the name of a picture only', text('\u0089PNG\r\n')],
    ['bytes by chance', randomBytes(5_000)],
  ])('%s', async (_what, bytes) => {
    expect(await refusal(bytes)).toContain('not a picture');
  });

  test('a drawing, which could name other files', async () => {
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>';
    expect(await refusal(text(svg))).toContain('svg');
  });

  test.each([
    ['jpeg', () => twoHalves(400, 400).jpeg()],
    ['progressive jpeg', () => twoHalves(400, 400).jpeg({ progressive: true })],
    ['png', () => twoHalves(400, 400).png({ compressionLevel: 0 })],
    ['webp', () => twoHalves(400, 400).webp({ lossless: true })],
    ['gif', () => twoHalves(400, 400).gif()],
    ['tiff', () => twoHalves(400, 400).tiff()],
  ])('the first half of a %s', async (_what, make) => {
    const whole = await make().toBuffer();
    expect(await refusal(whole.subarray(0, Math.floor(whole.length / 2)))).toMatch(/picture|decoded/);
  });

  test('a picture that would fill the memory, before that', async () => {
    const png = await twoHalves(2, 2).png().toBuffer();
    const header = png.subarray(12, 29); // the type and the 13 bytes of the IHDR chunk
    header.writeUInt32BE(30_000, 4);
    header.writeUInt32BE(30_000, 8);
    png.writeUInt32BE(crc32(header), 29);
    expect(await refusal(png)).toContain('not a picture that can be read');
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

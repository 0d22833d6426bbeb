import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { crc32, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { ImageError } from '../../src/media/image-error.ts';
import { normalizeImage } from '../../src/media/input-image.ts';
import { heicFile } from './heic-file.ts';
import { look, refusal, twoHalves } from './looking-at-images.ts';

const CHILD = fileURLToPath(import.meta.resolve('./peak-memory.ts'));

const text = (content: string): Buffer => Buffer.from(content, 'latin1');

function pngChunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([text(type), content]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(content.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}

/** A PNG of grey pixels that are all zero, of any size. */
function zerosPng(width: number, height: number, rows = height): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const pixels = deflateSync(Buffer.alloc((width + 1) * rows), { level: 9 });
  const chunks = [pngChunk('IHDR', header), pngChunk('IDAT', pixels), pngChunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([text('\x89PNG\r\n\x1a\n'), ...chunks]);
}

/** What a process takes at the most that does nothing else than to take a picture. */
async function peakMegabytes(picture: Buffer): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'clapper-peak-'));
  try {
    const path = join(folder, 'picture');
    await writeFile(path, picture);
    const { stdout } = await promisify(execFile)(process.execPath, [CHILD, path]);
    return Number(stdout);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface AvifLook {
  width: number;
  height: number;
  orientation?: number;
}

/** An AVIF of one colour, of the kind that costs most to decode: with all of its colours, and see-through. */
const plainAvif = ({ width, height, orientation = 1 }: AvifLook): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 4, background: { r: 40, g: 80, b: 120, alpha: 0.5 } } })
    .withMetadata({ orientation })
    .avif({ effort: 0, quality: 30, chromaSubsampling: '4:4:4' })
    .toBuffer();

const largeAvif = plainAvif({ width: 4_001, height: 4_000 });

describe('named for what it is and refused:', () => {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>';

  test.each([
    ['an SVG', text(svg), 'it is an SVG drawing'],
    ['an SVG behind a prolog', text(`<?xml version="1.0"?>\n<!-- drawn -->\n${svg}`), 'it is an SVG drawing'],
    ['an SVG behind a byte order mark', text(`\xef\xbb\xbf  ${svg}`), 'it is an SVG drawing'],
    [
      'an SVG that wants a file of the machine',
      text(`<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${svg.replace('<rect', '&e;<rect')}`),
      'it is an SVG drawing',
    ],
    ['an XML document', text('<?xml version="1.0"?><rss/>'), 'it is an XML document'],
    ['a page', text('<!DOCTYPE html><html><body>picture</body></html>'), 'it is a web page'],
    ['a PDF', text('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n'), 'it is a PDF document'],
    ['PostScript', text('%!PS-Adobe-3.0\nshowpage\n'), 'it is a PostScript document'],
    ['a video', text('\0\0\0\x18ftypisom\0\0\x02\0isomiso2'), 'it is a video'],
    ['an archive', text('PK\x05\x06'.padEnd(22, '\0')), 'it is a ZIP archive'],
    ['a bitmap', text(`BM${'\0'.repeat(60)}`), 'it is a picture of type BMP'],
    ['a compressed SVG', gzipSync(svg), 'it is not a picture'],
    ['words', text('I am a picture, trust me'), 'it is not a picture'],
    ['nothing', text(''), 'it is not a picture'],
    ['the name of a picture only', text('\x89PNG\r\n'), 'it is not a picture'],
    ['zeros', Buffer.alloc(5_000), 'it is not a picture'],
  ])('%s', async (_what, bytes, why) => {
    expect(await refusal(bytes)).toBe(why);
  });
});

describe('broken and refused:', () => {
  test.each([
    ['jpeg', () => twoHalves(400, 400).jpeg()],
    ['progressive jpeg', () => twoHalves(400, 400).jpeg({ progressive: true })],
    ['png', () => twoHalves(400, 400).png({ compressionLevel: 0 })],
    ['webp', () => twoHalves(400, 400).webp({ lossless: true })],
    ['gif', () => twoHalves(400, 400).gif()],
    ['tiff', () => twoHalves(400, 400).tiff()],
    ['avif', () => twoHalves(400, 400).avif({ effort: 0 })],
  ])('the first half of a %s', async (_what, make) => {
    const whole = await make().toBuffer();
    expect(await refusal(whole.subarray(0, Math.floor(whole.length / 2)))).toMatch(/picture|decoded/);
  });

  test('a PNG with one row of the thousand that it names', async () => {
    expect(await refusal(zerosPng(1_000, 1_000, 1))).toBe('it could not be decoded');
  });
});

describe('too many pixels, refused by the header alone:', () => {
  const sized = (start: string, at: number, write: (bytes: Buffer, at: number) => void): Buffer => {
    const bytes = Buffer.concat([text(start), Buffer.alloc(200)]);
    write(bytes, at);
    return bytes;
  };
  const gif = sized('GIF89a', 6, (bytes, at) => {
    bytes.writeUInt16LE(50_000, at);
    bytes.writeUInt16LE(50_000, at + 2);
    bytes.write(',\0\0\0\0\x50\xc3\x50\xc3\0\x02\x02\x4c\x01\0;', 13, 'latin1');
  });

  test.each([
    ['PNG', zerosPng(50_000, 50_000, 1)],
    ['PNG a pixel wide', zerosPng(1, 50_000_001, 1)],
    ['GIF', gif],
    ['HEIC', heicFile({ width: 50_000, height: 50_000 })],
  ])('a %s of 50,000 × 50,000', async (_what, bytes) => {
    expect(bytes.length).toBeLessThan(100_000);
    expect(await refusal(bytes)).toMatch(/50 million is the most|can be read/);
  });

  test('the size is said', async () => {
    expect(await refusal(zerosPng(50_000, 50_000, 1))).toBe(
      'it has 50000 × 50000 pixels, and 50 million is the most I take',
    );
  });

  test('of AVIF, which costs more to decode, fewer are taken, whatever it says of itself', async () => {
    const bytes = Buffer.from(await largeAvif);
    expect(await refusal(bytes)).toBe(
      'it has 4001 × 4000 pixels, and 16 million is the most I take of an AVIF picture',
    );
    const [size, lie] = [Buffer.from('00000fa100000fa0', 'hex'), Buffer.from('0000006400000064', 'hex')];
    expect(bytes.includes(size)).toBe(true);
    for (let at = bytes.indexOf(size); at >= 0; at = bytes.indexOf(size)) lie.copy(bytes, at);
    expect(await refusal(bytes)).toBe('it could not be decoded');
  });
});

describe('strange but harmless:', () => {
  test('a small PNG of many pixels', async () => {
    const bomb = zerosPng(7_000, 7_000);
    expect(bomb.length).toBeLessThan(100_000);
    const { bytes } = await normalizeImage(bomb);
    expect(await look(bytes)).toMatchObject({ width: 3_840, height: 3_840 });
  });

  test.each(['gif', 'webp'] as const)('a %s of thousands of pictures', async (format) => {
    const [side, count] = [4, 10_000];
    const picture = side * side * 3;
    // Each differs from the last: equal ones would be joined.
    const pixels = Buffer.alloc(picture * count, 0);
    for (let index = 0; index < count; index += 1)
      pixels.fill((index * 37) % 256, index * picture, (index + 1) * picture);
    const original = await sharp(pixels, {
      raw: { width: side, height: side * count, channels: 3, pageHeight: side },
      limitInputPixels: false,
    })
      [format]()
      .toBuffer();
    expect((await sharp(original).metadata()).pages).toBeGreaterThan(1_000);
    expect(await look((await normalizeImage(original)).bytes)).toMatchObject({ width: side, height: side });
  });

  test.each([
    ['a CMYK JPEG', () => twoHalves().toColourspace('cmyk').jpeg()],
    ['a PNG with 16 bits', () => twoHalves().toColourspace('rgb16').png()],
    ['a JPEG of one pixel', () => twoHalves(1, 1).jpeg()],
    ['a grey PNG', () => twoHalves().greyscale().png()],
  ])('%s', async (_what, make) => {
    const original = await make().toBuffer();
    const picture = await look((await normalizeImage(original)).bytes);
    expect(picture).toMatchObject({ space: 'srgb', depth: 'uchar', channels: 3 });
  });

  test('an animated PNG is its first picture', async () => {
    const still = await twoHalves().png().toBuffer();
    const control = Buffer.from([0, 0, 0, 1, 0, 0, 0, 0]);
    const animated = Buffer.concat([still.subarray(0, 33), pngChunk('acTL', control), still.subarray(33)]);
    expect(await look((await normalizeImage(animated)).bytes)).toMatchObject({ format: 'png', width: 40 });
  });

  const SCRIPT = '<script>alert(1)</script>';
  test.each([
    [
      'a GIF that is a script as well',
      async () => {
        const gif = await twoHalves().gif().toBuffer();
        return Buffer.concat([gif.subarray(0, -1), text(`!\xfe\x19${SCRIPT}\0;/*`)]);
      },
    ],
    [
      'a JPEG with an archive behind it',
      async () => Buffer.concat([await twoHalves().jpeg().toBuffer(), text(`PK\x03\x04${SCRIPT}PK\x05\x06`)]),
    ],
    [
      'a JPEG with a PDF in a comment',
      async () => {
        const jpeg = await twoHalves().jpeg().toBuffer();
        const comment = text(`%PDF-1.4\n${SCRIPT}`);
        const length = Buffer.of(0xff, 0xfe, 0, comment.length + 2);
        return Buffer.concat([jpeg.subarray(0, 2), length, comment, jpeg.subarray(2)]);
      },
    ],
    [
      'a PNG with a page in a text chunk',
      async () => {
        const png = await twoHalves().png().toBuffer();
        const chunk = pngChunk('tEXt', text(`Comment\0<html>${SCRIPT}`));
        return Buffer.concat([png.subarray(0, 33), chunk, png.subarray(33)]);
      },
    ],
  ])('%s loses all but the picture', async (_what, make) => {
    const original = await make();
    expect(original.includes(SCRIPT)).toBe(true);
    const { bytes } = await normalizeImage(original);
    expect(bytes.includes(SCRIPT)).toBe(false);
    expect(bytes.includes('PK\x03\x04')).toBe(false);
    const picture = await look(bytes);
    expect([picture.colourAt(5, 10), picture.colourAt(35, 10)]).toEqual(['red', 'blue']);
  });

  test('a PDF with a picture inside is a PDF', async () => {
    const jpeg = await twoHalves().jpeg().toBuffer();
    expect(await refusal(Buffer.concat([text('%PDF-1.4\nstream\n'), jpeg]))).toBe('it is a PDF document');
  });
});

describe('small files of many pixels, in bounded memory:', () => {
  test.each([
    ['a PNG of 49 million', async () => zerosPng(7_000, 7_000)],
    ['a turned AVIF of 16 million', () => plainAvif({ width: 4_000, height: 4_000, orientation: 6 })],
    ['an AVIF of a few more', () => largeAvif],
  ])('%s', async (_what, make) => {
    const bomb = await make();
    expect(bomb.length).toBeLessThan(100_000);
    expect(await peakMegabytes(bomb)).toBeLessThan(550);
  });
});

test('a JPEG that is read again and again is given up in time', async () => {
  const noise = { type: 'gaussian', mean: 128, sigma: 50 } as const;
  const jpeg = await sharp({
    create: { width: 2_000, height: 2_000, channels: 3, background: '#000', noise },
  })
    .jpeg({ progressive: true, quality: 30 })
    .toBuffer();
  const scan = jpeg.subarray(jpeg.lastIndexOf(Buffer.of(0xff, 0xda)), -2).subarray(0, 40);
  const bytes = Buffer.concat([jpeg.subarray(0, -2), ...Array(5_000).fill(scan), jpeg.subarray(-2)]);
  expect(await refusal(bytes)).toBe('it could not be decoded');
});

test('whatever is done to a file, it is taken as a clean picture or refused in words', async () => {
  const originals = await Promise.all([
    twoHalves().jpeg().toBuffer(),
    twoHalves().png().toBuffer(),
    twoHalves().webp().toBuffer(),
    twoHalves().gif().toBuffer(),
    twoHalves().tiff().toBuffer(),
    twoHalves().avif({ effort: 0 }).toBuffer(),
    heicFile({ exif: randomBytes(40) }),
  ]);
  const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...originals), damage, fc.nat(40), async (original, places, cut) => {
      const bytes = Buffer.from(original.subarray(0, original.length - (cut > 30 ? cut : 0)));
      for (const [place, value] of places) bytes[place % bytes.length] = value;
      const outcome = await normalizeImage(bytes).catch((error: unknown) => error);
      if (outcome instanceof ImageError) expect(outcome.message).toMatch(/^it /);
      else expect(outcome).toMatchObject({ name: expect.stringMatching(/^[\da-f]{64}\.(jpg|png|heic)$/) });
    }),
    { numRuns: 300 },
  );
});

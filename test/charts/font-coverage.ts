import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';

const FOLDER = join(
  dirname(fileURLToPath(import.meta.resolve('@fontsource/noto-sans/package.json'))),
  'files',
);

/** The code points for which the fonts of a weight have glyphs, as the font files themselves say. */
export function coverageOf(weight: 400 | 700): Set<number> {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith(`-${weight}-normal.woff2`));
  return new Set(files.flatMap((file) => characterMap(readFileSync(join(FOLDER, file)))));
}

// https://www.w3.org/TR/WOFF2/: a directory of tables, then all tables in one Brotli stream.
const HEADER_BYTES = 48;
/** Places in the list of known tags; 63 says that the tag is written out. */
const CMAP = 0;
const GLYF = 10;
const LOCA = 11;
const OTHER_TAG = 63;
/** "Not transformed" is version 3 for these two and 0 for the others. */
const isTransformed = (tag: number, version: number) => version !== (tag === GLYF || tag === LOCA ? 3 : 0);

function characterMap(file: Buffer): number[] {
  const tables = file.readUInt16BE(12);
  const compressedBytes = file.readUInt32BE(20);
  let at = HEADER_BYTES;
  const readLength = () => {
    let value = 0;
    let byte: number;
    do {
      byte = file.readUInt8(at++);
      value = value * 128 + (byte & 0x7f);
    } while (byte & 0x80);
    return value;
  };
  let cmapAt: number | undefined;
  let offset = 0;
  for (let table = 0; table < tables; table++) {
    const flags = file.readUInt8(at++);
    const tag = flags & 0x3f;
    if (tag === OTHER_TAG) at += 4;
    const plain = readLength();
    const length = isTransformed(tag, flags >> 6) ? readLength() : plain;
    if (tag === CMAP) cmapAt = offset;
    offset += length;
  }
  if (cmapAt === undefined) throw new Error('a font without a character map');
  return codePoints(brotliDecompressSync(file.subarray(at, at + compressedBytes)).subarray(cmapAt));
}

// https://learn.microsoft.com/typography/opentype/spec/cmap
function codePoints(cmap: Buffer): number[] {
  const subtables = Array.from({ length: cmap.readUInt16BE(2) }, (_, index) =>
    cmap.subarray(cmap.readUInt32BE(8 + index * 8)),
  );
  return subtables.flatMap((subtable) => (subtable.readUInt16BE(0) === 4 ? segments(subtable) : []));
}

/** Format 4: ranges of the first 65,536 code points, with those that have no glyph mapped to glyph 0. */
function segments(subtable: Buffer): number[] {
  const count = subtable.readUInt16BE(6) / 2;
  const found: number[] = [];
  for (let segment = 0; segment < count; segment++) {
    const field = (array: number) => 16 + (array * count + segment) * 2 - (array === 0 ? 2 : 0);
    const [end, start, delta] = [0, 1, 2].map((array) => subtable.readUInt16BE(field(array)));
    if (end === undefined || start === undefined || delta === undefined) continue;
    const rangeAt = field(3);
    const range = subtable.readUInt16BE(rangeAt);
    for (let code = start; code <= end; code++) {
      const glyph =
        range === 0 ? (code + delta) & 0xffff : subtable.readUInt16BE(rangeAt + range + (code - start) * 2);
      if (glyph !== 0) found.push(code);
    }
  }
  return found;
}

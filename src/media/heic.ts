import type { Metadata } from 'sharp';
import { MAX_UPLOAD_BYTES } from './encode-image.ts';
import { ImageError } from './image-error.ts';

/** A TIFF header whose list of entries is empty: what EXIF is when it says nothing. */
const EMPTY_TIFF = Buffer.from('MM\0*\0\0\0\x08\0\0\0\0\0\0', 'latin1');
const TIFF_STARTS = ['II*\0', 'MM\0*'];

/**
 * A HEIC picture as it may be sent on: Scenario takes what sharp cannot decode (HEVC). Only EXIF and XMP are blanked, in
 * their places, for everything in such a file is found by its offset.
 * @throws ImageError when it is too large, broken off, or does not give up what it says about its owner
 */
export function heicToSendOn(original: Uint8Array, { exif, xmp }: Metadata): Buffer {
  if (original.byteLength > MAX_UPLOAD_BYTES) {
    throw new ImageError('it is a HEIC picture of more than 4 MB, which cannot be shrunk here');
  }
  const bytes = Buffer.from(original);
  if (!isWhole(bytes)) throw new ImageError('it is a HEIC picture that is broken');
  if (exif !== undefined) blank(bytes, tiffIn(exif), EMPTY_TIFF);
  if (xmp !== undefined) blank(bytes, xmp, Buffer.alloc(0));
  return bytes;
}

/** Whether the file consists of boxes from its beginning to its very end, among them pictures' descriptions. */
function isWhole(bytes: Buffer): boolean {
  const types: string[] = [];
  let at = 0;
  while (at + 16 <= bytes.length) {
    const short = bytes.readUInt32BE(at);
    // 0: up to the end; 1: a long length follows.
    const size =
      short === 0 ? bytes.length - at : short === 1 ? Number(bytes.readBigUInt64BE(at + 8)) : short;
    if (size < 8) return false;
    types.push(bytes.toString('latin1', at + 4, at + 8));
    at += size;
  }
  return at === bytes.length && types[0] === 'ftyp' && types.includes('meta');
}

function tiffIn(exif: Buffer): Buffer {
  const starts = TIFF_STARTS.map((start) => exif.indexOf(start, 0, 'latin1')).filter((at) => at >= 0);
  return starts.length > 0 ? exif.subarray(Math.min(...starts)) : exif;
}

function blank(bytes: Buffer, part: Buffer, instead: Buffer): void {
  const at = part.length === 0 ? -1 : bytes.indexOf(part);
  if (at < 0) throw new ImageError('it is a HEIC picture with hidden data that cannot be removed here');
  bytes.fill(' ', at, at + part.length);
  if (instead.length <= part.length) instead.copy(bytes, at);
}

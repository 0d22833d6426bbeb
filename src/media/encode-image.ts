import type { Sharp } from 'sharp';

export interface EncodedImage {
  bytes: Buffer;
  ending: 'png' | 'jpg';
}

export type ImageEncoding = 'lossless' | 'lossy';

/** Scenario refuses 6 MB of base64; with its third on top this stays clear of that. */
export const MAX_UPLOAD_BYTES = 4_000_000;
/** The first is indistinguishable; the others are for noise, which hardly compresses. */
const JPEG_QUALITIES = [92, 80, 60] as const;

/**
 * Writes a picture without metadata, in 8 bits of sRGB on white: as a PNG where it is to stay as sharp as it is and that is
 * small enough to be uploaded, else as the best JPEG that is. Where none is, it is the smallest.
 */
export async function encodeImage(picture: Sharp, encoding: ImageEncoding): Promise<EncodedImage> {
  // Colours are turned into sRGB before a profile is dropped. Video frames have no alpha.
  const flat = picture.flatten({ background: '#ffffff' }).toColourspace('srgb');
  if (encoding === 'lossless') {
    const bytes = await flat.clone().png().toBuffer();
    if (bytes.byteLength <= MAX_UPLOAD_BYTES) return { bytes, ending: 'png' };
  }
  let bytes = Buffer.alloc(0);
  for (const quality of JPEG_QUALITIES) {
    bytes = await flat.clone().jpeg({ quality, chromaSubsampling: '4:4:4' }).toBuffer();
    if (bytes.byteLength <= MAX_UPLOAD_BYTES) break;
  }
  return { bytes, ending: 'jpg' };
}

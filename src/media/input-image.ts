import { createHash } from 'node:crypto';
import sharp, { type Metadata } from 'sharp';

export interface NormalizedImage {
  bytes: Buffer;
  /** The content's SHA-256 with the ending of its type: the same picture always has the same name. */
  name: string;
}

/** A file that is not a picture the bot can use. The message says why, in words for its owner. */
export class ImageError extends Error {
  override readonly name = 'ImageError';
}

/** Taken as they are when small enough and free of EXIF and XMP; Scenario accepts them and Veo's providers read them. */
const KEPT_FORMATS: Record<string, string> = { jpeg: 'jpg', png: 'png', webp: 'webp' };
/** Decoded and re-encoded; anything else (drawings and documents that sharp could render too) is refused. */
const READ_FORMATS = new Set([...Object.keys(KEPT_FORMATS), 'gif', 'heif', 'tiff']);
/** Scenario refuses 6 MB of base64; with its third on top this stays clear of that. */
const MAX_UPLOAD_BYTES = 4_000_000;
/** Decoding a picture costs four bytes a pixel. */
const MAX_PIXELS = 50_000_000;
/** The largest video frame is 1920 × 1080; more only costs time. */
const MAX_SIDE_PIXELS = 1_920;
const JPEG_QUALITY = 92;
const DECODE_TIMEOUT_SECONDS = 20;

/**
 * Makes a member's picture fit to be sent on: judged by its content, re-encoded as JPEG when it is of another type, too
 * large, or carries EXIF or XMP (which may say where it was taken).
 * @throws ImageError
 */
export async function normalizeImage(original: Uint8Array): Promise<NormalizedImage> {
  const metadata = await readMetadata(original);
  const ending = KEPT_FORMATS[metadata.format];
  const asItIs = ending !== undefined && !needsWork(metadata, original.byteLength);
  // Decoded in either case: a file that breaks off in the middle has a sound beginning.
  const reencoded = await reencode(original);
  const bytes = asItIs ? Buffer.from(original) : reencoded;
  if (bytes.byteLength > MAX_UPLOAD_BYTES) throw new ImageError('it is too large, even after shrinking it');
  return { bytes, name: `${createHash('sha256').update(bytes).digest('hex')}.${asItIs ? ending : 'jpg'}` };
}

const needsWork = (metadata: Metadata, bytes: number): boolean =>
  bytes > MAX_UPLOAD_BYTES ||
  metadata.exif !== undefined ||
  metadata.xmp !== undefined ||
  (metadata.pages ?? 1) > 1 ||
  Math.max(metadata.width, metadata.height) > MAX_SIDE_PIXELS;

async function readMetadata(original: Uint8Array): Promise<Metadata> {
  let metadata: Metadata;
  try {
    // Throws at once for an empty file, and rejects for others.
    metadata = await sharp(original, { limitInputPixels: MAX_PIXELS }).metadata();
  } catch (cause) {
    throw new ImageError('it is not a picture that can be read', { cause });
  }
  if (READ_FORMATS.has(metadata.format)) return metadata;
  throw new ImageError(`pictures of type ${metadata.format} are not taken`);
}

async function reencode(original: Uint8Array): Promise<Buffer> {
  try {
    // Animations: the first frame. `autoOrient` turns the pixels the way EXIF said before EXIF is dropped.
    return await sharp(original, { limitInputPixels: MAX_PIXELS, pages: 1, failOn: 'error' })
      .timeout({ seconds: DECODE_TIMEOUT_SECONDS })
      .autoOrient()
      .resize(MAX_SIDE_PIXELS, MAX_SIDE_PIXELS, { fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .jpeg({ quality: JPEG_QUALITY })
      .toBuffer();
  } catch (cause) {
    throw new ImageError('it could not be decoded', { cause });
  }
}

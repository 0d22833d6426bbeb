import { createHash } from 'node:crypto';
import sharp, { type Metadata } from 'sharp';
import { fileInWords } from '../lib/file-in-words.ts';
import { type EncodedImage, encodeImage, type ImageEncoding } from './encode-image.ts';
import { heicToSendOn } from './heic.ts';
import { ImageError } from './image-error.ts';
import { sniffType } from './sniff-type.ts';

export interface NormalizedImage {
  bytes: Buffer;
  /** The content's SHA-256 with the ending of its type: the same picture always has the same name. */
  name: string;
}

interface Reader {
  /** What sharp has to find as well. */
  format: Metadata['format'];
  encoding: ImageEncoding;
}

/** By sniffed type. What is drawn by hand stays lossless. HEIF is AVIF or HEIC by what is in it. */
const READERS: Readonly<Record<string, Reader>> = {
  'image/jpeg': { format: 'jpeg', encoding: 'lossy' },
  'image/png': { format: 'png', encoding: 'lossless' },
  'image/apng': { format: 'png', encoding: 'lossless' },
  'image/webp': { format: 'webp', encoding: 'lossy' },
  'image/gif': { format: 'gif', encoding: 'lossless' },
  'image/tiff': { format: 'tiff', encoding: 'lossy' },
  'image/avif': { format: 'heif', encoding: 'lossy' },
  'image/heif': { format: 'heif', encoding: 'lossy' },
  'image/heic': { format: 'heif', encoding: 'lossy' },
};

/** The most that is decoded. */
interface PixelLimit {
  pixels: number;
  /** After “is the most I take”. */
  of: string;
}

/** Decoding such a picture costs up to ten bytes a pixel. Telephones make 48 million. */
const PIXEL_LIMIT: PixelLimit = { pixels: 50_000_000, of: '' };
/** AVIF is decoded whole and in several copies: for twenty bytes a pixel, and thirty with more than 8 bits, turned. */
const AVIF_PIXEL_LIMIT: PixelLimit = { pixels: 16_000_000, of: ' of an AVIF picture' };
/** A tall photograph that is cropped to a wide video still has the 1920 pixels of its frame. */
const KEPT_MAX_SIDE_PIXELS = 3_840;
const DECODE_TIMEOUT_SECONDS = 20;

/**
 * Makes a member's picture fit to be kept: judged by its content, decoded and written anew, upright and without metadata, so
 * that nothing else of the file is left. Only HEIC, which cannot be decoded here, stays what it is but for its metadata.
 * @throws ImageError
 */
export async function normalizeImage(original: Uint8Array): Promise<NormalizedImage> {
  const type = await typeOf(original);
  const reader = READERS[type];
  if (reader === undefined) throw new ImageError(`it is ${fileInWords(type)}`);
  const metadata = await readMetadata(original, reader);
  if (isHeic(metadata)) {
    return named(heicToSendOn(original, metadata), 'heic');
  }
  const { bytes, ending } = await reencode(original, reader.encoding, pixelLimitOf(metadata).pixels);
  return named(bytes, ending);
}

const named = (bytes: Buffer, ending: EncodedImage['ending'] | 'heic'): NormalizedImage => ({
  bytes,
  name: `${createHash('sha256').update(bytes).digest('hex')}.${ending}`,
});

async function typeOf(original: Uint8Array): Promise<string> {
  try {
    return await sniffType(original);
  } catch (cause) {
    throw new ImageError('it is not a picture that can be read', { cause });
  }
}

/** Reads the header only. */
async function readMetadata(original: Uint8Array, { format }: Reader): Promise<Metadata> {
  let metadata: Metadata;
  try {
    metadata = await sharp(original, { limitInputPixels: false }).metadata();
  } catch (cause) {
    throw new ImageError('it is not a picture that can be read', { cause });
  }
  if (metadata.format !== format) throw new ImageError('it is not the kind of picture that it begins like');
  const { width, height } = metadata;
  const { pixels, of } = pixelLimitOf(metadata);
  if (width * height > pixels) {
    const most = `${pixels / 1_000_000} million is the most I take${of}`;
    throw new ImageError(`it has ${width} × ${height} pixels, and ${most}`);
  }
  return metadata;
}

const isHeic = ({ format, compression }: Metadata): boolean => format === 'heif' && compression === 'hevc';

/** HEIC is not decoded. */
const pixelLimitOf = (metadata: Metadata): PixelLimit =>
  metadata.format === 'heif' && !isHeic(metadata) ? AVIF_PIXEL_LIMIT : PIXEL_LIMIT;

async function reencode(
  original: Uint8Array,
  encoding: ImageEncoding,
  maxPixels: number,
): Promise<EncodedImage> {
  try {
    // Animations: the first frame. `autoOrient` turns the pixels the way EXIF said before EXIF is dropped.
    const picture = sharp(original, { limitInputPixels: maxPixels, pages: 1, failOn: 'error' })
      .timeout({ seconds: DECODE_TIMEOUT_SECONDS })
      .autoOrient()
      .resize(KEPT_MAX_SIDE_PIXELS, KEPT_MAX_SIDE_PIXELS, { fit: 'inside', withoutEnlargement: true });
    return await encodeImage(picture, encoding);
  } catch (cause) {
    throw new ImageError('it could not be decoded', { cause });
  }
}

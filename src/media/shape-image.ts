import sharp from 'sharp';
import { encodeImage, MAX_UPLOAD_BYTES } from './encode-image.ts';

/** How the model wants a picture: as large as a frame of the video, or whole with no side above a number of pixels. */
export type ImageShape =
  | { kind: 'frame'; width: number; height: number }
  | { kind: 'whole'; maxSide: number };

/**
 * Brings a kept picture into a shape. For a frame it is cropped around its middle, and then made exactly as large: the video
 * has that many pixels, so a smaller picture is enlarged by somebody in any case, and never by more than that.
 * @returns undefined when it is in shape as it is, or is a HEIC picture, which cannot be decoded here
 */
export async function shapeImage(kept: Buffer, shape: ImageShape): Promise<Buffer | undefined> {
  const { width, height, format } = await sharp(kept).metadata();
  if (format === 'heif' || isInShape({ width, height, bytes: kept.byteLength }, shape)) return undefined;
  const picture = sharp(kept, { failOn: 'error' });
  const shaped =
    shape.kind === 'frame'
      ? picture.extract(middleOf({ width, height }, shape)).resize(shape.width, shape.height, { fit: 'fill' })
      : picture.resize(shape.maxSide, shape.maxSide, { fit: 'inside', withoutEnlargement: true });
  return (await encodeImage(shaped, format === 'png' ? 'lossless' : 'lossy')).bytes;
}

interface Size {
  width: number;
  height: number;
}

function isInShape({ width, height, bytes }: Size & { bytes: number }, shape: ImageShape): boolean {
  if (bytes > MAX_UPLOAD_BYTES) return false;
  return shape.kind === 'frame'
    ? width === shape.width && height === shape.height
    : Math.max(width, height) <= shape.maxSide;
}

/** The largest part of a picture around its middle that has the proportions of a frame; at least one pixel. */
export function middleOf({ width, height }: Size, frame: Size): Size & { left: number; top: number } {
  const part = {
    width: Math.max(1, Math.min(width, Math.round((height * frame.width) / frame.height))),
    height: Math.max(1, Math.min(height, Math.round((width * frame.height) / frame.width))),
  };
  return {
    ...part,
    left: Math.floor((width - part.width) / 2),
    top: Math.floor((height - part.height) / 2),
  };
}

import { frameSize } from '../veo/frame-size.ts';
import type { VeoSettings } from '../veo/settings.ts';
import type { AttachedPicture } from './input-pictures.ts';

/** Less than this is not missed. */
const TOLERANCE = 0.02;
/** Proportions that have a name, wide; a picture that is a hundredth off is called so. */
const NAMED_RATIOS = ['1:1', '5:4', '4:3', '3:2', '16:10', '16:9', '2:1', '21:9'] as const;
const NAME_TOLERANCE = 0.01;

/** What to say of pictures that do not have the video's shape, as far as Discord says how large they are. */
export const cropWarnings = (
  pictures: readonly AttachedPicture[],
  settings: Pick<VeoSettings, 'resolution' | 'aspectRatio'>,
): string[] => pictures.flatMap((picture) => cropWarning(picture, settings) ?? []);

function cropWarning(
  { slot, width = 0, height = 0 }: AttachedPicture,
  settings: Pick<VeoSettings, 'resolution' | 'aspectRatio'>,
): string | undefined {
  // Reference pictures keep their shape.
  if ((slot !== 'image' && slot !== 'last_frame_image') || width <= 0 || height <= 0) return undefined;
  const frame = frameSize(settings);
  if (isNear(width / height, frame.width / frame.height, TOLERANCE)) return undefined;
  const cropped = `\`${slot}\` is ${ratioName(width, height)}: it is cropped around its middle to ${settings.aspectRatio}.`;
  const liesAcross = width !== height && width > height !== frame.width > frame.height;
  return liesAcross
    ? `${cropped} More of it stays with \`aspect_ratio\` ${settings.aspectRatio === '16:9' ? '9:16' : '16:9'}.`
    : cropped;
}

function ratioName(width: number, height: number): string {
  const wide = Math.max(width, height) / Math.min(width, height);
  for (const name of NAMED_RATIOS) {
    const [long = 1, short = 1] = name.split(':').map(Number);
    if (isNear(wide, long / short, NAME_TOLERANCE)) return width >= height ? name : `${short}:${long}`;
  }
  return `${width} × ${height} pixels`;
}

const isNear = (ratio: number, other: number, tolerance: number): boolean =>
  Math.abs(ratio / other - 1) <= tolerance;

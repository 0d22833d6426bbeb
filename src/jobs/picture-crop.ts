import { frameSize } from '../veo/frame-size.ts';
import type { VeoSettings } from '../veo/settings.ts';
import { type AttachedPicture, isHeic, type KeptPicture } from './input-pictures.ts';

/** Less than this is not missed. */
const TOLERANCE = 0.02;
/** Proportions that have a name, wide; a picture that is a hundredth off is called so. */
const NAMED_RATIOS = ['1:1', '5:4', '4:3', '3:2', '16:10', '16:9', '2:1', '21:9'] as const;
const NAME_TOLERANCE = 0.01;

type Frame = Pick<VeoSettings, 'resolution' | 'aspectRatio'>;
type SizedPicture = Pick<AttachedPicture, 'slot' | 'width' | 'height'>;

/** Tells how large kept pictures are. */
export interface PictureSizes {
  /** @returns undefined when it cannot be read here, or is gone */
  of(picture: Pick<KeptPicture, 'storedAs'>): Promise<{ width: number; height: number } | undefined>;
}

/** What to say of pictures that do not have the video's shape, as far as it is known how large they are. */
export const cropWarnings = (pictures: readonly SizedPicture[], settings: Frame): string[] =>
  pictures.flatMap((picture) => cropWarning(picture, settings) ?? []);

/** The same of pictures before they were looked into, and of those of which it cannot be known, that. */
export const attachedWarnings = (pictures: readonly AttachedPicture[], settings: Frame): string[] =>
  pictures.filter(isFrame).flatMap((picture) => {
    const { slot, width = 0, height = 0 } = picture;
    const shape = settings.aspectRatio;
    const isSized = width > 0 && height > 0;
    const warning = cropWarning(picture, settings);
    if (isHeic(picture)) {
      if (isSized && warning === undefined) return [];
      return `\`${slot}\` is a HEIC picture: it is sent as it is, and not cropped to ${shape}. For that, attach it as JPEG.`;
    }
    if (isSized) return warning ?? [];
    return `Discord does not say what shape \`${slot}\` has: if it is not ${shape}, it is cropped around its middle.`;
  });

/** Reference pictures keep their shape. */
const isFrame = ({ slot }: Pick<SizedPicture, 'slot'>): boolean =>
  slot === 'image' || slot === 'last_frame_image';

function cropWarning(picture: SizedPicture, settings: Frame): string | undefined {
  const { slot, width = 0, height = 0 } = picture;
  if (!isFrame(picture) || width <= 0 || height <= 0) return undefined;
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

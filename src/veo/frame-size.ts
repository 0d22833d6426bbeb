import type { VeoSettings } from './settings.ts';

const SHORT_SIDE_PIXELS: Record<VeoSettings['resolution'], number> = { '720p': 720, '1080p': 1_080 };

/** Pixels of a video's frames. */
export function frameSize({ resolution, aspectRatio }: Pick<VeoSettings, 'resolution' | 'aspectRatio'>): {
  width: number;
  height: number;
} {
  const short = SHORT_SIDE_PIXELS[resolution];
  const long = (short * 16) / 9;
  return aspectRatio === '16:9' ? { width: long, height: short } : { width: short, height: long };
}

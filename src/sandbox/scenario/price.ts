import type { VeoBody } from './validate.ts';

/**
 * Made up: Scenario publishes no prices for Veo. Like the real ones they follow length, resolution and sound.
 *
 * | creative units | 4 s | 6 s | 8 s |
 * | --- | --- | --- | --- |
 * | 720p silent | 100 | 150 | 200 |
 * | 720p with sound | 200 | 300 | 400 |
 * | 1080p silent | 160 | 240 | 320 |
 * | 1080p with sound | 320 | 480 | 640 |
 *
 * Each reference image adds 10.
 */
const CU_PER_SECOND = {
  '720p': { silent: 25, sound: 50 },
  '1080p': { silent: 40, sound: 80 },
} as const;
const CU_PER_REFERENCE_IMAGE = 10;

/** In creative units. */
export function priceOf(body: VeoBody): number {
  const perSecond = CU_PER_SECOND[body.resolution][body.generateAudio ? 'sound' : 'silent'];
  return perSecond * body.duration + CU_PER_REFERENCE_IMAGE * (body.referenceImages?.length ?? 0);
}

import { type ImageSlot, VEO_MODEL_ID, VEO_PARAMETERS } from './parameters.ts';
import type { VeoSettings } from './settings.ts';

/** What a video's price depends on: requests with the same key cost the same. */
export function priceKey(settings: VeoSettings, slots: readonly ImageSlot[]): string {
  const references = VEO_PARAMETERS.referenceImages.options.filter((slot) => slots.includes(slot)).length;
  return [
    VEO_MODEL_ID,
    settings.resolution,
    `${settings.duration}s`,
    settings.generateAudio ? 'audio' : 'silent',
    slots.includes('image') ? 'image' : 'text',
    `${references}refs`,
  ].join('|');
}

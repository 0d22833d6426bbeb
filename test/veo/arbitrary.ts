import fc from 'fast-check';
import { type ImageSlot, VEO_PARAMETERS } from '../../src/veo/parameters.ts';
import type { GivenSettings, VeoSettings } from '../../src/veo/settings.ts';

/** Every option that carries a picture. */
const SLOTS: readonly ImageSlot[] = [
  ...VEO_PARAMETERS.image.options,
  ...VEO_PARAMETERS.lastFrameImage.options,
  ...VEO_PARAMETERS.referenceImages.options,
];

const { min, max } = VEO_PARAMETERS.seed;

/** Settings as a member may give them: the prompt, and any of the others. */
export const givenSettings: fc.Arbitrary<GivenSettings> = fc.record(
  {
    prompt: fc.string({ minLength: 1 }),
    negativePrompt: fc.string({ minLength: 1 }),
    referenceImagesType: fc.constantFrom('ASSET', 'STYLE'),
    resolution: fc.constantFrom('720p', '1080p'),
    aspectRatio: fc.constantFrom('16:9', '9:16'),
    duration: fc.constantFrom(4, 6, 8),
    generateAudio: fc.boolean(),
    seed: fc.integer({ min, max }),
  },
  { requiredKeys: ['prompt'] },
);

export const someSlots: fc.Arbitrary<ImageSlot[]> = fc.subarray([...SLOTS]);

/** Settings of a job: nothing but the prompt was chosen. */
export const plainSettings = (changes: Partial<VeoSettings> = {}): VeoSettings => ({
  prompt: 'A paper boat at dusk',
  resolution: '720p',
  aspectRatio: '16:9',
  duration: 8,
  generateAudio: true,
  seed: 7,
  ...changes,
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { veoRequestBody } from '../../src/veo/request-body.ts';
import { completeSettings } from '../../src/veo/settings.ts';
import { givenSettings, plainSettings, someSlots } from './arbitrary.ts';

/** As Scenario's reference lists them for Veo 3.1. */
const API_NAMES = new Set([
  'prompt',
  'image',
  'lastFrameImage',
  'referenceImages',
  'referenceImagesType',
  'negativePrompt',
  'resolution',
  'generateAudio',
  'aspectRatio',
  'duration',
  'seed',
]);

test('the smallest body names everything that Scenario would otherwise choose', () => {
  expect(veoRequestBody(plainSettings(), {})).toEqual({
    prompt: 'A paper boat at dusk',
    resolution: '720p',
    aspectRatio: '16:9',
    duration: 8,
    generateAudio: true,
    seed: 7,
  });
});

test('the largest body carries every setting and every picture', () => {
  const settings = plainSettings({ negativePrompt: 'rain', referenceImagesType: 'STYLE', duration: 6 });
  const assets = {
    image: 'asset_first',
    last_frame_image: 'asset_last',
    reference_image_3: 'asset_c',
    reference_image_1: 'asset_a',
  };
  expect(veoRequestBody(settings, assets)).toEqual({
    prompt: 'A paper boat at dusk',
    negativePrompt: 'rain',
    image: 'asset_first',
    lastFrameImage: 'asset_last',
    referenceImages: ['asset_a', 'asset_c'],
    referenceImagesType: 'STYLE',
    resolution: '720p',
    aspectRatio: '16:9',
    duration: 6,
    generateAudio: true,
    seed: 7,
  });
});

test('a single reference picture is still a list: Scenario drops a bare value without a word', () => {
  expect(veoRequestBody(plainSettings(), { reference_image_2: 'asset_b' })).toHaveProperty(
    'referenceImages',
    ['asset_b'],
  );
});

test('sound that is off and a seed of 0 are sent, not left out', () => {
  expect(veoRequestBody(plainSettings({ generateAudio: false, seed: 0 }), {})).toMatchObject({
    generateAudio: false,
    seed: 0,
  });
});

test('any body has only names and kinds of values that the API knows', () => {
  fc.assert(
    fc.property(givenSettings, someSlots, (given, slots) => {
      const assets = Object.fromEntries(slots.map((slot) => [slot, `asset_${slot}`]));
      const body = veoRequestBody(completeSettings(given, 42), assets);

      expect(Object.keys(body).filter((name) => !API_NAMES.has(name))).toEqual([]);
      expect(Object.values(body)).not.toContain(undefined);
      expect(JSON.parse(JSON.stringify(body))).toEqual(body);
      expect(body.generateAudio).toBeTypeOf('boolean');
      expect(body.duration).toBeTypeOf('number');
      expect(body.seed).toBeTypeOf('number');
      expect('image' in body).toBe(slots.includes('image'));
      expect('lastFrameImage' in body).toBe(slots.includes('last_frame_image'));

      const references = slots.filter((slot) => slot.startsWith('reference_image_'));
      expect(body.referenceImages ?? []).toEqual(references.map((slot) => `asset_${slot}`));
      expect('referenceImages' in body).toBe(references.length > 0);
    }),
  );
});

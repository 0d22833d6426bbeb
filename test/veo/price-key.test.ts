import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ImageSlot } from '../../src/veo/parameters.ts';
import { priceKey } from '../../src/veo/price-key.ts';
import { completeSettings, type VeoSettings } from '../../src/veo/settings.ts';
import { givenSettings, plainSettings, someSlots } from './arbitrary.ts';

const PLAIN = priceKey(plainSettings(), []);

describe('another price:', () => {
  test.each<[string, Partial<VeoSettings>, ImageSlot[]]>([
    ['the resolution', { resolution: '1080p' }, []],
    ['the length', { duration: 4 }, []],
    ['the sound', { generateAudio: false }, []],
    ['a first frame', {}, ['image']],
    ['a reference picture', {}, ['reference_image_1']],
  ])('%s', (_what, changes, slots) => {
    expect(priceKey(plainSettings(changes), slots)).not.toBe(PLAIN);
  });

  test('each further reference picture', () => {
    const growing: ImageSlot[][] = [
      [],
      ['reference_image_1'],
      ['reference_image_1', 'reference_image_3'],
      ['reference_image_1', 'reference_image_2', 'reference_image_3'],
    ];
    const keys = growing.map((slots) => priceKey(plainSettings(), slots));
    expect(new Set(keys).size).toBe(growing.length);
  });
});

describe('the same price:', () => {
  test.each<[string, Partial<VeoSettings>]>([
    ['the prompt', { prompt: 'Something else' }],
    ['the negative prompt', { negativePrompt: 'rain' }],
    ['the seed', { seed: 8 }],
    ['the shape', { aspectRatio: '9:16' }],
    ['what references give', { referenceImagesType: 'STYLE' }],
  ])('%s', (_what, changes) => {
    expect(priceKey(plainSettings(changes), [])).toBe(PLAIN);
  });

  test('whichever options the reference pictures are in', () => {
    expect(priceKey(plainSettings(), ['reference_image_3', 'reference_image_2'])).toBe(
      priceKey(plainSettings(), ['reference_image_1', 'reference_image_2']),
    );
  });
});

test('two requests have the same key exactly when all that costs is the same', () => {
  const request = fc.tuple(givenSettings, someSlots).map(([given, slots]) => {
    const settings = completeSettings(given, 42);
    const { resolution, duration, generateAudio } = settings;
    const references = slots.filter((slot) => slot.startsWith('reference_image_')).length;
    const costs = [resolution, duration, generateAudio, slots.includes('image'), references];
    return { key: priceKey(settings, slots), costs: JSON.stringify(costs) };
  });
  fc.assert(
    fc.property(request, request, (one, other) => {
      expect(one.key === other.key).toBe(one.costs === other.costs);
    }),
    { numRuns: 500 },
  );
});

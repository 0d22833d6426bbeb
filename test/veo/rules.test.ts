import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ImageSlot } from '../../src/veo/parameters.ts';
import { checkRules, VEO_RULES } from '../../src/veo/rules.ts';
import type { GivenSettings } from '../../src/veo/settings.ts';
import { givenSettings, someSlots } from './arbitrary.ts';

type Settings = Partial<GivenSettings>;

/** The ids of the rules that a request breaks. */
const brokenBy = (slots: ImageSlot[], settings: Settings = {}): string[] =>
  VEO_RULES.filter((rule) => rule.broken({ settings: { prompt: 'A boat', ...settings }, slots })).map(
    ({ id }) => id,
  );

describe('breaks', () => {
  test.each<[string, ImageSlot[], Settings]>([
    ['image-or-references', ['image', 'reference_image_1'], {}],
    ['image-or-references', ['image', 'reference_image_3'], {}],
    ['image-or-references', ['image', 'last_frame_image', 'reference_image_2'], {}],
    ['references-need-8-seconds', ['reference_image_1'], { duration: 4 }],
    ['references-need-8-seconds', ['reference_image_2'], { duration: 6 }],
    ['last-frame-needs-image', ['last_frame_image'], {}],
    ['last-frame-needs-image', ['last_frame_image', 'reference_image_1'], {}],
    ['reference-type-needs-references', [], { referenceImagesType: 'STYLE' }],
    ['reference-type-needs-references', ['image'], { referenceImagesType: 'ASSET' }],
    ['tall-with-references', ['reference_image_1'], { aspectRatio: '9:16' }],
  ])('%s: %j with %j', (id, slots, settings) => {
    expect(brokenBy(slots, settings)).toEqual([id]);
  });
});

describe('breaks nothing', () => {
  test.each<[string, ImageSlot[], Settings]>([
    ['a prompt alone', [], {}],
    ['a first frame', ['image'], {}],
    ['a first frame of any length', ['image'], { duration: 4 }],
    ['a first frame for a tall video', ['image'], { aspectRatio: '9:16' }],
    ['a first and a last frame', ['image', 'last_frame_image'], {}],
    ['one reference picture, in any option', ['reference_image_3'], {}],
    ['three reference pictures', ['reference_image_1', 'reference_image_2', 'reference_image_3'], {}],
    ['reference pictures with 8 seconds', ['reference_image_1'], { duration: 8 }],
    ['reference pictures with a type', ['reference_image_2'], { referenceImagesType: 'STYLE' }],
    ['reference pictures for a wide video', ['reference_image_1'], { aspectRatio: '16:9' }],
    ['1080p with 4 seconds, which Scenario does not forbid', [], { resolution: '1080p', duration: 4 }],
  ])('%s', (_what, slots, settings) => {
    expect(brokenBy(slots, settings)).toEqual([]);
  });
});

test('everything that is wrong is said at once', () => {
  const settings: GivenSettings = { prompt: 'A boat', duration: 4, aspectRatio: '9:16' };
  const slots: ImageSlot[] = ['image', 'reference_image_1'];
  const { refusals, warnings } = checkRules({ settings, slots });
  expect(refusals).toHaveLength(2);
  expect(refusals[0]).toContain('`image`');
  expect(refusals[1]).toContain('`duration`');
  expect(warnings).toEqual([expect.stringContaining('costs you nothing')]);
});

test('a doubtful request is warned of, not refused', () => {
  const settings: GivenSettings = { prompt: 'A boat', aspectRatio: '9:16' };
  expect(checkRules({ settings, slots: ['reference_image_1'] })).toEqual({
    refusals: [],
    warnings: [expect.stringContaining('Tall videos')],
  });
});

test('a request without pictures is refused for nothing but a reference type', () => {
  fc.assert(
    fc.property(givenSettings, (settings) => {
      const { refusals, warnings } = checkRules({ settings, slots: [] });
      expect(refusals).toHaveLength(settings.referenceImagesType === undefined ? 0 : 1);
      expect(warnings).toEqual([]);
    }),
  );
});

test('what is let through is never what Scenario documents as impossible', () => {
  fc.assert(
    fc.property(givenSettings, someSlots, (settings, slots) => {
      const references = slots.filter((slot) => slot.startsWith('reference_image_'));
      const impossible = references.length > 0 && (slots.includes('image') || (settings.duration ?? 8) !== 8);
      if (impossible) expect(checkRules({ settings, slots }).refusals).not.toEqual([]);
    }),
  );
});

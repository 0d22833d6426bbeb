import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { VEO_PARAMETERS } from '../../src/veo/parameters.ts';
import {
  completeSettings,
  DRAWN_SEED,
  givenSettingsSchema,
  veoSettingsSchema,
} from '../../src/veo/settings.ts';
import { givenSettings } from './arbitrary.ts';

/** The names that are wrong in what was given. */
const wrongIn = (given: Record<string, unknown>): unknown[] =>
  givenSettingsSchema.safeParse({ prompt: 'A boat', ...given }).error?.issues.map(({ path }) => path[0]) ??
  [];

test('what was not chosen gets its default, and the seed is the one that was drawn', () => {
  expect(completeSettings({ prompt: 'A boat' }, 42)).toEqual({
    prompt: 'A boat',
    resolution: '720p',
    aspectRatio: '16:9',
    duration: 8,
    generateAudio: true,
    seed: 42,
  });
});

test('what was chosen stays, a seed of 0 and a sound that is off among it', () => {
  fc.assert(
    fc.property(givenSettings, fc.integer(), (given, drawn) => {
      expect(completeSettings(given, drawn)).toMatchObject(given);
    }),
    { examples: [[{ prompt: 'A boat', seed: 0, generateAudio: false }, 42]] },
  );
});

test('a reference type has no default: it would be a setting without pictures', () => {
  expect(completeSettings({ prompt: 'A boat' }, 42)).not.toHaveProperty('referenceImagesType');
});

test('every drawn seed may also be given', () => {
  expect(DRAWN_SEED.min).toBeGreaterThanOrEqual(VEO_PARAMETERS.seed.min);
  expect(DRAWN_SEED.max).toBeLessThanOrEqual(VEO_PARAMETERS.seed.max);
});

test('settings survive being kept as JSON', () => {
  fc.assert(
    fc.property(givenSettings, (given) => {
      const settings = completeSettings({ ...given, prompt: 'A boat', negativePrompt: 'rain' }, 42);
      expect(veoSettingsSchema.parse(JSON.parse(JSON.stringify(settings)))).toEqual(settings);
    }),
  );
});

test('settings that were kept before a parameter was added get its default', () => {
  expect(veoSettingsSchema.parse({ prompt: 'A boat', seed: 1 })).toMatchObject({ duration: 8, seed: 1 });
});

test('settings that were kept without a seed are not taken', () => {
  expect(veoSettingsSchema.safeParse({ prompt: 'A boat' }).success).toBe(false);
});

describe('refused:', () => {
  test.each<[string, unknown, string]>([
    ['prompt', '', 'an empty prompt'],
    ['prompt', ' \n\t ', 'a prompt of blanks'],
    ['prompt', 'x'.repeat(4_001), 'a prompt that is too long'],
    ['prompt', undefined, 'no prompt'],
    ['prompt', 7, 'a prompt that is no text'],
    ['negativePrompt', '', 'an empty negative prompt'],
    ['negativePrompt', 'x'.repeat(1_001), 'a negative prompt that is too long'],
    ['resolution', '4k', 'a resolution that does not exist'],
    ['aspectRatio', '1:1', 'a shape that does not exist'],
    ['duration', 5, 'a length between the choices'],
    ['duration', '8', 'a length that is a text'],
    ['duration', 8.5, 'a broken length'],
    ['generateAudio', 'true', 'a switch that is a text'],
    ['referenceImagesType', 'asset', 'a choice in other letters'],
    ['seed', -1, 'a seed below the range'],
    ['seed', 4_294_967_296, 'a seed above the range'],
    ['seed', 1.5, 'a broken seed'],
    ['seed', Number.NaN, 'a seed that is no number'],
  ])('%s %j (%s)', (name, value, _what) => {
    expect(wrongIn({ [name]: value })).toEqual([name]);
  });
});

describe('taken:', () => {
  test.each([
    ['prompt', 'x'.repeat(4_000)],
    ['negativePrompt', 'x'.repeat(1_000)],
    ['seed', 0],
    ['seed', 4_294_967_295],
    ['duration', 4],
    ['generateAudio', false],
  ])('%s at the edge of what is allowed', (name, value) => {
    expect(wrongIn({ [name]: value })).toEqual([]);
  });

  test('a prompt without the blanks around it', () => {
    expect(givenSettingsSchema.parse({ prompt: '  A boat\n' })).toEqual({ prompt: 'A boat' });
  });

  test('only what the table knows', () => {
    expect(givenSettingsSchema.parse({ prompt: 'A boat', numOutputs: 4, seed: undefined })).toEqual({
      prompt: 'A boat',
    });
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ImageSlot } from '../../src/veo/parameters.ts';
import { completeSettings, type VeoSettings } from '../../src/veo/settings.ts';
import { summaryLine } from '../../src/veo/summary.ts';
import { givenSettings, plainSettings, someSlots } from './arbitrary.ts';

describe('the line for', () => {
  test.each<[string, Partial<VeoSettings>, ImageSlot[], string]>([
    ['nothing but a prompt', {}, [], '720p · 16:9 · 8 s · sound · seed 7'],
    [
      'other choices',
      { resolution: '1080p', aspectRatio: '9:16', duration: 4, generateAudio: false, seed: 0 },
      [],
      '1080p · 9:16 · 4 s · no sound · seed 0',
    ],
    [
      'a first and a last frame',
      {},
      ['image', 'last_frame_image'],
      'first frame · last frame · 720p · 16:9 · 8 s · sound · seed 7',
    ],
    [
      'one reference picture',
      { referenceImagesType: 'ASSET' },
      ['reference_image_2'],
      'reference picture · 720p · 16:9 · 8 s · sound · seed 7',
    ],
    [
      'two style references',
      { referenceImagesType: 'STYLE' },
      ['reference_image_1', 'reference_image_3'],
      '2 reference pictures · style reference · 720p · 16:9 · 8 s · sound · seed 7',
    ],
  ])('%s', (_what, changes, slots, line) => {
    expect(summaryLine(plainSettings(changes), slots)).toBe(line);
  });
});

test('a line never says what was typed, and never has an empty part', () => {
  fc.assert(
    fc.property(givenSettings, someSlots, (given, slots) => {
      const marked = { ...given, prompt: 'PROMPT', negativePrompt: 'NEGATIVE' };
      const line = summaryLine(completeSettings(marked, 42), slots);
      expect(line).not.toMatch(/PROMPT|NEGATIVE|undefined/);
      expect(line.split(' · ').every((part) => part.trim() !== '')).toBe(true);
    }),
  );
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  count,
  cut,
  durationText,
  fileNameFor,
  ordinal,
  relativeTime,
  unitsText,
} from '../../src/discord/text.ts';

describe('cut', () => {
  test.each([
    ['boat', 4, 'boat'],
    ['boats', 4, 'boa…'],
    ['a boat', 3, 'a…'],
    ['😀😀', 4, '😀😀'],
    ['😀😀😀', 5, '😀😀…'],
    ['😀😀😀', 4, '😀…'],
    ['x😀', 2, 'x…'],
    ['', 5, ''],
    ['boat', 1, '…'],
  ])('%j to %d characters is %j', (text, maxLength, expected) => {
    expect(cut(text, maxLength)).toBe(expected);
  });

  test('never splits a pair, is never too long, and leaves what fits', () => {
    const text = fc.array(fc.constantFrom('a', ' ', '😀', 'é', '\u200d')).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 40 }), (whole, maxLength) => {
        const short = cut(whole, maxLength);
        expect(short.isWellFormed()).toBe(true);
        expect(short.length).toBeLessThanOrEqual(maxLength);
        if (whole.length <= maxLength) expect(short).toBe(whole);
        else expect(short.endsWith('…') && whole.startsWith(short.slice(0, -1))).toBe(true);
      }),
    );
  });
});

test.each([
  [1, '1st'],
  [2, '2nd'],
  [3, '3rd'],
  [4, '4th'],
  [10, '10th'],
  [11, '11th'],
  [12, '12th'],
  [13, '13th'],
  [21, '21st'],
  [22, '22nd'],
  [23, '23rd'],
  [101, '101st'],
  [111, '111th'],
  [113, '113th'],
  [1_002, '1002nd'],
])('%d is the %s', (number, text) => {
  expect(ordinal(number)).toBe(text);
});

test.each([
  [0, '0 s'],
  [499, '0 s'],
  [500, '1 s'],
  [48_000, '48 s'],
  [59_499, '59 s'],
  [59_500, '1 min'],
  [120_000, '2 min'],
  [125_000, '2 min 5 s'],
  [3_599_499, '59 min 59 s'],
  [3_599_500, '1 h'],
  [3_780_000, '1 h 3 min'],
  [86_400_000, '24 h'],
  [-5_000, '0 s'],
])('%d ms take %s', (ms, text) => {
  expect(durationText(ms)).toBe(text);
});

test.each([
  [0, '0 videos'],
  [1, '1 video'],
  [2, '2 videos'],
])('%d are %s', (number, text) => {
  expect(count(number, 'video')).toBe(text);
});

test.each([
  [400, '400 CU'],
  [12.5, '12.5 CU'],
  [0.1 + 0.2, '0.3 CU'],
  [0, '0 CU'],
])('%d units are %s', (units, text) => {
  expect(unitsText(units)).toBe(text);
});

test('a time is Discord’s own', () => {
  expect(relativeTime(1_700_000_000_499)).toBe('<t:1700000000:R>');
});

describe('a file name', () => {
  test.each([
    ['A paper boat at dusk', 'a-paper-boat-at-dusk.mp4'],
    ['Käthe’s Café, 1920', 'kathe-s-cafe-1920.mp4'],
    ['../../etc/passwd', 'etc-passwd.mp4'],
    ['SPOILER_boat.exe', 'spoiler-boat-exe.mp4'],
    ['日本の船', 'veo-7.mp4'],
    ['!!!', 'veo-7.mp4'],
    ['', 'veo-7.mp4'],
    [`${'x'.repeat(59)} tail`, `${'x'.repeat(59)}.mp4`],
  ])('for %j is %s', (prompt, name) => {
    expect(fileNameFor(prompt, 'veo-7')).toBe(name);
  });

  test('is harmless for any prompt', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (prompt) => {
        const name = fileNameFor(prompt, 'veo-7');
        expect(name).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*\.mp4$/);
        expect(name.length).toBeLessThanOrEqual(64);
      }),
    );
  });
});

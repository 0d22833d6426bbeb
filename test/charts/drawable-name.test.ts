import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawableName, isDrawable } from '../../src/charts/drawable-name.ts';
import { coverageOf } from './font-coverage.ts';

test.each([400, 700] as const)('the fonts of weight %i have every character that is drawn', (weight) => {
  const covered = coverageOf(weight);
  expect(covered.size).toBeGreaterThan(2_000);
  const missing: string[] = [];
  for (let code = 0; code <= 0x10ffff; code++) {
    if (isDrawable(String.fromCodePoint(code)) && !covered.has(code)) missing.push(code.toString(16));
  }
  expect(missing).toEqual([]);
});

test.each([
  'Ada Lovelace',
  'Zoë Müller-Świątek',
  'Nguyễn Thị Ánh',
  'Ελένη Παπαδοπούλου',
  'Александра Їжак',
  'नेहा शर्मा',
  'Ada (she/her) #1 – “A”',
  'x_X-42-X_x',
])('%s is drawn as it is', (name) => {
  expect(drawableName(name, 'Member 1')).toBe(name);
});

test.each([
  ['🔥 Ada 🔥', 'Ada'],
  ['Ada 👩🏽‍🚀', 'Ada'],
  ['𝓐𝓭𝓪', 'Ada'],
  ['Ａｄａ', 'Ada'],
  ['A\u0336d\u0336a\u0336', 'Ada'],
  ['Ada\u202e\u200b', 'Ada'],
  ['Ada\n\tLovelace', 'Ada Lovelace'],
])('%j becomes %j', (name, shown) => {
  expect(drawableName(name, 'Member 1')).toBe(shown);
});

test.each(['田中太郎', 'Ada 田中', 'محمد', 'דוד', 'สมชาย', '🔥🔥', '\u3164', ' \u200b', ''])(
  'a name is found for %j',
  (name) => {
    expect(drawableName(name, 'Member 1')).toBe('Member 1');
  },
);

test('whatever somebody is called, something is drawn and the fonts have it', () => {
  const unicode = fc.string({ unit: 'binary' });
  fc.assert(
    fc.property(unicode, (name) => {
      const shown = drawableName(name, 'Member 1');
      expect(shown.trim()).toBe(shown);
      expect(shown).not.toBe('');
      expect([...shown].every(isDrawable)).toBe(true);
    }),
  );
});

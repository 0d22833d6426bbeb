import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPromptFilter } from '../../../src/moderation/filter/matcher.ts';
import type { FilterRule } from '../../../src/moderation/filter/rule.ts';
import { exception, filterOf, pattern, word } from './support.ts';

const someWord = fc.oneof(
  fc.stringMatching(/^[a-z]{2,8}$/),
  fc.stringMatching(/^[a-z0-9]{2,6}$/),
  fc.stringMatching(/^[abс]{2,4}$/),
  fc.stringMatching(/^[äöüéñç][a-zß]{1,6}$/),
  fc.stringMatching(/^[а-яё]{2,8}$/),
  fc.stringMatching(/^[α-ω]{2,8}$/),
  fc.stringMatching(/^[ぁ-ん一-龠]{2,5}$/),
  fc.stringMatching(/^[가-힣]{2,4}$/),
);
const disguisedWord = fc.oneof(
  fc.stringMatching(/^[a-z@$]{1,3}[a-z]{2}$/),
  fc.stringMatching(/^[a-z]{2,8}$/),
);
const phraseOf = (words: fc.Arbitrary<string>) =>
  fc.array(words, { minLength: 1, maxLength: 3 }).map((list) => list.join(' '));
const phrase = fc.oneof(phraseOf(someWord), phraseOf(disguisedWord));
/** Of few letters, so that rules, exceptions and texts meet often. */
const small = fc.stringMatching(/^(?:[ab4@]{2,3} ?){1,3}$/).map((text) => text.trim());
const smallText = fc.stringMatching(/^[abABа4@!. ]{0,40}$/);
const smallPattern = fc.constantFrom('a+b', '(?i)b.a', '[ab]{3}', 'a b', '4.?a');
const smallRules = fc
  .array(
    fc.oneof(
      small.map((text) => word(text)),
      smallPattern.map((text) => pattern(text)),
    ),
    { maxLength: 6 },
  )
  .map(numbered);

function numbered(rules: readonly FilterRule[], first = 0): FilterRule[] {
  return rules.map((rule, index) => ({ ...rule, id: first + index }));
}

const matchedRules = (rules: readonly FilterRule[], text: string): number[] =>
  createPromptFilter(rules)
    .check(text)
    .map(({ ruleId }) => ruleId);

const fullWidth = (text: string): string =>
  text.replaceAll(/[!-~]/g, (character) => String.fromCodePoint(character.charCodeAt(0) + 0xfee0));
const spacedOut = (text: string): string =>
  text
    .normalize('NFC')
    .split(' ')
    .map((part) => [...part].join(' '))
    .join('   ');

describe('for any rules', () => {
  test('a rule finds its own text, also in capitals, in full width and with its letters apart', () => {
    fc.assert(
      fc.property(phrase, (text) => {
        const filter = filterOf(text);
        for (const variant of [text, text.toUpperCase(), fullWidth(text), spacedOut(text), `(${text}).`]) {
          expect(filter.check(variant), variant).toHaveLength(1);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('another rule takes no match away', () => {
    fc.assert(
      fc.property(smallRules, smallRules, smallText, (rules, others, text) => {
        const alone = createPromptFilter(rules).check(text);
        const together = createPromptFilter([...rules, ...numbered(others, 100)]).check(text);
        expect(together.filter(({ ruleId }) => ruleId < 100)).toEqual(alone);
      }),
    );
  });

  test('an exception adds no match, and takes away only what lies inside its text', () => {
    fc.assert(
      fc.property(smallRules, small, smallText, (rules, allowed, text) => {
        const without = matchedRules(rules, text);
        const withIt = matchedRules([...rules, exception(allowed, 100)], text);
        expect(without).toEqual(expect.arrayContaining(withIt));
        if (!filterOf(allowed).check(text).length) expect(withIt).toEqual(without);
      }),
    );
  });

  test('a match is a place in the text', () => {
    fc.assert(
      fc.property(smallRules, smallText, (rules, text) => {
        for (const { start, end, slice } of createPromptFilter(rules).check(text)) {
          expect(end).toBeGreaterThan(start);
          expect(slice).toBe(text.slice(start, end));
        }
      }),
    );
  });
});

test('no text makes a check fail, not even half a surrogate pair', () => {
  const filter = createPromptFilter([
    word('badword', 1),
    word('爆弾', 2),
    pattern('(?i)[^a-z]x|\\p{Cs}|.{3}y', 3),
    exception('a b', 4),
  ]);
  const unit = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code));
  const mark = fc.constantFrom(
    '\u0301',
    '\u200d',
    '\ud800',
    '\udc00',
    'ß',
    'İ',
    'ﷺ',
    '!',
    '(',
    '1',
    'a',
    ' ',
  );
  const text = fc.oneof(
    fc.array(fc.oneof(unit, mark), { maxLength: 60 }).map((units) => units.join('')),
    fc.string({ unit: 'binary', maxLength: 60 }),
  );
  fc.assert(
    fc.property(text, (anything) => {
      for (const { start, end, slice } of filter.check(anything))
        expect(slice).toBe(anything.slice(start, end));
    }),
    { numRuns: 1000 },
  );
});

import { describe, expect, test } from 'vitest';
import { ExpectedError } from '../../../src/lib/errors.ts';
import {
  assertRulesFit,
  type FilterRuleKind,
  MAX_PATTERN_LENGTH,
  MAX_PHRASE_LENGTH,
  MAX_RULES,
  parseRuleText,
  ruleIdentity,
} from '../../../src/moderation/filter/rule.ts';
import { pattern, word } from './support.ts';

function refusal(action: () => unknown): ExpectedError {
  try {
    action();
  } catch (error) {
    if (error instanceof ExpectedError) return error;
    throw error;
  }
  throw new Error('It was accepted.');
}

describe('the text of a rule', () => {
  test.each<[FilterRuleKind, string, string]>([
    ['word', '  bad \n  word ', 'bad word'],
    ['exception', ' Scunthorpe', 'Scunthorpe'],
    ['pattern', ' (?i)foo  bar ', '(?i)foo  bar'],
    ['word', 'x'.repeat(MAX_PHRASE_LENGTH), 'x'.repeat(MAX_PHRASE_LENGTH)],
    ['word', '爆弾', '爆弾'],
    ['pattern', '🍆', '🍆'],
    ['pattern', 'x'.repeat(MAX_PATTERN_LENGTH), 'x'.repeat(MAX_PATTERN_LENGTH)],
  ])('of a %s %j is kept as %j', (kind, text, kept) => {
    expect(parseRuleText(kind, text)).toBe(kept);
  });

  test.each<[FilterRuleKind, string, RegExp]>([
    ['word', '   ', /2 to 100 characters/],
    ['word', 'x', /2 to 100 characters/],
    ['exception', 'x'.repeat(MAX_PHRASE_LENGTH + 1), /2 to 100 characters/],
    ['word', '🍆🍆', /letters or digits.*pattern/],
    ['word', 'a !', /letters or digits/],
    ['pattern', ' ', /1 to 200 characters/],
    ['pattern', 'x'.repeat(MAX_PATTERN_LENGTH + 1), /1 to 200 characters/],
    ['pattern', 'a\nb', /one line/],
    ['pattern', '(unclosed', /missing closing \)/],
    ['pattern', 'a**', /invalid nested repetition operator near `\*\*`.*Look-arounds and back-references/],
    ['pattern', 'a(?=b)', /look-arounds are not available/],
    ['pattern', '(?<!a)b', /look-arounds are not available/],
    ['pattern', '(a)\\1', /back-references are not available/],
    ['pattern', 'a*', /would match everything/],
    ['pattern', '\\b', /would match everything/],
    ['pattern', '(foo)?', /would match everything/],
    ['pattern', '.{900}x', /too big/],
  ])('of a %s %j is refused', (kind, text, reason) => {
    const { code, message } = refusal(() => parseRuleText(kind, text));
    expect(code).toBe('filter-rule');
    expect(message).toMatch(reason);
  });

  test('of a pattern cannot break out of the refusal that names it', () => {
    expect(refusal(() => parseRuleText('pattern', '[z-`]')).message).toContain("near `z-'`");
  });
});

describe('the rules of a server', () => {
  test('fit up to the limit', () => {
    const rules = Array.from({ length: MAX_RULES }, (_, id) => word(`word ${id}`, id));
    expect(() => assertRulesFit(rules)).not.toThrow();
    expect(refusal(() => assertRulesFit([...rules, word('one more')])).code).toBe('filter-full');
  });

  test('do not fit when their patterns could be made to take long', () => {
    const large = Array.from({ length: 20 }, (_, id) => pattern(`x.{200}${id}`, id));
    expect(refusal(() => assertRulesFit(large)).message).toMatch(/patterns together/);
    expect(() => assertRulesFit(large.slice(10))).not.toThrow();
  });

  test('are the same when kind and text are, in a word of any case', () => {
    expect(ruleIdentity(word('Foo'))).toBe(ruleIdentity(word('foo')));
    expect(ruleIdentity(pattern('Foo'))).not.toBe(ruleIdentity(pattern('foo')));
    expect(ruleIdentity(word('foo'))).not.toBe(ruleIdentity({ kind: 'exception', text: 'foo' }));
  });
});

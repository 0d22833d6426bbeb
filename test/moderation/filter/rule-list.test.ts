import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ExpectedError } from '../../../src/lib/errors.ts';
import {
  MAX_RULES,
  type NewFilterRule,
  parseRuleText,
  ruleIdentity,
} from '../../../src/moderation/filter/rule.ts';
import { formatRuleList, parseRuleList } from '../../../src/moderation/filter/rule-list.ts';

function problemsOf(list: string): string {
  try {
    parseRuleList(list);
  } catch (error) {
    if (error instanceof ExpectedError) return `${error.code}: ${error.message}`;
    throw error;
  }
  throw new Error('The list was accepted.');
}

const EVERY_KIND: NewFilterRule[] = [
  { kind: 'word', action: 'refuse', text: 'bad word' },
  { kind: 'pattern', action: 'hold', text: '(?i)foo.*bar # baz' },
  { kind: 'exception', text: 'scunthorpe' },
];

describe('a list of rules', () => {
  test('has one rule a line', () => {
    expect(formatRuleList(EVERY_KIND)).toBe(
      'refuse word bad word\nhold pattern (?i)foo.*bar # baz\nallow scunthorpe\n',
    );
  });

  test('is read with comments, empty lines, capitals, spaces and any line ends', () => {
    const list =
      '\ufeff# our rules\r\n\r\n Refuse  word  bad   word \r\nhold pattern (?i)foo.*bar # baz\rALLOW scunthorpe';
    expect(parseRuleList(list)).toEqual(EVERY_KIND);
  });

  test('without rules is empty', () => {
    expect(parseRuleList('# nothing\n')).toEqual([]);
  });

  test('names every bad line and what is wrong with it', () => {
    const problems = problemsOf(
      ['refuse word fine', 'ban word x', 'hold pattern (', 'allow x', 'refuse word', 'Hold word FINE'].join(
        '\n',
      ),
    ).split('\n');
    expect(problems).toEqual([
      expect.stringMatching(/^filter-list: Nothing was imported/),
      expect.stringMatching(/^Line 2: .*a line reads/i),
      expect.stringMatching(/^Line 3: .*missing closing \)/),
      expect.stringMatching(/^Line 4: .*2 to 100 characters/),
      expect.stringMatching(/^Line 5: .*a line reads/i),
      expect.stringMatching(/^Line 6: .*line 1 again/i),
    ]);
  });

  test('names ten bad lines at most, in what fits into one message', () => {
    const problems = problemsOf('hold pattern (?P<name>a**{7})\nnonsense\n'.repeat(50));
    expect(problems.match(/^Line \d+/gm)).toHaveLength(10);
    expect(problems).toMatch(/first 10 lines/);
    expect(problems.length).toBeLessThan(2000);
  });

  test('of too many rules is refused', () => {
    const list = Array.from({ length: MAX_RULES + 1 }, (_, index) => `allow word ${index}`).join('\n');
    expect(problemsOf(list)).toMatch(/^filter-full: /);
  });

  test('is read as it was written', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.stringMatching(/^[a-zA-Z0-9 #.äß]{2,30}$/),
    );
    const action = fc.constantFrom('refuse' as const, 'hold' as const);
    const rule: fc.Arbitrary<NewFilterRule> = fc.oneof(
      fc.record({ kind: fc.constantFrom('word' as const, 'pattern' as const), action, text }),
      fc.record({ kind: fc.constant('exception' as const), text }),
    );
    const usable = fc.array(rule, { maxLength: 20 }).map((rules) => {
      const parsed = rules.flatMap((draft) => {
        try {
          return [{ ...draft, text: parseRuleText(draft.kind, draft.text) }];
        } catch (error) {
          if (error instanceof ExpectedError) return [];
          throw error;
        }
      });
      return [...new Map(parsed.map((draft) => [ruleIdentity(draft), draft])).values()];
    });
    fc.assert(
      fc.property(usable, (rules) => {
        expect(parseRuleList(formatRuleList(rules))).toEqual(rules);
      }),
      { numRuns: 300 },
    );
  });
});

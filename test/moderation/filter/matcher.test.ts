import { describe, expect, test } from 'vitest';
import { ExpectedError } from '../../../src/lib/errors.ts';
import { createPromptFilter, strongestAction } from '../../../src/moderation/filter/matcher.ts';
import { exception, pattern, slicesOf, word } from './support.ts';

describe('an exception', () => {
  const filter = createPromptFilter([
    word('lamp', 1),
    pattern('(?i)lamp\\w*', 2),
    exception('red lamp', 3),
    exception('lampshade', 4),
  ]);

  test('cancels what lies wholly inside it', () => {
    expect(filter.check('a Red  Lamp with a lampshade')).toEqual([]);
  });

  test('cancels what lies inside it in disguise', () => {
    expect(filter.check('a r3d l@mp')).toEqual([]);
  });

  test('leaves matches elsewhere in the same text', () => {
    expect(filter.check('red lamp, blue lamp').map(({ ruleId, start }) => [ruleId, start])).toEqual([
      [1, 15],
      [2, 15],
    ]);
  });

  test('leaves matches that reach out of it', () => {
    const phrase = createPromptFilter([word('lamp post', 1), exception('red lamp', 2)]);
    expect(slicesOf(phrase, 'a red lamp post')).toEqual(['lamp post']);
  });

  test('holds on word boundaries itself', () => {
    expect(filter.check('bored lamp').map(({ ruleId }) => ruleId)).toEqual([1, 2]);
  });

  test('cannot hide another match of a pattern behind many', () => {
    const text = `${'red lamp '.repeat(500)}lamp`;
    expect(filter.check(text).map(({ ruleId }) => ruleId)).toEqual([2, 1]);
  });
});

describe('a pattern', () => {
  test('is searched in the text as it is', () => {
    expect(createPromptFilter([pattern('[A-Z]{3}\\d+', 5)]).check('an ABC123 b')).toEqual([
      { ruleId: 5, kind: 'pattern', action: 'hold', start: 3, end: 9, slice: 'ABC123' },
    ]);
  });

  test('is searched in the folded text too, and the match is of the original', () => {
    const filter = createPromptFilter([pattern('red.*lamp', 5)]);
    expect(slicesOf(filter, 'a R\u200bＥＤ old 𝐋amp!')).toEqual(['R\u200bＥＤ old 𝐋amp']);
  });

  test('is found among others, each once', () => {
    const filter = createPromptFilter([pattern('foo+', 1), pattern('x.z', 2), pattern('nothing', 3)]);
    expect(filter.check('xyz foo foooo').map(({ ruleId, slice }) => [ruleId, slice])).toEqual([
      [2, 'xyz'],
      [1, 'foo'],
    ]);
  });

  test('that became unusable makes the filter fail, not pass', () => {
    expect(() => createPromptFilter([pattern('(')])).toThrow(ExpectedError);
  });
});

test('a server without rules lets everything pass', () => {
  expect(createPromptFilter([]).check('anything')).toEqual([]);
});

describe('the strongest action', () => {
  test.each([
    [[], undefined],
    [['hold'], 'hold'],
    [['hold', 'refuse', 'hold'], 'refuse'],
    [['refuse'], 'refuse'],
  ] as const)('of %j is %s', (actions, strongest) => {
    expect(strongestAction(actions.map((action) => ({ action })))).toBe(strongest);
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { because, blockText, blockWords, fitted, momentText } from '../../../src/discord/moderation/words.ts';
import { NOW, WORST_PROMPTS } from '../job.ts';

test('a text that fits is shown whole, on one line and harmless', () => {
  expect(fitted('so\n*bold*', 100)).toBe('so \\*bold\\*');
  expect(fitted('*'.repeat(50), 100)).toBe('\\*'.repeat(50));
});

test('a longer one is cut, and says so', () => {
  expect(fitted('a'.repeat(101), 100)).toBe(`${'a'.repeat(49)}…`);
});

test.each(WORST_PROMPTS)('it never takes more than it may: %s', (_what, text) => {
  expect(fitted(text, 500).length).toBeLessThanOrEqual(500);
});

test('it never takes more than it may, whatever it is', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.integer({ min: 2, max: 200 }),
      (text, max) => {
        expect(fitted(text, max).length).toBeLessThanOrEqual(max);
      },
    ),
  );
});

test('a reason follows in quotation marks, and nothing where there is none', () => {
  expect(because('spam_s')).toBe(': “spam\\_s”');
  expect(because(undefined)).toBe('');
});

test('how a member stands, for Discord and for the book', () => {
  expect([blockText(undefined), blockWords(undefined)]).toEqual(['not blocked', 'not blocked']);
  const forEver = { until: undefined };
  expect([blockText(forEver), blockWords(forEver)]).toEqual([
    'blocked until a moderator lifts it',
    'blocked',
  ]);
  const until = { until: NOW };
  expect(blockText(until)).toBe(`blocked until ${momentText(NOW)}`);
  expect(blockWords(until)).toBe('blocked until 2026-11-22 12:00 UTC');
  expect(momentText(NOW)).toBe('<t:1795348800:f> (<t:1795348800:R>)');
});

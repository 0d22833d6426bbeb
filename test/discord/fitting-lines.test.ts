import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fittingLines } from '../../src/discord/fitting-lines.ts';

const MESSAGE_MAX_LENGTH = 2_000;

test('few lines are all shown under their heading', () => {
  expect(fittingLines('Head', ['one', 'two'], 'see elsewhere')).toBe('Head\none\ntwo');
  expect(fittingLines('Head', [])).toBe('Head');
});

test('lines that do not fit are counted, with the place where they can be seen', () => {
  const lines = Array.from({ length: 300 }, (_, at) => `line ${at}`);
  const text = fittingLines('Head', lines, 'see `/veo-mod filter export`');
  const shown = text.split('\n');
  expect(shown.at(-1)).toBe(`… and ${300 - (shown.length - 2)} more: see \`/veo-mod filter export\``);
  expect(fittingLines('Head', lines).split('\n').at(-1)).toMatch(/^… and \d+ more$/);
});

test('a message always holds it, and no line is lost without being counted', () => {
  const line = fc.string({ maxLength: 300 }).map((text) => text.replaceAll('\n', ' '));
  fc.assert(
    fc.property(fc.array(line, { maxLength: 60 }), (lines) => {
      const text = fittingLines('**Head**', lines, 'see `/veo-mod filter export`');
      expect(text.length).toBeLessThanOrEqual(MESSAGE_MAX_LENGTH);
      const [, ...shown] = text.split('\n');
      const left = Number(/^… and (\d+) more: see/.exec(shown.at(-1) ?? '')?.[1] ?? 0);
      const whole = left > 0 ? shown.slice(0, -1) : shown;
      expect(whole).toEqual(lines.slice(0, whole.length));
      expect(whole.length + left).toBe(lines.length);
    }),
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type ClipForm,
  endsSoon,
  formIn,
  formText,
  linkForm,
  NO_CLIP,
} from '../../src/worker/challenges/clip-form.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NOW = 1_800_000_000_000;

const forms = fc.oneof(
  fc.constant<ClipForm>(NO_CLIP),
  fc.record({ kind: fc.constant('file' as const), spoiler: fc.boolean() }),
  fc.record({
    kind: fc.constant('link' as const),
    spoiler: fc.boolean(),
    until: fc.option(fc.nat(2 ** 42), { nil: undefined }),
  }),
);

test('how a clip stands is read as it was written, whatever follows', () => {
  fc.assert(
    fc.property(forms, fc.stringMatching(/^[\w-]{43}$/), (form, hash) => {
      expect(formIn(`${formText(form)}.${hash}`)).toEqual(form);
      expect(formIn(formText(form))).toEqual(form);
    }),
  );
});

test.each([undefined, '', 'none.x', 'filelink.x', 'file@x.y'])('%s says of no clip', (text) => {
  expect(formIn(text)).toEqual(NO_CLIP);
});

test.each([
  [25, false, false],
  [23, false, true],
  [-1, false, true],
  [8 * 24, true, false],
  [6 * 24, true, true],
])('a link that ends in %i h, its challenge over: %s, is made anew: %s', (hours, isOver, expected) => {
  const form = linkForm({ url: '', until: NOW + hours * HOUR_MS }, false, NOW);
  expect(endsSoon(form, isOver, NOW)).toBe(expected);
});

test('a link whose end is not known lives for less than a week, the bot’s own page for ever, a file too', () => {
  const unknown = linkForm({ url: '', until: undefined }, false, NOW);
  expect(endsSoon(unknown, false, NOW + 4 * DAY_MS)).toBe(false);
  expect(endsSoon(unknown, false, NOW + 6 * DAY_MS)).toBe(true);
  const page = linkForm({ url: '', until: 'for-ever' }, true, NOW);
  expect(endsSoon(page, true, NOW + 1_000 * DAY_MS)).toBe(false);
  expect(endsSoon({ kind: 'file', spoiler: false }, true, NOW)).toBe(false);
});

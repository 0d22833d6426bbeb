import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { english } from '../../src/discord/words/english.ts';
import { wordsFor } from '../../src/discord/words/index.ts';
import { translatedSummary } from '../../src/discord/words/summary.ts';
import { LANGUAGE_NAMES, LANGUAGES } from '../../src/moderation/language.ts';
import { completeSettings } from '../../src/veo/settings.ts';
import { summaryLine } from '../../src/veo/summary.ts';
import { givenSettings, plainSettings, someSlots } from '../veo/arbitrary.ts';

const OTHERS = LANGUAGES.filter((language) => language !== 'en');
const SIGNS = /\p{Extended_Pictographic}|\*\*|`[^`]*`|\[|\]\(|JPEG|PNG|Scenario|20 M|#/gu;

type Texts = Map<string, (args: readonly unknown[]) => string>;

/** Every text of a catalogue by where it stands. */
function textsOf(part: unknown, at = ''): Texts {
  if (typeof part === 'string') return new Map([[at, () => part]]);
  if (typeof part === 'function') {
    return new Map([[at, (args) => String(Reflect.apply(part, undefined, args))]]);
  }
  return new Map(
    Object.entries(part ?? {}).flatMap(([name, inner]) => [
      ...textsOf(inner, at === '' ? name : `${at}.${name}`),
    ]),
  );
}

/** Arguments that are numbers, words and easy to find again. */
const SENTINELS = [41, 52, 63];

/** The arguments that each text has. English is trusted with using them: other tests read it word by word. */
const ARGUMENTS = new Map(
  [...textsOf(english)].map(([at]) => {
    const found = at.split('.').reduce<unknown>((part, name) => Object(part)[name], english);
    return [at, typeof found === 'function' ? SENTINELS.slice(0, found.length) : []];
  }),
);

const said = (texts: Texts, at: string): string => texts.get(at)?.(ARGUMENTS.get(at) ?? []) ?? '';

describe.each(LANGUAGES)('in %s', (language) => {
  const texts = textsOf(wordsFor(language));
  const places = [...ARGUMENTS.keys()];

  test('nothing is left without words, and no words are left over', () => {
    expect([...texts.keys()].toSorted()).toEqual(places.toSorted());
    expect(places.filter((at) => said(texts, at).trim() === '')).toEqual([]);
    expect(places.filter((at) => /undefined|null|\[object|\$\{/.test(said(texts, at)))).toEqual([]);
  });

  test('every text shows everything that it is given', () => {
    const missing = places.flatMap((at) =>
      (ARGUMENTS.get(at) ?? []).filter((value) => !said(texts, at).includes(String(value))).map(() => at),
    );
    expect(missing).toEqual([]);
  });

  test('emoji, Markdown, commands and names are those of English', () => {
    const originals = textsOf(english);
    const signs = (from: Texts, at: string) => said(from, at).match(SIGNS)?.toSorted();
    for (const at of places) expect([at, signs(texts, at)]).toEqual([at, signs(originals, at)]);
  });

  test('labels of buttons fit', () => {
    const { card, challenge } = wordsFor(language);
    const labels = [card.cancel, card.fullPrompt, ...Object.values(challenge.button)];
    for (const label of labels) expect(label.length).toBeLessThanOrEqual(80);
  });

  test('one is told from several', () => {
    for (const show of Object.values(wordsFor(language).summary.pictures)) {
      expect(show(1)).not.toMatch(/\d/);
      expect(show(3)).toMatch(/^3 /);
      expect(show(3)).not.toBe(`3 ${show(1)}`);
    }
    const { count, podium, entering } = wordsFor(language).challenge;
    for (const show of [...Object.values(count), podium.turnout, podium.invalid, entering.perMember]) {
      expect(show(3)).toContain('3');
      expect(show(3).replace('3', '1')).not.toBe(show(1));
    }
  });
});

test.each(OTHERS)('nothing is left in English in %s', (language) => {
  const [texts, originals] = [textsOf(wordsFor(language)), textsOf(english)];
  const alike = [...ARGUMENTS.keys()].filter((at) => said(texts, at) === said(originals, at));
  // A colon with quotation marks, the sign of a unit, and the points of French.
  expect(['because', 'units', 'challenge.podium.score.ranked']).toEqual(expect.arrayContaining(alike));
});

test('every language goes by a name of its own', () => {
  expect(new Set(LANGUAGES.map((language) => LANGUAGE_NAMES[language])).size).toBe(LANGUAGES.length);
});

test('places and numbers are written as in their language', () => {
  const places = (number: number) => LANGUAGES.map((language) => wordsFor(language).card.place(number, 12));
  expect(places(1)).toEqual(['1st of 12', 'Platz 1 von 12', '1re sur 12', 'puesto 1 de 12', '1º de 12']);
  expect(places(11)).toEqual(['11th of 12', 'Platz 11 von 12', '11e sur 12', 'puesto 11 de 12', '11º de 12']);
  const units = (amount: number) => LANGUAGES.map((language) => wordsFor(language).units(amount));
  expect(units(12.5)).toEqual(['12.5 CU', '12,5 CU', '12,5 CU', '12,5 CU', '12,5 CU']);
  expect(new Set(units(123_456))).toEqual(new Set(['123456 CU']));
});

describe('the summary line', () => {
  test('is in English the one of the table', () => {
    fc.assert(
      fc.property(givenSettings, fc.nat(), someSlots, (given, seed, slots) => {
        const settings = completeSettings(given, seed);
        expect(translatedSummary(settings, slots, english.summary)).toBe(summaryLine(settings, slots));
      }),
    );
  });

  test('has the same parts in every language', () => {
    fc.assert(
      fc.property(givenSettings, someSlots, fc.constantFrom(...LANGUAGES), (given, slots, language) => {
        const settings = completeSettings(given, 42);
        const line = translatedSummary(settings, slots, wordsFor(language).summary);
        expect(line.split(' · ')).toHaveLength(summaryLine(settings, slots).split(' · ').length);
      }),
    );
  });

  test.each<[(typeof LANGUAGES)[number], string]>([
    ['de', '2 Referenzbilder · Stilvorlage · 720p · 16:9 · 8 s · ohne Ton · Seed 7'],
    ['fr', '2 images de référence · référence de style · 720p · 16:9 · 8 s · sans son · graine 7'],
    ['es', '2 imágenes de referencia · referencia de estilo · 720p · 16:9 · 8 s · sin sonido · semilla 7'],
    ['pt-BR', '2 imagens de referência · referência de estilo · 720p · 16:9 · 8 s · sem som · semente 7'],
  ])('in %s', (language, line) => {
    const settings = plainSettings({ referenceImagesType: 'STYLE', generateAudio: false });
    const slots = ['reference_image_1', 'reference_image_2'] as const;
    expect(translatedSummary(settings, slots, wordsFor(language).summary)).toBe(line);
  });
});

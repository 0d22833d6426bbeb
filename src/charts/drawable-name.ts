/**
 * What the fonts have glyphs for: Latin, Greek, Cyrillic, Devanagari and the usual punctuation. Narrower than the ranges
 * that the font's package declares, for it declares characters that its files lack.
 */
const DRAWABLE =
  /(?!\p{Cn})[\u0020-\u007e\u00a1-\u00ac\u00ae-\u02cc\u0370-\u03e1\u03f0-\u052f\u0900-\u097f\u1d00-\u1dbf\u1e00-\u1fff\u2013\u2014\u2018-\u201a\u201c-\u201e\u2020\u2022\u2026\u2039\u203a\u2044\u20a0-\u20bf\u2212]/u;
const LETTER_OR_NUMBER = /[\p{L}\p{N}]/u;

/**
 * A name as a picture can show it. Emoji, ornaments and invisible characters are left out, and letters that only look
 * different become plain ones.
 * @param fallback is shown when a letter of the name is not in the fonts, or nothing is left of it
 */
export function drawableName(name: string, fallback: string): string {
  const characters = [...name.normalize('NFKC').replace(/\s+/gu, ' ')];
  const kept = characters.filter(isDrawable).join('').replace(/ +/g, ' ').trim();
  const lostLetters = characters.some(
    (character) => !isDrawable(character) && LETTER_OR_NUMBER.test(character),
  );
  return lostLetters || kept === '' ? fallback : kept;
}

/** @param character one code point */
export const isDrawable = (character: string): boolean => DRAWABLE.test(character);

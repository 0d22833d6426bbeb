import type { Character } from './characters.ts';
import { isDigit, letterForDigit, type Reading, readUnits, type Unit } from './readings.ts';

/** A word as it was read, with its place in the original text (UTF-16, end exclusive). */
export interface Word {
  start: number;
  end: number;
  /** All of `letters`. */
  key: string;
  /** Neighbours that are the same letter are one here; digits are never taken together. */
  letters: string[];
  /** How often each of `letters` stood there. */
  runs: number[];
  /** How many characters of the text it has. */
  length: number;
  /** How many of its letters were written as digits. */
  digits: number;
  /** It was written in ASCII letters, digits and symbols only. */
  ascii: boolean;
}

const ASCII = /^\p{ASCII}*$/u;
/** Numbers with their unit or ending (4k, 45s, 1080p, 35mm, 2nd) are no disguised words, though 45s looks like one. */
const QUANTITY = /^\d+(?:\p{L}|st|nd|rd|th|mm|cm|km|in|ft|kg|lb|ms|fps|hz|khz|px|am|pm|min|sec)$/u;
/** Shorter mixtures of letters and digits (c4, m8, 5s) are names and numbers more often than words. */
const DISGUISE_MIN_LENGTH = 3;

export function readWords(characters: readonly Character[], reading: Reading): Word[] {
  const words: Word[] = [];
  let units: Unit[] = [];
  const endWord = () => {
    if (units.length > 0) words.push(wordOf(units, reading));
    units = [];
  };
  for (const unit of readUnits(characters, reading)) {
    const last = units.at(-1);
    if (!unit || (last && (last.wordClass !== unit.wordClass || unit.wordClass === 'alone'))) endWord();
    if (unit) units.push(unit);
  }
  endWord();
  return words;
}

/**
 * The runs of words of one letter ("b a d", "b.a.d"), in which neighbours of the same letter are one word: what may be words
 * whose letters were set apart.
 */
export function readSeparateLetters(words: readonly Word[], reading: Reading): Word[][] {
  const stretches: Word[][] = [[]];
  for (const word of words) {
    const stretch = stretches.at(-1) ?? [];
    if (word.length > 1) {
      if (stretch.length > 0) stretches.push([]);
      continue;
    }
    const letter = letterForDigit(word.letters[0] ?? '', reading);
    const read = word.digits === 1 ? { ...word, letters: [letter], key: letter } : word;
    const last = stretch.at(-1);
    if (last && isSameRun(last, read)) stretch[stretch.length - 1] = joined(last, read);
    else stretch.push(read);
  }
  return stretches;
}

/** One word of the letters of all. */
export function joinWords(words: readonly Word[]): Word | undefined {
  const [first, ...others] = words;
  return first && others.reduce(joined, first);
}

/** A word's letters as `readSeparateLetters` gives them when they are set apart. */
export const setApart = (word: Word): Word[] =>
  word.letters.map((letter, index) => ({
    ...word,
    letters: [letter],
    key: letter,
    runs: [word.runs[index] ?? 1],
  }));

function wordOf(units: readonly Unit[], reading: Reading): Word {
  const disguised = isDisguise(units);
  const letters: string[] = [];
  const runs: number[] = [];
  for (const unit of units) {
    const isHidden = disguised && unit.written === 'digit';
    const letter = isHidden ? letterForDigit(unit.letter, reading) : unit.letter;
    const last = letters.length - 1;
    if (letter === letters[last] && !isDigit(letter)) runs[last] = (runs[last] ?? 0) + 1;
    else {
      letters.push(letter);
      runs.push(1);
    }
  }
  return {
    start: units[0]?.character.start ?? 0,
    end: units.at(-1)?.character.end ?? 0,
    key: letters.join(''),
    letters,
    runs,
    length: new Set(units.map((unit) => unit.character.start)).size,
    digits: units.filter((unit) => unit.written === 'digit').length,
    ascii: units.every((unit) => ASCII.test(unit.character.plain)),
  };
}

/** Digits stand for letters only next to letters, so that 455 stays a number. */
const isDisguise = (units: readonly Unit[]): boolean =>
  units.length >= DISGUISE_MIN_LENGTH &&
  units.some((unit) => unit.written === 'digit') &&
  units.some((unit) => unit.written === 'letter') &&
  !QUANTITY.test(units.map((unit) => unit.letter).join(''));

function joined(first: Word, second: Word): Word {
  const overlap = isSameRun(first, second) ? 1 : 0;
  const runs = [...first.runs, ...second.runs.slice(overlap)];
  const letters = [...first.letters, ...second.letters.slice(overlap)];
  const seam = first.runs.length - 1;
  if (overlap > 0) runs[seam] = (runs[seam] ?? 0) + (second.runs[0] ?? 0);
  return {
    start: first.start,
    end: second.end,
    key: letters.join(''),
    letters,
    runs,
    length: first.length + second.length,
    digits: first.digits + second.digits,
    ascii: first.ascii && second.ascii,
  };
}

function isSameRun(first: Word, second: Word): boolean {
  const letter = second.letters[0] ?? '';
  return first.letters.at(-1) === letter && !isDigit(letter);
}

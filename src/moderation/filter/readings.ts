import { resolveLeetSpeakTransformer } from 'obscenity';
import { type Character, EITHER_I_OR_L, type WordClass } from './characters.ts';

/**
 * How a text is read: as it is written (`plain`), or by what its characters look like, where symbols and digits may stand
 * for letters:
 *  - `symbols`: @ and $ always are letters; ! | and ( never are (`firm`), or between letters (`inside`), or also in front of
 *    a word (`leading`), since mostly they are punctuation;
 *  - `one`: the letter that 1, ! and | stand for; digits stay digits where none is given.
 */
export type Reading = { by: 'plain' } | LookReading;

interface LookReading {
  by: 'look';
  symbols: 'firm' | 'inside' | 'leading';
  one: 'i' | 'l' | undefined;
}

/** A part of a word as it was read. */
export interface Unit {
  letter: string;
  wordClass: WordClass;
  written: 'letter' | 'digit' | 'symbol';
  character: Character;
}

export const PLAIN: Reading = { by: 'plain' };
/** By looks, with no digit taken for a letter: how rules are read, and texts that use no digits as letters. */
export const LOOKS: Reading = { by: 'look', symbols: 'firm', one: undefined };

const FIRM_SYMBOL = /^[@$]$/;
const LOOSE_SYMBOL = /^[!|(]$/;
const MAY_BE_DIGIT = /^[0-9ı]$/;
const MAY_BE_ONE = /^[1!|ı]$/;
const DIGIT = /^\p{N}/u;

const leetSpeak = resolveLeetSpeakTransformer();

/** Every reading in which a text may differ from its other readings. */
export function readingsOf(characters: readonly Character[]): Reading[] {
  const looks = [...new Set(characters.map(({ look }) => look))];
  const hasLooseSymbols = looks.some((look) => LOOSE_SYMBOL.test(look));
  if (!hasLooseSymbols && !looks.some((look) => MAY_BE_DIGIT.test(look))) return [PLAIN, LOOKS];
  const symbols = hasLooseSymbols ? (['firm', 'inside', 'leading'] as const) : (['firm'] as const);
  const ones = looks.some((look) => MAY_BE_ONE.test(look)) ? (['i', 'l'] as const) : (['i'] as const);
  return [
    PLAIN,
    LOOKS,
    ...symbols.flatMap((kind) => ones.map((one): Reading => ({ by: 'look', symbols: kind, one }))),
  ];
}

export const hasFirmSymbol = (characters: readonly Character[]): boolean =>
  characters.some(({ look }) => FIRM_SYMBOL.test(look));

export const isDigit = (letter: string): boolean =>
  letter < '\u0080' ? letter >= '0' && letter <= '9' : DIGIT.test(letter);

/** The text's parts in this reading: `undefined` stands for what separates words. */
export function readUnits(characters: readonly Character[], reading: Reading): (Unit | undefined)[] {
  if (reading.by === 'plain') return characters.map(plainUnit);
  const precedesWord = reading.symbols === 'firm' ? [] : standingBeforeWords(characters);
  const units: (Unit | undefined)[] = [];
  for (const [index, character] of characters.entries()) {
    if (character.look === '') continue;
    const mayBeLetter =
      precedesWord[index] === true && (reading.symbols === 'leading' || units.at(-1) !== undefined);
    units.push(lookUnit(character, reading, mayBeLetter));
  }
  return units;
}

/** What a digit of a disguised word stands for; itself where it stands for nothing or digits stay digits. */
export function letterForDigit(digit: string, reading: Reading): string {
  if (reading.by === 'plain' || !reading.one) return digit;
  return digit === '1' ? reading.one : leetLetter(digit);
}

const plainUnit = (character: Character): Unit | undefined =>
  character.plainClass === 'separator'
    ? undefined
    : letterUnit(character, character.plain, character.plainClass);

function lookUnit(character: Character, reading: LookReading, mayBeLetter: boolean): Unit | undefined {
  const { look, lookClass } = character;
  if (FIRM_SYMBOL.test(look)) return symbolUnit(character, leetLetter(look));
  if (LOOSE_SYMBOL.test(look)) {
    if (!mayBeLetter) return undefined;
    return symbolUnit(character, look === '(' ? leetLetter(look) : (reading.one ?? 'i'));
  }
  if (lookClass === 'separator') return undefined;
  return letterUnit(character, look === EITHER_I_OR_L ? (reading.one ?? 'i') : look, lookClass);
}

const letterUnit = (character: Character, letter: string, wordClass: WordClass): Unit => ({
  letter,
  wordClass,
  written: isDigit(letter) ? 'digit' : 'letter',
  character,
});

const symbolUnit = (character: Character, letter: string): Unit => ({
  letter,
  wordClass: 'joined',
  written: 'symbol',
  character,
});

/** Of each character, whether a word follows it, at once or after symbols that may be letters. */
function standingBeforeWords(characters: readonly Character[]): boolean[] {
  const standing = new Array<boolean>(characters.length).fill(false);
  let wordFollows = false;
  for (const [fromEnd, { look, lookClass }] of characters.toReversed().entries()) {
    standing[characters.length - 1 - fromEnd] = wordFollows;
    if (look !== '' && !LOOSE_SYMBOL.test(look))
      wordFollows = lookClass !== 'separator' || FIRM_SYMBOL.test(look);
  }
  return standing;
}

const leetLetter = (written: string): string => {
  const codePoint = written.codePointAt(0) ?? 0;
  return String.fromCodePoint(leetSpeak.transform(codePoint) ?? codePoint);
};

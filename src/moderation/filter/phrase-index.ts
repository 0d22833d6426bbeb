import { type Character, readCharacters } from './characters.ts';
import { hasFirmSymbol, LOOKS, PLAIN, type Reading, readingsOf } from './readings.ts';
import { createWordTrie, type ReportMatch } from './word-trie.ts';
import { joinWords, readSeparateLetters, readWords, setApart, type Word } from './words.ts';

/** A text in one of its readings. */
export interface ReadText {
  reading: Reading;
  words: readonly Word[];
  separateLetters: readonly (readonly Word[])[];
}

/** Words and phrases, looked up word by word: the time of a look-up hardly grows with the number of rules. */
export interface PhraseIndex {
  find(texts: readonly ReadText[], report: ReportMatch): void;
}

/** The scripts whose letters are confused with each other. */
const CONFUSED_SCRIPTS =
  /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Common}\p{Script=Inherited}]*$/u;

export function readText(text: string): ReadText[] {
  const characters = readCharacters(text);
  return readingsOf(characters).map((reading) => {
    const words = readWords(characters, reading);
    return { reading, words, separateLetters: readSeparateLetters(words, reading) };
  });
}

/** How many letters and digits a word or phrase has to be found by. */
export const letterCount = (text: string): number =>
  readWords(readCharacters(text), LOOKS).reduce((count, word) => count + word.length, 0);

export function createPhraseIndex(rules: readonly { id: number; text: string }[]): PhraseIndex {
  const plain = createTries();
  const looks = createTries();
  for (const { id, text } of rules) {
    const characters = readCharacters(text);
    // Read plainly, "a$$" would be the word "a".
    const isDisguised = hasFirmSymbol(characters);
    if (!isDisguised) insert(plain, id, readWords(characters, PLAIN));
    if (isDisguised || mayBeConfused(characters)) insert(looks, id, readWords(characters, LOOKS));
  }
  return {
    find(texts, report) {
      for (const { reading, words, separateLetters } of texts) {
        const tries = reading.by === 'plain' ? plain : looks;
        tries.words.walk(words, false, report);
        const hidesDigits = reading.by === 'look' && reading.one !== undefined;
        for (const letters of separateLetters) tries.separateLetters.walk(letters, hidesDigits, report);
      }
    },
  };
}

const createTries = () => ({ words: createWordTrie(), separateLetters: createWordTrie() });

function insert(tries: ReturnType<typeof createTries>, ruleId: number, words: readonly Word[]): void {
  const together = joinWords(words);
  if (!together) return;
  tries.words.insert(ruleId, words);
  tries.separateLetters.insert(ruleId, setApart(together));
  // A rule written as "f.o.o" means the word.
  if (words.length > 1 && words.every((word) => word.length === 1)) tries.words.insert(ruleId, [together]);
}

const mayBeConfused = (characters: readonly Character[]): boolean =>
  characters.every(({ plain, look }) => look !== '' && CONFUSED_SCRIPTS.test(plain));

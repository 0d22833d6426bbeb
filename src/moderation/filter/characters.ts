import { resolveConfusablesTransformer } from 'obscenity';

/**
 * Where a character may stand in a word: `joined` letters and digits make words with their neighbours, `kana` only among
 * themselves, and each `alone` character (of a script that is written without spaces) is a word of its own. Everything else
 * separates words.
 */
export type WordClass = 'joined' | 'kana' | 'alone' | 'separator';

/** A character as it is read, with its place in the original text (UTF-16, end exclusive). */
export interface Character {
  start: number;
  end: number;
  /** Composed (NFKC), case folded, accents kept. */
  plain: string;
  plainClass: WordClass;
  /**
   * The small Latin letter or the digit that it looks like, or `EITHER_I_OR_L`; itself without its accents when it looks
   * like none; empty when it is not to be read.
   */
  look: string;
  lookClass: WordClass;
}

/** A look-alike of both i and l, such as a dotless i, a Hebrew vav, or a capital I among small letters. */
export const EITHER_I_OR_L = 'ı';

type Forms = Omit<Character, 'start' | 'end'>;

/** Not seen, or only a stretching of the word (the Arabic tatweel). */
const UNSEEN = /^[\p{Default_Ignorable_Code_Point}\p{Cf}\u0640]$|^(?!\s)\p{Cc}$/u;
/** Marks, the vowels and finals of decomposed Hangul, and the half-width voicing marks. */
const MARK = /^[\p{M}\u1160-\u11ff\uff9e\uff9f]/u;
const WITH_MARKS = /\P{M}\p{M}*|\p{M}+/gu;
const MARKS = /\p{M}/gu;
const MARKED_ALPHABET = /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u;
const ALONE =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const KANA = /^[\p{Script=Katakana}ー]/u;
const JOINED = /^[\p{L}\p{N}\p{M}]/u;
const LATIN_OR_DIGIT = /^[a-z0-9ı]$/;

const ASCII_END = 0x80;

const confusables = resolveConfusablesTransformer();

/** What of a text is to be read, in order: never throws, whatever the text is. */
export function readCharacters(text: string): Character[] {
  const known = new Map<string, Forms[]>();
  const characters = seenCharacters(text);
  return characters.flatMap(({ start, end, seen }, index) => {
    const forms = known.get(seen) ?? formsOf(seen);
    known.set(seen, forms);
    const isLInDisguise =
      seen === 'I' && isSmall(characters[index - 1]?.seen) && isSmall(characters[index + 1]?.seen);
    return forms.map((form) => ({ start, end, ...form, ...(isLInDisguise ? { look: EITHER_I_OR_L } : {}) }));
  });
}

/** A capital I between small letters looks like an l. */
const isSmall = (seen: string | undefined): boolean => seen !== undefined && /^\p{Ll}/u.test(seen);

/** A text as patterns may read it: composed (NFKC), case folded, without what is not seen. */
export interface FoldedText {
  text: string;
  /** The place in the original text of each of its UTF-16 units. */
  starts: number[];
  ends: number[];
}

export function foldText(original: string): FoldedText {
  const folded: FoldedText = { text: '', starts: [], ends: [] };
  for (const { start, end, seen } of seenCharacters(original)) {
    const piece = foldCase(seen.normalize('NFKC'));
    folded.text += piece;
    for (let unit = 0; unit < piece.length; unit++) {
      folded.starts.push(start);
      folded.ends.push(end);
    }
  }
  return folded;
}

/** Code points with the marks that follow them, also when something unseen stands between. */
function seenCharacters(text: string): { start: number; end: number; seen: string }[] {
  const characters: { start: number; end: number; seen: string }[] = [];
  let position = 0;
  for (const codePoint of text) {
    const start = position;
    position += codePoint.length;
    if (!isAscii(codePoint) && MARK.test(codePoint) && !UNSEEN.test(codePoint)) {
      const base = characters.at(-1);
      if (base) {
        base.seen += codePoint;
        base.end = position;
        continue;
      }
    }
    if (isPrintableAscii(codePoint) || !UNSEEN.test(codePoint)) {
      characters.push({ start, end: position, seen: codePoint });
    }
  }
  return characters;
}

/** More than one for ligatures and the like. */
function formsOf(seen: string): Forms[] {
  return withMarks(seen.normalize('NFKC')).flatMap((unit) =>
    withMarks(foldCase(unit).normalize('NFKC')).map((plain, index) => {
      // A letter that folds to several (ß) still looks like one.
      const look = index === 0 ? lookOf(unit) : '';
      const plainClass = wordClass(plain);
      return { plain, plainClass, look, lookClass: LATIN_OR_DIGIT.test(look) ? 'joined' : plainClass };
    }),
  );
}

/** Capitals are looked up as such: a Greek Η looks like an H, its small η like an n. */
function lookOf(unit: string): string {
  const bare = MARKED_ALPHABET.test(unit) ? unit.normalize('NFD').replaceAll(MARKS, '') : unit;
  const codePoint = bare.codePointAt(0) ?? 0;
  if (codePoint < ASCII_END) return bare.charAt(0).toLowerCase();
  const lookAlike = String.fromCodePoint(confusables.transform(codePoint) ?? codePoint).toLowerCase();
  if (lookAlike === 'l') return EITHER_I_OR_L;
  return LATIN_OR_DIGIT.test(lookAlike) ? lookAlike : foldCase(bare);
}

function wordClass(plain: string): WordClass {
  if (ALONE.test(plain)) return 'alone';
  if (KANA.test(plain)) return 'kana';
  return JOINED.test(plain) ? 'joined' : 'separator';
}

/** By way of capitals, which makes ß and ss, ς and σ, ſ and s the same. */
const foldCase = (text: string): string => text.toUpperCase().toLowerCase();

const withMarks = (text: string): string[] => text.match(WITH_MARKS) ?? [];

const isAscii = (codePoint: string): boolean => codePoint < '\u0080';
const isPrintableAscii = (codePoint: string): boolean => codePoint >= ' ' && codePoint <= '~';

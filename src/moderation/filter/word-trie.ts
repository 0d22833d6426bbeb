import type { Word } from './words.ts';

/** Sequences of words by their keys; each sequence that is found is compared letter by letter. */
export interface WordTrie {
  insert(ruleId: number, words: readonly Word[]): void;
  /**
   * @param hidesDigits digits were read as letters: then most letters of a match must be letters ("for 5 s" is no word)
   * @param report called with each match and its place in the original text (UTF-16, end exclusive), by ascending start
   */
  walk(words: readonly Word[], hidesDigits: boolean, report: ReportMatch): void;
}

export type ReportMatch = (ruleId: number, start: number, end: number) => void;

interface Node {
  next: Map<string, Node>;
  entries: { ruleId: number; words: readonly Word[]; ascii: boolean }[];
}

/** Two of the same letter mostly are spelling (god, good), three are stretching, and so are two of those never doubled. */
const STRETCHED_RUN = 3;
const SELDOM_DOUBLED = new Set('ahijkquvwxy');

export function createWordTrie(): WordTrie {
  const root = createNode();
  return {
    insert(ruleId, words) {
      let node = root;
      for (const { key } of words) {
        const next = node.next.get(key) ?? createNode();
        node.next.set(key, next);
        node = next;
      }
      node.entries.push({ ruleId, words, ascii: words.every((word) => word.ascii) });
    },
    walk(words, hidesDigits, report) {
      // By index throughout: copying what was found for each comparison would make long texts slow.
      for (let first = 0; first < words.length; first++) {
        let node: Node | undefined = root;
        for (let last = first; last < words.length; last++) {
          node = node.next.get(words[last]?.key ?? '');
          if (!node) break;
          for (const entry of node.entries) {
            if (!isSpelledOrStretched(entry.words, words, first)) continue;
            if (!entry.ascii && isAsciiOnly(words, first, last)) continue;
            if (hidesDigits && !isMostlyLetters(words, first, last)) continue;
            report(entry.ruleId, words[first]?.start ?? 0, words[last]?.end ?? 0);
          }
        }
      }
    },
  };
}

const createNode = (): Node => ({ next: new Map(), entries: [] });

/**
 * Of words of the same keys: one doubled letter makes another word (god, good); several doubled letters, or one letter more
 * often, only stretch it.
 */
function isSpelledOrStretched(wanted: readonly Word[], text: readonly Word[], first: number): boolean {
  let longer = 0;
  let stretched = false;
  for (let place = 0; place < wanted.length; place++) {
    const wantedRuns = wanted[place]?.runs ?? [];
    const { letters, runs } = text[first + place] ?? { letters: [], runs: [] };
    if (runs.length !== wantedRuns.length) return false;
    for (let index = 0; index < runs.length; index++) {
      const run = runs[index] ?? 0;
      const wantedRun = wantedRuns[index] ?? 0;
      if (run < wantedRun) return false;
      if (run === wantedRun) continue;
      longer++;
      if (run >= STRETCHED_RUN || SELDOM_DOUBLED.has(letters[index] ?? '')) stretched = true;
    }
  }
  return longer === 0 || longer > 1 || stretched;
}

/**
 * A rule that is not ASCII ("рот", a mouth) is not matched by ASCII words that it only looks like ("pot"), but it is by
 * mixtures of both.
 */
function isAsciiOnly(words: readonly Word[], first: number, last: number): boolean {
  for (let place = first; place <= last; place++) if (!words[place]?.ascii) return false;
  return true;
}

function isMostlyLetters(words: readonly Word[], first: number, last: number): boolean {
  let balance = 0;
  for (let place = first; place <= last; place++) {
    const { length, digits } = words[place] ?? { length: 0, digits: 0 };
    balance += length - 2 * digits;
  }
  return balance > 0;
}

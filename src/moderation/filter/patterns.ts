import { RE2JS, RE2JSSyntaxException, RE2Set } from 're2js';
import { ExpectedError } from '../../lib/errors.ts';
import { foldText } from './characters.ts';
import type { ReportMatch } from './word-trie.ts';

/** The greatest size of a pattern, in RE2's instructions: about one for each character, times how often it is repeated. */
const MAX_PATTERN_SIZE = 500;
/** What the engine may keep of a server's patterns between checks. */
const MAX_STATES_BYTES = 2 * 1024 * 1024;
const MAX_NAMED_PART_LENGTH = 20;
/**
 * How many excepted matches of a pattern are passed over in one text. The next one counts, excepted or not: the time must
 * stay bounded, and padding a prompt with excepted words must not hide the others.
 */
const MAX_EXCEPTED_PLACES = 100;
/** In each of these some pattern that matches nothing (a*, \b, $) finds such an empty match. */
const PROBES = ['', 'a b', '1'];

export interface PatternSet {
  /** Reports the first match of each pattern that `isExcepted` does not accept. Places are those in `text`. */
  find(text: string, isExcepted: (start: number, end: number) => boolean, report: ReportMatch): void;
}

/**
 * Compiles a pattern for an engine whose time grows only in proportion to the text.
 * @throws ExpectedError that says what is wrong with it
 */
export function compilePattern(text: string): RE2JS {
  const pattern = parsePattern(text);
  if (pattern.programSize() > MAX_PATTERN_SIZE)
    throw unusable('it is too big. Repeat less in it, or make several of it.');
  if (PROBES.some((probe) => pattern.exec(probe)?.[0] === ''))
    throw unusable(
      'it also matches an empty text, so it would match everything. Make some part of it needed.',
    );
  return pattern;
}

/** @throws ExpectedError when one of the patterns is unusable */
export function createPatternSet(rules: readonly { id: number; text: string }[]): PatternSet {
  const patterns = rules.map(({ id, text }) => ({ id, pattern: compilePattern(text) }));
  // All at once: one pass over the text, and one cache of states where alone each pattern could fill one of 8 MB.
  const all = new RE2Set(RE2Set.UNANCHORED, 0, MAX_STATES_BYTES);
  for (const { text } of rules) all.add(text);
  all.compile();
  return {
    find(text, isExcepted, report) {
      if (patterns.length === 0) return;
      for (const read of [asWritten(text), foldText(text)]) {
        for (const index of all.match(read.text)) {
          const rule = patterns[index];
          const place = rule && firstPlace(rule.pattern, read, isExcepted);
          if (place) report(rule.id, place.start, place.end);
        }
      }
    },
  };
}

function firstPlace(
  pattern: RE2JS,
  read: ReturnType<typeof foldText>,
  isExcepted: (start: number, end: number) => boolean,
): { start: number; end: number } | undefined {
  const matcher = pattern.matcher(read.text);
  let excepted = 0;
  while (matcher.find()) {
    if (matcher.start() === matcher.end()) continue;
    const start = read.starts[matcher.start()] ?? 0;
    const end = read.ends[matcher.end() - 1] ?? start;
    if (!isExcepted(start, end) || excepted === MAX_EXCEPTED_PLACES) return { start, end };
    excepted++;
  }
  return undefined;
}

function asWritten(text: string): ReturnType<typeof foldText> {
  const starts = Array.from({ length: text.length }, (_, index) => index);
  return { text, starts, ends: starts.map((start) => start + 1) };
}

function parsePattern(text: string): RE2JS {
  try {
    return RE2JS.compile(text);
  } catch (error) {
    if (error instanceof RE2JSSyntaxException) throw unusable(whatIsWrong(error), error);
    throw error;
  }
}

function whatIsWrong(error: RE2JSSyntaxException): string {
  const part = error.getPattern() ?? '';
  if (/^\(\?<?[=!]/.test(part)) return 'look-arounds are not available.';
  if (/^\\[1-9]|^\\k|^\(\?P=/.test(part)) return 'back-references are not available.';
  const named = [...part.replaceAll('`', "'")].slice(0, MAX_NAMED_PART_LENGTH).join('');
  const where = named ? ` near \`${named}\`` : '';
  return `${error.getDescription()}${where}. Look-arounds and back-references are not available either.`;
}

const unusable = (reason: string, cause?: unknown): ExpectedError =>
  new ExpectedError('filter-rule', `This pattern cannot be used: ${reason}`, { cause });

import { createPatternSet } from './patterns.ts';
import { createPhraseIndex, readText } from './phrase-index.ts';
import type { BlockingRule, FilterAction, FilterRule } from './rule.ts';
import type { ReportMatch } from './word-trie.ts';

/** Where a rule matches first, in UTF-16 units of the text as it was given, end exclusive. */
export interface FilterMatch {
  ruleId: number;
  kind: BlockingRule['kind'];
  action: FilterAction;
  start: number;
  end: number;
  /** What stands there. */
  slice: string;
}

export interface PromptFilter {
  /** At most one match of each rule, in the order of the text. Never throws. */
  check(text: string): FilterMatch[];
}

/**
 * Compiles a server's rules. A check takes time in proportion to the text, whatever the text is.
 * @throws ExpectedError when a pattern is unusable
 */
export function createPromptFilter(rules: readonly FilterRule[]): PromptFilter {
  const blocking = new Map(rules.flatMap((rule) => (rule.kind === 'exception' ? [] : [[rule.id, rule]])));
  const words = createPhraseIndex(rules.filter(({ kind }) => kind === 'word'));
  const exceptions = createPhraseIndex(rules.filter(({ kind }) => kind === 'exception'));
  const patterns = createPatternSet(rules.filter(({ kind }) => kind === 'pattern'));
  return {
    check(text) {
      const readings = readText(text);
      const allowed: Span[] = [];
      exceptions.find(readings, (_, start, end) => allowed.push({ start, end }));
      const isExcepted = coverage(text.length, allowed);

      const places = new Map<number, Span>();
      const keepFirst: ReportMatch = (ruleId, start, end) => {
        const known = places.get(ruleId);
        if (!known || start < known.start || (start === known.start && end > known.end))
          places.set(ruleId, { start, end });
      };
      words.find(readings, (ruleId, start, end) => {
        if (!isExcepted(start, end)) keepFirst(ruleId, start, end);
      });
      patterns.find(text, isExcepted, keepFirst);

      return [...places]
        .flatMap(([ruleId, { start, end }]) => {
          const rule = blocking.get(ruleId);
          if (!rule) return [];
          return [
            { ruleId, kind: rule.kind, action: rule.action, start, end, slice: text.slice(start, end) },
          ];
        })
        .sort((a, b) => a.start - b.start || a.end - b.end || a.ruleId - b.ruleId);
    },
  };
}

/** What is to be done about all of these; undefined when there are none. */
export function strongestAction(matches: readonly Pick<FilterMatch, 'action'>[]): FilterAction | undefined {
  if (matches.some(({ action }) => action === 'refuse')) return 'refuse';
  return matches.length > 0 ? 'hold' : undefined;
}

interface Span {
  start: number;
  end: number;
}

/** Whether a place lies wholly inside one of the spans; each question takes the same short time. */
function coverage(length: number, spans: readonly Span[]): (start: number, end: number) => boolean {
  /** Of each position, the furthest end of the spans that begin there or before. */
  const furthestEnd = new Int32Array(length + 1).fill(-1);
  for (const { start, end } of spans) furthestEnd[start] = Math.max(furthestEnd[start] ?? -1, end);
  for (let position = 1; position <= length; position++) {
    furthestEnd[position] = Math.max(furthestEnd[position] ?? -1, furthestEnd[position - 1] ?? -1);
  }
  return (start, end) => end <= (furthestEnd[start] ?? -1);
}

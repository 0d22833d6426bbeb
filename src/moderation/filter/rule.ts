import { ExpectedError } from '../../lib/errors.ts';
import { compilePattern } from './patterns.ts';
import { letterCount } from './phrase-index.ts';

/** What becomes of an order that a rule matches: it is refused, or held until a moderator approves it. */
export type FilterAction = 'refuse' | 'hold';

/** Words and phrases match on word boundaries, however disguised; patterns are RE2 regular expressions. */
export interface BlockingRule {
  kind: 'word' | 'pattern';
  text: string;
  action: FilterAction;
}

/** A word or phrase that is allowed: what other rules match wholly inside it does not count. */
export interface ExceptionRule {
  kind: 'exception';
  text: string;
}

export type NewFilterRule = BlockingRule | ExceptionRule;
export type FilterRule = NewFilterRule & { id: number };
export type FilterRuleKind = NewFilterRule['kind'];

export const MAX_RULES = 500;
/** In characters, after trimming. */
const MIN_PHRASE_LENGTH = 2;
export const MAX_PHRASE_LENGTH = 100;
export const MAX_PATTERN_LENGTH = 200;
/**
 * The greatest size of all patterns of a server together, in RE2's instructions: keeps the worst that patterns can be
 * made to do to some tenths of a second. A common pattern has 10 to 50.
 */
const MAX_PATTERNS_SIZE = 2500;

/**
 * The text of a rule as it is kept: trimmed, and words of a phrase one space apart.
 * @throws ExpectedError that says why it is unusable
 */
export function parseRuleText(kind: FilterRuleKind, text: string): string {
  switch (kind) {
    case 'word':
    case 'exception':
      return parsePhrase(text.trim().replaceAll(/\s+/g, ' '));
    case 'pattern':
      return parsePattern(text.trim());
  }
}

/** Two rules of the same identity in one server would be one twice, whatever they do. */
export function ruleIdentity({ kind, text }: Pick<NewFilterRule, 'kind' | 'text'>): string {
  return kind === 'pattern' ? `pattern ${text}` : `${kind} ${text.toLowerCase()}`;
}

/**
 * @param rules all that a server would have; their texts are parsed
 * @throws ExpectedError when they are more than a server can have
 */
export function assertRulesFit(rules: readonly Pick<NewFilterRule, 'kind' | 'text'>[]): void {
  if (rules.length > MAX_RULES) throw tooMany(`a server can have ${MAX_RULES} filter rules at most`);
  const patterns = rules.filter(({ kind }) => kind === 'pattern');
  const size = patterns.reduce((sum, { text }) => sum + compilePattern(text).programSize(), 0);
  if (size > MAX_PATTERNS_SIZE) throw tooMany('the patterns together are too big');
}

function parsePhrase(text: string): string {
  const length = [...text].length;
  if (length < MIN_PHRASE_LENGTH || length > MAX_PHRASE_LENGTH)
    throw unusable(`A word or phrase has ${MIN_PHRASE_LENGTH} to ${MAX_PHRASE_LENGTH} characters.`);
  if (letterCount(text) < MIN_PHRASE_LENGTH)
    throw unusable(
      `A word or phrase has at least ${MIN_PHRASE_LENGTH} letters or digits. Use a pattern to match symbols and emoji.`,
    );
  return text;
}

function parsePattern(text: string): string {
  const length = [...text].length;
  if (length === 0 || length > MAX_PATTERN_LENGTH)
    throw unusable(`A pattern has 1 to ${MAX_PATTERN_LENGTH} characters.`);
  if (/[\r\n]/.test(text)) throw unusable('A pattern stands on one line. Write \\n for a line break.');
  compilePattern(text);
  return text;
}

const unusable = (text: string): ExpectedError => new ExpectedError('filter-rule', text);
const tooMany = (what: string): ExpectedError =>
  new ExpectedError('filter-full', `That is too much: ${what}. Remove some rules first.`);

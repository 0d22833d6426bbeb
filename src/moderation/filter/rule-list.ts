import { ExpectedError } from '../../lib/errors.ts';
import { assertRulesFit, MAX_RULES, type NewFilterRule, parseRuleText, ruleIdentity } from './rule.ts';

const MAX_NAMED_LINES = 10;
const KEYWORDS = /^(?:refuse|hold)\s+(?:word|pattern)\s|^allow\s/iu;
const EXPECTED_LINE =
  'a line reads “refuse word …”, “hold word …”, “refuse pattern …”, “hold pattern …” or “allow …”';

/** One rule a line, for a moderator to edit and `parseRuleList` to read. Lines that begin with # are comments. */
export const formatRuleList = (rules: readonly NewFilterRule[]): string =>
  rules.map((rule) => `${formatRule(rule)}\n`).join('');

/**
 * @returns the rules in order, their texts parsed
 * @throws ExpectedError that names the bad lines (the first ten) and what is wrong with each
 */
export function parseRuleList(list: string): NewFilterRule[] {
  const rules: NewFilterRule[] = [];
  const lineOf = new Map<string, number>();
  const problems: string[] = [];
  for (const [index, line] of list.split(/\r\n|\r|\n/).entries()) {
    // Telephones begin lines with capitals.
    const text = line.trim().replace(KEYWORDS, (keywords) => keywords.toLowerCase());
    if (text === '' || text.startsWith('#')) continue;
    try {
      const rule = parseLine(text);
      const twin = lineOf.get(ruleIdentity(rule));
      if (twin !== undefined) throw badLine(`this is the rule of line ${twin} again.`);
      lineOf.set(ruleIdentity(rule), index + 1);
      rules.push(rule);
    } catch (error) {
      if (!(error instanceof ExpectedError)) throw error;
      problems.push(`Line ${index + 1}: ${error.message}`);
    }
    if (problems.length === MAX_NAMED_LINES || rules.length > MAX_RULES) break;
  }
  if (problems.length > 0) throw unusableList(problems);
  assertRulesFit(rules);
  return rules;
}

function formatRule(rule: NewFilterRule): string {
  switch (rule.kind) {
    case 'word':
    case 'pattern':
      return `${rule.action} ${rule.kind} ${rule.text}`;
    case 'exception':
      return `allow ${rule.text}`;
  }
}

function parseLine(line: string): NewFilterRule {
  const [, action, kind, text] = /^(refuse|hold)\s+(word|pattern)\s+(.*)$/su.exec(line) ?? [];
  if ((action === 'refuse' || action === 'hold') && (kind === 'word' || kind === 'pattern') && text)
    return { kind, action, text: parseRuleText(kind, text) };
  const [, allowed] = /^allow\s+(.*)$/su.exec(line) ?? [];
  if (allowed) return { kind: 'exception', text: parseRuleText('exception', allowed) };
  throw badLine(`${EXPECTED_LINE}.`);
}

const badLine = (text: string): ExpectedError => new ExpectedError('filter-rule', text);

function unusableList(problems: readonly string[]): ExpectedError {
  const lead =
    problems.length === MAX_NAMED_LINES
      ? `Nothing was imported. The first ${MAX_NAMED_LINES} lines to mend:`
      : 'Nothing was imported. Mend these lines and try again:';
  return new ExpectedError('filter-list', [lead, ...problems].join('\n'));
}

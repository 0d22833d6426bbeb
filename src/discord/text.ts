/** Everything that Discord's Markdown, mentions, timestamps, emoji or links could begin or end with. */
const ACTIVE_CHARACTERS = /[\\*_~|`>#\-+.[\](){}<:@&=!]/g;
/** Control characters, and those that are invisible or turn the direction of what follows; white space is seen to apart. */
const HARMFUL_CHARACTERS =
  /(?!\s)[\p{Cc}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/gu;

/** A user's text as plain words on one line: nothing in it is formatted, linked, mentioned or hidden. */
export const plainText = (text: string): string => escapeMarkdown(oneLine(text));

/** Line breaks and other control characters become spaces; characters that hide or reorder text go. */
export const oneLine = (text: string): string =>
  text.replace(HARMFUL_CHARACTERS, '').replace(/\s+/g, ' ').trim();

/** Discord drops a backslash before any punctuation and shows the character itself. */
export const escapeMarkdown = (text: string): string => text.replace(ACTIVE_CHARACTERS, '\\$&');

/**
 * Cuts a text to at most `maxLength` characters, with an ellipsis, never through a surrogate pair. Counted as JavaScript does,
 * an emoji as two: how Discord counts is not documented, and this is never less.
 */
export function cut(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const start = text.slice(0, maxLength - 1).replace(/[\ud800-\udbff]$/, '');
  return `${start.trimEnd()}…`;
}

/** Discord's own clock, which goes on ticking in the reader's language: "in 5 minutes". */
export const relativeTime = (atMs: number): string => `<t:${Math.round(atMs / 1_000)}:R>`;

/** "1st", "2nd", "3rd", "4th", "11th", … */
export function ordinal(number: number): string {
  const ending = { one: 'st', two: 'nd', few: 'rd', other: 'th', zero: 'th', many: 'th' };
  return `${number}${ending[new Intl.PluralRules('en', { type: 'ordinal' }).select(number)]}`;
}

/** "48 s", "2 min", "2 min 5 s", "1 h 3 min": signs of the International System, which every language shares. */
export function durationText(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return joinUnits(Math.floor(seconds / 60), 'min', seconds % 60, 's');
  return joinUnits(Math.floor(seconds / 3_600), 'h', Math.floor((seconds % 3_600) / 60), 'min');
}

const joinUnits = (large: number, largeUnit: string, small: number, smallUnit: string): string =>
  `${large} ${largeUnit}${small > 0 ? ` ${small} ${smallUnit}` : ''}`;

/** "1 video", "3 videos". */
export const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;

/** Creative units, Scenario's money. */
export const unitsText = (units: number): string => `${Number(units.toFixed(2))} CU`;

/** A file name made of the words of a prompt: lower-case ASCII letters, digits and hyphens. */
export function fileNameFor(prompt: string, fallback: string): string {
  const MAX_LENGTH = 60;
  const slug = prompt
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_LENGTH)
    .replace(/^-+|-+$/g, '');
  return `${slug || fallback}.mp4`;
}

/** A user's text in a code span, in which nothing is formatted: only a backtick ends it, and becomes another sign. */
export const code = (text: string): string => `\`${oneLine(text).replaceAll('`', 'ˋ') || ' '}\``;

import { ExpectedError } from '../../lib/errors.ts';
import { oneLine, ordinal } from '../text.ts';

/** On which days the challenges of a series come. */
export interface Rhythm {
  /** Day, month and weekday of a cron pattern. */
  days: string;
  /** "every Friday", "the 15th of every month". */
  name: string;
}

/** In the order of the week; a cron pattern counts from Sunday. */
const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
/** Every month has so many days. */
const SURE_DAYS = 28;

/** Every one that can be chosen: weekly on a weekday; monthly on a weekday's first, on the last day, on a day of every month. */
export const RHYTHMS: readonly Rhythm[] = [
  ...WEEKDAYS.map((name, index) => ({ days: `* * ${(index + 1) % 7}`, name: `every ${name}` })),
  ...WEEKDAYS.map((name, index) => ({
    days: `* * ${(index + 1) % 7}#1`,
    name: `the first ${name} of every month`,
  })),
  { days: 'L * *', name: 'the last day of every month' },
  ...Array.from({ length: SURE_DAYS }, (_, index) => ({
    days: `${index + 1} * *`,
    name: `the ${ordinal(index + 1)} of every month`,
  })),
];

/** Those whose name holds what was typed, all of them for nothing. */
export const rhythmsLike = (typed: string): Rhythm[] =>
  RHYTHMS.filter(({ name }) => folded(name).includes(folded(typed)));

/**
 * The one that is meant: by its days, its name, or a part of it that no other has.
 * @throws ExpectedError for none or several
 */
export function parseRhythm(typed: string): Rhythm {
  const exact = RHYTHMS.find(({ days, name }) => days === typed.trim() || folded(name) === folded(typed));
  const [like, other] = rhythmsLike(typed);
  const meant = exact ?? (other ? undefined : like);
  if (meant) return meant;
  throw new ExpectedError(
    'rhythm',
    'I do not know on which days it shall come: choose one of those that are offered while you type `on`. Not every month has a 29th, 30th or 31st: choose a day up to the 28th, or the last day.',
  );
}

/**
 * A cron pattern.
 * @param time of day, as "18:00" or "6:30"
 * @throws ExpectedError for a time of day that there is not
 */
export function patternOf({ days }: Pick<Rhythm, 'days'>, time: string): string {
  const [, hour, minute] = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(time.trim()) ?? [];
  if (hour === undefined) {
    throw new ExpectedError('time', 'I do not understand that time of day: write one like `18:00`.');
  }
  return `${Number(minute)} ${Number(hour)} ${days}`;
}

/** A pattern in plain words, "every Friday at 18:00"; the pattern itself where there are none for it. */
export function patternText(pattern: string): string {
  const [, minute = '', hour = '', days] = /^(\d{1,2}) (\d{1,2}) (.+)$/.exec(pattern) ?? [];
  const rhythm = RHYTHMS.find((one) => one.days === days);
  return rhythm ? `${rhythm.name} at ${hour.padStart(2, '0')}:${minute.padStart(2, '0')}` : pattern;
}

const folded = (text: string): string => oneLine(text).normalize('NFKC').toLowerCase();

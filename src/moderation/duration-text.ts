import { ExpectedError } from '../lib/errors.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const WEEK_MS = 7 * DAY_MS;

const UNITS_MS: ReadonlyMap<string, number> = new Map([
  ...named(SECOND_MS, ['s', 'sec', 'secs', 'second', 'seconds']),
  ...named(MINUTE_MS, ['m', 'min', 'mins', 'minute', 'minutes']),
  ...named(HOUR_MS, ['h', 'hr', 'hrs', 'hour', 'hours']),
  ...named(DAY_MS, ['d', 'day', 'days']),
  ...named(WEEK_MS, ['w', 'week', 'weeks']),
]);

const PART = /(\d{1,9})\s*([a-z]+)/g;
/** Whatever shall last longer needs no end. */
const LONGEST_MS = 3_650 * DAY_MS;

/**
 * A stretch of time as people type it: "30m", "12h", "7d", "2w", "1d 12h", "90 minutes".
 * @returns milliseconds, from one second to ten years
 * @throws ExpectedError for anything else, with what to type
 */
export function parseDuration(text: string): number {
  const lower = text.toLowerCase();
  const parts = [...lower.matchAll(PART)];
  const rest = lower.replace(PART, '').trim();
  const ms = parts.reduce(
    (sum, [, number, unit = '']) => sum + Number(number) * (UNITS_MS.get(unit) ?? Number.NaN),
    0,
  );
  if (rest === '' && ms >= SECOND_MS && ms <= LONGEST_MS) return ms;
  throw new ExpectedError(
    'duration',
    'I do not understand that time: write a number and a unit, such as `30m`, `12h`, `7d` or `2w`, up to ten years.',
  );
}

function named(ms: number, names: readonly string[]): [string, number][] {
  return names.map((name) => [name, ms]);
}

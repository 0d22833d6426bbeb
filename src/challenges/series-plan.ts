import { ExpectedError } from '../lib/errors.ts';
import type { Challenge } from './challenge.ts';
import { nextOccurrence, shortestPeriodMs } from './recurrence.ts';
import { nextThemes, type Series, type Theme } from './series.ts';
import { CHALLENGE_TEXT_MAX } from './settings.ts';
import { checkTimes, lengthTyped, type Times, timesOf } from './times.ts';

const HOUR_MS = 3_600_000;
/** A list of themes fits into one form of Discord. */
export const THEMES_MAX_LENGTH = 4_000;
/** So many a vote is between at the least. */
const THEMES_MIN = { list: 1, vote: 2 } as const satisfies Record<Series['nextTheme'], number>;
const ECHO_MAX_LENGTH = 40;

/** How long entries and votes are taken in each challenge of a series. */
export type Lengths = Pick<Series, 'entryHours' | 'votingHours'>;

/** Those of a challenge, to the hour: how it went may have moved its ends by minutes. */
export function lengthsOf({ schedule }: Pick<Challenge, 'schedule'>, changes: Partial<Times>): Lengths {
  const { entriesMs, votingMs } = { ...timesOf(schedule), ...changes };
  return { entryHours: wholeHours(entriesMs), votingHours: wholeHours(votingMs) };
}

const wholeHours = (ms: number): number => Math.max(1, Math.round(ms / HOUR_MS));

type Planned = Pick<Series, 'pattern' | 'timeZone' | 'settings'> & Lengths;

/**
 * When the next challenge of a series comes.
 * @throws ExpectedError for lengths that no challenge can have, or that reach into the one after it
 */
export function requirePlan({ pattern, timeZone, settings, ...lengths }: Planned, now: number): number {
  const entriesMs = lengths.entryHours * HOUR_MS;
  const votingMs = lengths.votingHours * HOUR_MS;
  const nextAt = nextOccurrence(pattern, timeZone, now);
  if (nextAt === undefined) throw new ExpectedError('rhythm', 'There is no such day: choose others.');
  checkTimes({ opensAt: nextAt, entriesMs, votingMs }, now);
  const wholeMs = entriesMs + (settings.reviewHours ?? 0) * HOUR_MS + votingMs;
  const periodMs = shortestPeriodMs(pattern, now);
  if (wholeMs <= periodMs) return nextAt;
  throw new ExpectedError(
    'overlap',
    `Each challenge would reach into the next one: entries (${lengthTyped(entriesMs)})${settings.reviewHours === undefined ? '' : `, review (${lengthTyped(settings.reviewHours * HOUR_MS)})`} and voting (${lengthTyped(votingMs)}) take ${lengthTyped(wholeMs)} together, and the next one opens ${lengthTyped(periodMs)} after it. Give shorter lengths with \`entries_for\` and \`voting_for\` of \`/veo-challenge series-start\`, or days that are further apart.`,
  );
}

/**
 * Themes as they are typed, one a line; none twice.
 * @throws ExpectedError for too few, or one that is too long
 */
export function parseThemes(typed: string, nextTheme: Series['nextTheme']): string[] {
  const lines = typed.split(/[\r\n]+/).map((line) => line.trim());
  const keys = lines.map((line) => line.toLowerCase());
  const themes = lines.filter((line, index) => line !== '' && keys.indexOf(line.toLowerCase()) === index);
  const long = themes.find(({ length }) => length > CHALLENGE_TEXT_MAX.theme);
  if (long !== undefined) {
    const start = [...long].slice(0, ECHO_MAX_LENGTH).join('').replaceAll('`', 'ˋ');
    throw new ExpectedError(
      'themes',
      `The theme that begins with \`${start}\` has ${long.length} characters: ${CHALLENGE_TEXT_MAX.theme} at the most. Nothing was saved: shorten it.`,
    );
  }
  if (themes.length >= THEMES_MIN[nextTheme]) return themes;
  throw new ExpectedError(
    'themes',
    nextTheme === 'vote'
      ? 'Members need at least two themes to choose between. Nothing was saved: type more, one a line.'
      : 'There is no theme. Nothing was saved: type at least one, one a line.',
  );
}

/** A list of themes as it is typed. */
export const themesTyped = (themes: readonly Pick<Theme, 'text'>[]): string =>
  themes.map(({ text }) => text).join('\n');

/** Themes that were used since all were, and those that come before any of these comes again. */
export function splitThemes(themes: readonly Theme[]): { left: Theme[]; used: Theme[] } {
  const left = nextThemes(themes);
  return { left, used: themes.filter((theme) => !left.includes(theme)) };
}

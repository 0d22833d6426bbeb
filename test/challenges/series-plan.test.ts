import { describe, expect, test } from 'vitest';
import {
  lengthsOf,
  parseThemes,
  requirePlan,
  splitThemes,
  themesTyped,
} from '../../src/challenges/series-plan.ts';
import { DEFAULT_CHALLENGE_SETTINGS } from '../../src/challenges/settings.ts';
import { scheduleOf } from '../../src/challenges/times.ts';
import { ExpectedError } from '../../src/lib/errors.ts';

const HOUR_MS = 3_600_000;
/** Before clocks are put forward in Berlin. */
const NOW = Date.parse('2026-03-20T00:00:00Z');

const planned = (entryHours: number, votingHours: number, reviewHours?: number) => ({
  pattern: '0 18 * * 5',
  timeZone: 'Europe/Berlin',
  settings: { ...DEFAULT_CHALLENGE_SETTINGS, reviewHours },
  entryHours,
  votingHours,
});

const refusal = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof ExpectedError) return error.message;
    throw error;
  }
  throw new Error('not refused');
};

describe('lengths', () => {
  test('are those of the challenge, to the hour, unless others are given', () => {
    const times = { opensAt: 5, entriesMs: 47.9 * HOUR_MS, votingMs: 10 * 60_000 };
    const challenge = { schedule: scheduleOf(times, 12) };
    expect(lengthsOf(challenge, {})).toEqual({ entryHours: 48, votingHours: 1 });
    expect(lengthsOf(challenge, { votingMs: 24 * HOUR_MS })).toEqual({ entryHours: 48, votingHours: 24 });
  });

  test('that fill the time to the next one will do, also where clocks are put forward in between', () => {
    const nextAt = requirePlan(planned(96, 72), NOW);
    expect(new Date(nextAt).toISOString()).toBe('2026-03-20T17:00:00.000Z');
    expect(requirePlan(planned(84, 72, 12), NOW)).toBe(nextAt);
  });

  test('that reach into the next one are refused, with what to do', () => {
    expect(refusal(() => requirePlan(planned(97, 72), NOW))).toBe(
      'Each challenge would reach into the next one: entries (4d 1h) and voting (3d) take 7d 1h together, and the next one opens 7d after it. Give shorter lengths with `entries_for` and `voting_for` of `/veo-challenge series-start`, or days that are further apart.',
    );
    expect(refusal(() => requirePlan(planned(96, 72, 1), NOW))).toContain('review (1h)');
    expect(refusal(() => requirePlan(planned(24 * 91, 1), NOW))).toContain('90 days at most');
  });
});

describe('themes', () => {
  test('are typed one a line, none twice', () => {
    expect(parseThemes('  Boats \r\n\nTrains\nboats\n', 'list')).toEqual(['Boats', 'Trains']);
    expect(themesTyped([{ text: 'a' }, { text: 'b' }])).toBe('a\nb');
  });

  test('are refused when they are too few or too long', () => {
    expect(refusal(() => parseThemes(' \n ', 'list'))).toContain('There is no theme');
    expect(refusal(() => parseThemes('Boats\nBOATS', 'vote'))).toContain('at least two themes');
    expect(refusal(() => parseThemes(`ok\n${'`x'.repeat(251)}`, 'list'))).toMatch(
      /begins with `(ˋx){20}` has 502 characters: 500 at the most/,
    );
    expect(parseThemes('y'.repeat(500), 'list')).toHaveLength(1);
  });

  test('are left until all were used', () => {
    const theme = (id: number, uses: number) => ({ id, text: `theme ${id}`, uses });
    const some = splitThemes([theme(1, 2), theme(2, 1), theme(3, 2)]);
    expect(some).toEqual({ left: [theme(2, 1)], used: [theme(1, 2), theme(3, 2)] });
    expect(splitThemes([theme(1, 2), theme(2, 2)]).used).toEqual([]);
    expect(splitThemes([])).toEqual({ left: [], used: [] });
  });
});

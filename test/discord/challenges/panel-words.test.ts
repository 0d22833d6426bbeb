import { describe, expect, test } from 'vitest';
import type { Challenge } from '../../../src/challenges/challenge.ts';
import type { ChallengeSettings } from '../../../src/challenges/settings.ts';
import { AT_PUBLICATION, scheduleOf } from '../../../src/challenges/times.ts';
import { changesText } from '../../../src/discord/challenges/panel-words.ts';
import { NOW } from '../job.ts';
import { aChallenge, DAY_MS } from './a-challenge.ts';

type Changes = Partial<Omit<Challenge, 'settings'>> & { settings?: Partial<ChallengeSettings> };

const said = (before: Changes, after: Changes): string => changesText(aChallenge(before), aChallenge(after));

describe('what was saved is told', () => {
  const reviewed = (opensAt: number, reviewHours: number | undefined, entriesMs = DAY_MS): Changes => ({
    schedule: scheduleOf({ opensAt, entriesMs, votingMs: DAY_MS }, reviewHours),
    settings: reviewHours === undefined ? {} : { reviewHours },
  });

  test('as the review alone, where the times that follow it read the same', () => {
    expect(said(reviewed(AT_PUBLICATION, undefined), reviewed(AT_PUBLICATION, 24))).toBe(
      'Review: none → moderators look at every entry, up to 24 hours after entries have closed',
    );
    expect(said(reviewed(AT_PUBLICATION, 24), reviewed(AT_PUBLICATION, undefined))).toMatch(
      /^Review: .+ → none$/,
    );
  });

  test('with the times, where the review moves an end that is shown', () => {
    expect(said(reviewed(NOW, undefined), reviewed(NOW, 24))).toMatch(/^Times: .+ → .+\nReview: none → .+$/);
  });

  test('with the times, where they have changed beside the review', () => {
    expect(said(reviewed(AT_PUBLICATION, undefined), reviewed(AT_PUBLICATION, 24, 2 * DAY_MS))).toMatch(
      /^Times: .+entries for 1d,.+ → .+entries for 2d,.+\nReview: none → .+$/,
    );
  });

  test('without what it was, where the difference is not shown', () => {
    const ranked = (minRatings: number): Changes => ({ settings: { method: 'ranked', minRatings } });
    expect(said(ranked(3), ranked(5))).toBe('Ratings an entry needs: changed');
    const theme = 'rain '.repeat(90);
    expect(said({ theme: `${theme}a`, title: 'Rain' }, { theme: `${theme}b`, title: 'Snow' })).toBe(
      'Title: Rain → Snow\nTheme: changed',
    );
  });

  test('with nothing, when nothing has changed', () => {
    expect(said({}, {})).toBe('');
  });
});

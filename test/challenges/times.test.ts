import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MOVABLE_ENDS } from '../../src/challenges/movable-ends.ts';
import { endingNow, withEndAt } from '../../src/challenges/moved-end.ts';
import { phaseEnd } from '../../src/challenges/phases.ts';
import {
  AT_PUBLICATION,
  checkTimes,
  lengthTyped,
  momentTyped,
  PHASE_LENGTH_MS,
  parseMoment,
  publishedSchedule,
  scheduleOf,
  timesOf,
} from '../../src/challenges/times.ts';
import { ExpectedError } from '../../src/lib/errors.ts';
import { parseDuration } from '../../src/moderation/duration-text.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const at = (text: string): number => Date.parse(text);
const NOW = at('2026-11-23T12:00:00Z');

describe('a moment as hosts type it', () => {
  test.each([
    ['in 3h', 'UTC', '2026-11-23T15:00:00Z'],
    ['In 1d 12h', 'UTC', '2026-11-25T00:00:00Z'],
    ['2026-11-30 18:00', 'UTC', '2026-11-30T18:00:00Z'],
    ['2026-11-30T18:00', 'America/New_York', '2026-11-30T23:00:00Z'],
    ['2026-11-30 at 9:05', 'Asia/Kolkata', '2026-11-30T03:35:00Z'],
    ['2026-12-01', 'Europe/Berlin', '2026-11-30T23:00:00Z'],
    ['18:00', 'Europe/Berlin', '2026-11-23T17:00:00Z'],
    // Over already in Berlin, where it is 13:00.
    ['9:00', 'Europe/Berlin', '2026-11-24T08:00:00Z'],
    // In Auckland it is the next day already.
    ['tomorrow 09:00', 'Pacific/Auckland', '2026-11-24T20:00:00Z'],
    ['today at 23:30', 'UTC', '2026-11-23T23:30:00Z'],
    // Past: whether that will do is asked elsewhere.
    ['today 09:00', 'UTC', '2026-11-23T09:00:00Z'],
  ])('%s in %s', (text, zone, expected) => {
    expect(parseMoment(text, NOW, zone)).toBe(at(expected));
  });

  test('"now" is the moment of the publication', () => {
    expect(parseMoment(' NOW ', NOW, 'UTC')).toBe(AT_PUBLICATION);
  });

  test('clocks that are put forward show a time later, clocks that are put back the first of both', () => {
    expect(parseMoment('2026-03-29 02:30', NOW, 'Europe/Berlin')).toBe(at('2026-03-29T01:30:00Z'));
    expect(parseMoment('2026-10-25 02:30', NOW, 'Europe/Berlin')).toBe(at('2026-10-25T00:30:00Z'));
    const dayBefore = at('2026-10-24T10:00:00Z');
    expect(parseMoment('tomorrow 12:00', dayBefore, 'Europe/Berlin')).toBe(at('2026-10-25T11:00:00Z'));
  });

  test.each([
    '',
    'soon',
    '3h',
    '25:00',
    '12:60',
    '2026-02-30 10:00',
    '30.11.2026 18:00',
    '1960-01-01',
    'in',
    'in 0h',
  ])('“%s” is refused with what to type', (text) => {
    expect(() => parseMoment(text, NOW, 'Europe/Berlin')).toThrow(/write/);
  });

  test('what is typed is what was set', () => {
    const minutes = fc.integer({ min: 1, max: 30_000_000 }).map((number) => number * MINUTE);
    fc.assert(
      fc.property(minutes, fc.constantFrom('UTC', 'Asia/Kathmandu', 'America/Sao_Paulo'), (moment, zone) => {
        expect(parseMoment(momentTyped(moment, zone), NOW, zone)).toBe(moment);
      }),
    );
    expect(parseMoment(momentTyped(AT_PUBLICATION, 'UTC'), NOW, 'UTC')).toBe(AT_PUBLICATION);
  });

  test('a length too', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200_000 }), (minutes) => {
        expect(parseDuration(lengthTyped(minutes * MINUTE))).toBe(minutes * MINUTE);
      }),
    );
    expect(lengthTyped(36 * HOUR)).toBe('1d 12h');
  });
});

describe('a schedule', () => {
  const times = fc.record({
    opensAt: fc.constantFrom(AT_PUBLICATION, NOW + DAY),
    entriesMs: fc.integer({ ...PHASE_LENGTH_MS }),
    votingMs: fc.integer({ ...PHASE_LENGTH_MS }),
  });
  const review = fc.option(fc.integer({ min: 1, max: 168 }), { nil: undefined });

  test('is made of times and gives them back; a publication moves none but those that wait for it', () => {
    fc.assert(
      fc.property(times, review, (given, hours) => {
        const schedule = scheduleOf(given, hours);
        expect(timesOf(schedule)).toEqual(given);
        const published = publishedSchedule(schedule, NOW);
        expect(timesOf(published)).toEqual({ ...given, opensAt: given.opensAt || NOW });
        expect(published.reviewUntil === undefined).toBe(hours === undefined);
      }),
    );
  });

  test.each([
    { opensAt: AT_PUBLICATION, entriesMs: 9 * MINUTE, votingMs: DAY },
    { opensAt: AT_PUBLICATION, entriesMs: DAY, votingMs: 91 * DAY },
    { opensAt: NOW + 366 * DAY, entriesMs: DAY, votingMs: DAY },
  ])('with %o is refused', (given) => {
    expect(() => checkTimes(given, NOW)).toThrow(/choose/);
  });
});

/** @returns undefined where it is refused */
function attempt<T>(deed: () => T): T | undefined {
  try {
    return deed();
  } catch (error) {
    expect(error).toBeInstanceOf(ExpectedError);
    return undefined;
  }
}

describe('moving an end', () => {
  const schedule = {
    opensAt: NOW - DAY,
    entriesUntil: NOW + 2 * DAY,
    reviewUntil: NOW + 3 * DAY,
    votesUntil: NOW + 5 * DAY,
  };
  const open = { phase: 'open', schedule } as const;

  test('back moves what comes later as well', () => {
    expect(withEndAt(open, 'open', NOW + 4 * DAY, NOW)).toEqual({
      opensAt: NOW - DAY,
      entriesUntil: NOW + 4 * DAY,
      reviewUntil: NOW + 5 * DAY,
      votesUntil: NOW + 7 * DAY,
    });
    expect(withEndAt(open, 'voting', NOW + 6 * DAY, NOW)).toEqual({ ...schedule, votesUntil: NOW + 6 * DAY });
  });

  test('nearer leaves what comes later as it was published', () => {
    expect(withEndAt(open, 'open', NOW + DAY, NOW)).toEqual({ ...schedule, entriesUntil: NOW + DAY });
    const announced = { phase: 'announced', schedule: { ...schedule, opensAt: NOW + 2 * HOUR } } as const;
    expect(withEndAt(announced, 'announced', NOW + HOUR, NOW).entriesUntil).toBe(schedule.entriesUntil);
  });

  test('never to the past, and nearer only with an hour left', () => {
    for (const moment of [NOW - DAY, NOW, NOW + HOUR - 1]) {
      expect(() => withEndAt(open, 'open', moment, NOW)).toThrow(/one hour/);
    }
    expect(withEndAt(open, 'open', NOW + HOUR, NOW).entriesUntil).toBe(NOW + HOUR);
    const nearlyOver = { phase: 'open', schedule: { ...schedule, entriesUntil: NOW + MINUTE } } as const;
    expect(withEndAt(nearlyOver, 'open', NOW + 20 * MINUTE, NOW).entriesUntil).toBe(NOW + 20 * MINUTE);
  });

  test('only where there is such an end, and it is still to come', () => {
    const voting = { phase: 'voting', schedule } as const;
    expect(() => withEndAt(voting, 'open', NOW + 4 * DAY, NOW)).toThrow(/over already/);
    const unreviewed = { phase: 'open', schedule: { ...schedule, reviewUntil: undefined } } as const;
    expect(() => withEndAt(unreviewed, 'review', NOW + 4 * DAY, NOW)).toThrow(/no review/);
    expect(() => withEndAt(open, 'open', schedule.entriesUntil, NOW)).toThrow(/already/);
    for (const phase of ['draft', 'tallying', 'closed', 'cancelled'] as const) {
      expect(() => withEndAt({ phase, schedule }, 'voting', NOW + 9 * DAY, NOW)).toThrow();
    }
  });

  test('keeps the phases in order and within a year', () => {
    expect(() => withEndAt(open, 'voting', NOW + 3 * DAY + MINUTE, NOW)).toThrow(/lasts 10 minutes/);
    expect(() => withEndAt(open, 'review', NOW + DAY, NOW)).toThrow(/lasts 10 minutes/);
    expect(() => withEndAt(open, 'open', NOW + 364 * DAY, NOW)).toThrow(/within a year/);
  });

  test('a phase that was ended early does not stand in the way of the next', () => {
    const voting = {
      phase: 'voting',
      schedule: { ...schedule, entriesUntil: schedule.opensAt + MINUTE, reviewUntil: undefined },
    } as const;
    expect(withEndAt(voting, 'voting', NOW + 6 * DAY, NOW).votesUntil).toBe(NOW + 6 * DAY);
  });

  test('whatever is moved where: nothing that comes later ends earlier, and nothing lies before what is ahead of it', () => {
    const end = fc.constantFrom(...MOVABLE_ENDS);
    const phase = fc.constantFrom('announced', 'open', 'review', 'voting' as const);
    const announced = { ...schedule, opensAt: NOW + DAY };
    fc.assert(
      fc.property(phase, end, fc.integer({ min: -DAY, max: 400 * DAY }), (now, moved, byMs) => {
        const before = now === 'announced' ? announced : schedule;
        const after = attempt(() => withEndAt({ phase: now, schedule: before }, moved, NOW + byMs, NOW));
        if (!after) return;
        expect(phaseEnd(moved, after)).toBe(NOW + byMs);
        for (const later of MOVABLE_ENDS.slice(MOVABLE_ENDS.indexOf(moved) + 1)) {
          expect(phaseEnd(later, after)).toBeGreaterThanOrEqual(phaseEnd(later, before) ?? 0);
        }
        const ends = MOVABLE_ENDS.slice(MOVABLE_ENDS.indexOf(now)).map((one) => phaseEnd(one, after) ?? 0);
        expect(ends).toEqual(ends.toSorted((a, b) => a - b));
      }),
    );
  });

  test('a phase ends now, and only one that time ends', () => {
    expect(endingNow(open, NOW)).toEqual({ ...schedule, entriesUntil: NOW });
    expect(endingNow({ phase: 'voting', schedule }, NOW).votesUntil).toBe(NOW);
    expect(() => endingNow({ phase: 'draft', schedule }, NOW)).toThrow(/draft/);
    expect(() => endingNow({ phase: 'tallying', schedule }, NOW)).toThrow(/counted/);
  });
});

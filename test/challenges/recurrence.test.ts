import { expect, test } from 'vitest';
import { nextOccurrences, shortestPeriodMs } from '../../src/challenges/recurrence.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const occurrences = (pattern: string, timeZone: string, after: string, count: number): string[] =>
  nextOccurrences(pattern, timeZone, Date.parse(after), count).map((at) =>
    new Date(at).toISOString().slice(0, 16),
  );

test('the last day is the 28th, 29th, 30th or 31st, as the month has it', () => {
  expect(occurrences('0 18 L * *', 'UTC', '2028-01-01T00:00Z', 4)).toEqual([
    '2028-01-31T18:00',
    '2028-02-29T18:00',
    '2028-03-31T18:00',
    '2028-04-30T18:00',
  ]);
  expect(occurrences('0 18 L * *', 'UTC', '2027-02-01T00:00Z', 1)).toEqual(['2027-02-28T18:00']);
});

test('the first of a weekday is among the first seven days, in the time zone', () => {
  expect(occurrences('30 0 * * 5#1', 'Pacific/Auckland', '2026-04-20T00:00Z', 3)).toEqual([
    '2026-04-30T12:30',
    '2026-06-04T12:30',
    '2026-07-02T12:30',
  ]);
});

test('a time that clocks leave out comes when they have been put forward, and the time of day stays', () => {
  expect(occurrences('30 2 * * 0', 'Europe/Berlin', '2026-03-20T00:00Z', 3)).toEqual([
    '2026-03-22T01:30',
    '2026-03-29T01:00',
    '2026-04-05T00:30',
  ]);
});

test('a time that clocks show twice comes the first time only', () => {
  expect(occurrences('30 2 * * 0', 'Europe/Berlin', '2026-10-24T00:00Z', 2)).toEqual([
    '2026-10-25T00:30',
    '2026-11-01T01:30',
  ]);
  expect(occurrences('30 2 * * 0', 'Europe/Berlin', '2026-10-25T00:30Z', 1)).toEqual(['2026-11-01T01:30']);
});

test('the shortest time between two is by the calendar, whatever clocks do', () => {
  const now = Date.parse('2026-03-20T00:00Z');
  expect(shortestPeriodMs('0 18 * * 5', now)).toBe(7 * DAY_MS);
  for (const pattern of ['0 18 28 * *', '0 18 L * *', '0 18 * * 1#1']) {
    expect(shortestPeriodMs(pattern, now)).toBe(28 * DAY_MS);
  }
});

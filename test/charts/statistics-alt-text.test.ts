import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_ALT_TEXT_CHARACTERS, statisticsAltText } from '../../src/charts/statistics-alt-text.ts';
import { daysOf, statisticsOf } from './example.ts';

test('says the essential numbers in words', () => {
  const perDay = daysOf(30, (index) => ({
    delivered: index === 20 ? 9 : 3,
    failed: 1,
    cancelled: 1,
    units: 10,
  }));
  expect(statisticsAltText(statisticsOf({ perDay }))).toBe(
    'Film club, 30 days, 25 Oct to 23 Nov 2026. ' +
      '156 videos: 96 delivered, 30 failed, 0 blocked, 30 cancelled, 0 other. Success rate 76 %, without cancelled ones. ' +
      "300 CU spent; 67 % of today's budget (40 of 60 CU) and 61 % of this month's budget (920 of 1,500 CU). " +
      'Median wait 48 s. Median time until posted 2.1 min. Busiest day: 14 Nov with 11 videos. ' +
      'Top members: Ada (80 videos, 500 CU), Bob (60 videos, 400 CU), Cleo (40 videos, 300 CU).',
  );
});

test('leaves out what there is not', () => {
  const text = statisticsAltText(
    statisticsOf({
      perDay: daysOf(30, () => ({})),
      topUsers: [],
      budget: { unitsPerDay: undefined, unitsPerMonth: undefined, spentToday: 0, spentThisMonth: 0 },
      medianWaitMs: undefined,
      medianTotalMs: undefined,
    }),
  );
  expect(text).toBe(
    'Film club, 30 days, 25 Oct to 23 Nov 2026. No videos in these 30 days. 0 CU spent; no budget is set.',
  );
});

test('names are said as they are, on one line', () => {
  const topUsers = [{ name: '田中\n🔥\u202e', videos: 1, units: 2 }];
  expect(statisticsAltText(statisticsOf({ topUsers }))).toContain('Top members: 田中 🔥 (1 video, 2 CU).');
});

test('fits, whatever the names and numbers', () => {
  const number = fc.double({ min: 0, max: Number.MAX_VALUE, noNaN: true });
  const name = fc.string({ unit: 'binary', maxLength: 200 });
  const topUsers = fc.array(fc.record({ name, videos: number, units: number }), { maxLength: 8 });
  fc.assert(
    fc.property(topUsers, name, number, (members, serverName, most) => {
      const perDay = daysOf(90, () => ({ delivered: most, units: most }));
      const text = statisticsAltText(statisticsOf({ days: 90, perDay, topUsers: members, serverName }));
      expect(text.length).toBeLessThanOrEqual(MAX_ALT_TEXT_CHARACTERS);
      expect(text).toContain('90 days, 26 Aug to 23 Nov 2026.');
    }),
  );
});

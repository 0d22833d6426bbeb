import { expect, test } from 'vitest';
import { budgetUses, busiestDay, isEmpty, outcomeTotals, successRate } from '../../src/charts/statistics.ts';
import { daysOf, statisticsOf } from './example.ts';

const NONE = { delivered: 0, failed: 0, blocked: 0, cancelled: 0, other: 0 };
const budget = { unitsPerDay: undefined, unitsPerMonth: undefined, spentToday: 30, spentThisMonth: 50 };

test('outcomes are summed over the days', () => {
  const perDay = daysOf(7, (index) => ({ delivered: index, other: 1 }));
  expect(outcomeTotals(perDay)).toEqual({ ...NONE, delivered: 21, other: 7 });
});

test('cancelled videos neither succeeded nor failed', () => {
  expect(successRate({ ...NONE, delivered: 3, failed: 1, cancelled: 96 })).toBe(0.75);
  expect(successRate({ ...NONE, cancelled: 5 })).toBeUndefined();
});

test('the fullest budget comes first', () => {
  const both = budgetUses({ ...budget, unitsPerDay: 40, unitsPerMonth: 100 });
  expect(both.map(({ period, share }) => [period, share])).toEqual([
    ['day', 0.75],
    ['month', 0.5],
  ]);
  expect(budgetUses({ ...budget, unitsPerDay: 300, unitsPerMonth: 100 })[0]?.period).toBe('month');
  expect(budgetUses(budget)).toEqual([]);
});

test('a budget of nothing is used up', () => {
  expect(budgetUses({ ...budget, unitsPerDay: 0, spentToday: 0 })).toMatchObject([{ share: 1 }]);
});

test('of equally busy days the latest is named', () => {
  const perDay = daysOf(7, (index) => (index === 2 || index === 4 ? { failed: 3 } : { delivered: 1 }));
  expect(busiestDay(perDay)?.day).toBe(perDay[4]?.day);
  expect(busiestDay(daysOf(7, () => ({})))).toBeUndefined();
});

test('a server that only spent units is not empty', () => {
  expect(isEmpty(statisticsOf({ perDay: daysOf(30, () => ({})) }))).toBe(true);
  expect(isEmpty(statisticsOf({ perDay: daysOf(30, (index) => ({ units: index === 9 ? 1 : 0 })) }))).toBe(
    false,
  );
});

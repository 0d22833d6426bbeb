import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type BudgetLimit,
  type BudgetStanding,
  budgetStanding,
  exceededBudget,
  reachedLevels,
} from '../../src/quota/budget.ts';
import { NOW } from './facts.ts';

const limit = (details: Partial<BudgetLimit> = {}): BudgetLimit => ({
  owner: 'server',
  period: 'day',
  units: 1_000,
  timeZone: 'UTC',
  ...details,
});
const standing = (committed: number, details?: Partial<BudgetLimit>): BudgetStanding =>
  budgetStanding(limit(details), NOW, () => committed);

test('a budget counts from the first moment of its period in its time zone', () => {
  const asked: number[] = [];
  const committedSince = (startsAt: number) => {
    asked.push(startsAt);
    return 7;
  };
  expect(budgetStanding(limit({ timeZone: 'Asia/Tokyo' }), NOW, committedSince)).toEqual({
    limit: limit({ timeZone: 'Asia/Tokyo' }),
    committed: 7,
    startsAt: Date.UTC(2026, 10, 28, 15),
    endsAt: Date.UTC(2026, 10, 29, 15),
  });
  budgetStanding(limit({ period: 'month' }), NOW, committedSince);
  expect(asked).toEqual([Date.UTC(2026, 10, 28, 15), Date.UTC(2026, 10, 1)]);
});

describe('a video is stopped', () => {
  test('by a budget without room for its price', () => {
    expect(exceededBudget([standing(900)], 100)).toBeUndefined();
    expect(exceededBudget([standing(900)], 100.5)).toEqual(standing(900));
  });

  test('of unknown price by a budget that is used up only', () => {
    expect(exceededBudget([standing(999)], 0)).toBeUndefined();
    expect(exceededBudget([standing(1_000)], 0)).toEqual(standing(1_000));
    expect(exceededBudget([standing(1_200)], 0)).toEqual(standing(1_200));
  });

  test('by the budget that ends last, of several', () => {
    const day = standing(1_000, { owner: 'operator-all' });
    const month = standing(1_000, { period: 'month' });
    expect(exceededBudget([day, month], 1)).toBe(month);
    expect(exceededBudget([month, day], 1)).toBe(month);
  });

  test('by no budget where there is none', () => {
    expect(exceededBudget([], 1_000_000)).toBeUndefined();
  });
});

test.for([
  [0, []],
  [799.99, []],
  [800, [80]],
  [999.99, [80]],
  [1_000, [80, 100]],
  [5_000, [80, 100]],
] as const)('%d of 1000 CU reach the levels %o', ([committed, levels]) => {
  expect(reachedLevels(standing(committed))).toEqual(levels);
});

describe('for any budgets', () => {
  const cents = fc.nat(200_000).map((number) => number / 100);
  const standings = fc.array(
    fc
      .tuple(cents, fc.integer({ min: 1, max: 1_000 }), fc.constantFrom('day', 'month'))
      .map(([committed, units, period]) => standing(committed, { units, period })),
    { maxLength: 4 },
  );

  test('what is let through keeps every budget, and what is stopped would break one', () => {
    fc.assert(
      fc.property(standings, cents, (all, units) => {
        const stopped = exceededBudget(all, units);
        if (stopped) {
          const { committed, limit: own } = stopped;
          expect(committed + units > own.units || committed >= own.units).toBe(true);
        } else {
          for (const { committed, limit: own } of all)
            expect(committed + units).toBeLessThanOrEqual(own.units);
        }
      }),
    );
  });

  test('spending more never takes a level back', () => {
    fc.assert(
      fc.property(cents, cents, (a, b) => {
        const few = reachedLevels(standing(Math.min(a, b)));
        const many = reachedLevels(standing(Math.max(a, b)));
        expect(many.slice(0, few.length)).toEqual(few);
      }),
    );
  });
});

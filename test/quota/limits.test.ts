import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { amountText, fitsAt, type Limit, limitStanding, limitText } from '../../src/quota/limit.ts';
import { comesBackAt, QUOTA_WINDOWS, type QuotaWindow } from '../../src/quota/window.ts';
import {
  amountsArbitrary,
  DAY_MS,
  HOUR_MS,
  limitArbitrary,
  NOW,
  ONE,
  reservationArbitrary,
  taken,
  videos,
} from './facts.ts';

const ZONE = 'Europe/Berlin';
const standing = (limit: Limit, reservations: Parameters<typeof limitStanding>[1], now = NOW) =>
  limitStanding(limit, reservations, now, ZONE);

describe('an account', () => {
  test('of which nothing was used has everything left', () => {
    expect(standing(videos(5), [])).toEqual({ limit: videos(5), used: 0, left: 5, nextReturnAt: undefined });
  });

  test('gets a video back a window after it was taken, to the millisecond', () => {
    expect(standing(videos(1), [taken(DAY_MS - 1)])).toMatchObject({
      used: 1,
      left: 0,
      nextReturnAt: NOW + 1,
    });
    expect(standing(videos(1), [taken(DAY_MS)])).toMatchObject({
      used: 0,
      left: 1,
      nextReturnAt: undefined,
    });
  });

  test('pays for nothing that a grant has paid for', () => {
    expect(standing(videos(5), [taken(HOUR_MS, 7), taken(2 * HOUR_MS)])).toMatchObject({
      used: 1,
      left: 4,
      nextReturnAt: NOW + 22 * HOUR_MS,
    });
  });

  test('over a limit that was lowered has none left, and waits until it is below it again', () => {
    const used = [3, 2, 1].map((hours) => taken(hours * HOUR_MS));
    expect(standing(videos(2), used)).toMatchObject({ used: 3, left: 0, nextReturnAt: NOW + 21 * HOUR_MS });
    expect(fitsAt(videos(2), 1, used, NOW, ZONE)).toBe(NOW + 22 * HOUR_MS);
  });

  test('counts each unit by itself', () => {
    const used = [taken(HOUR_MS), taken(2 * HOUR_MS)];
    const left = (unit: Limit['unit']) => standing({ unit, amount: 500, window: 'rolling-day' }, used).left;
    expect([left('videos'), left('seconds'), left('units')]).toEqual([498, 484, 300]);
  });

  test('begins a calendar month anew at midnight of the server’s time zone', () => {
    const limit = videos(1, 'calendar-month');
    const midnight = Date.UTC(2026, 10, 30, 23);
    expect(fitsAt(limit, 1, [taken(HOUR_MS)], NOW, ZONE)).toBe(midnight);
    expect(standing(limit, [taken(HOUR_MS)], midnight - 1).left).toBe(0);
    expect(standing(limit, [taken(HOUR_MS)], midnight).left).toBe(1);
  });
});

describe('never fits', () => {
  test('what is larger than the limit itself', () => {
    const limit: Limit = { unit: 'seconds', amount: 6, window: 'rolling-day' };
    expect(fitsAt(limit, 8, [], NOW, ZONE)).toBeUndefined();
    expect(fitsAt(limit, 6, [], NOW, ZONE)).toBe(NOW);
  });

  test('anything under a limit of 0, even a video whose price is not known', () => {
    const limit: Limit = { unit: 'units', amount: 0, window: 'rolling-day' };
    expect(fitsAt(limit, 0, [], NOW, ZONE)).toBeUndefined();
    expect(fitsAt(videos(0), 1, [], NOW, ZONE)).toBeUndefined();
  });
});

test('a video whose price is not known fits until the limit is used up', () => {
  const limit: Limit = { unit: 'units', amount: 200, window: 'rolling-day' };
  expect(fitsAt(limit, 0, [taken(HOUR_MS)], NOW, ZONE)).toBe(NOW);
  expect(fitsAt(limit, 0, [taken(HOUR_MS), taken(2 * HOUR_MS)], NOW, ZONE)).toBe(NOW + 22 * HOUR_MS);
});

test('fractions of units leave no rests behind', () => {
  const tenths = [3, 2, 1].map((hours) => ({ ...taken(hours * HOUR_MS), amounts: { ...ONE, units: 0.1 } }));
  const limit: Limit = { unit: 'units', amount: 0.1, window: 'rolling-day' };
  // Everything must come back first.
  expect(fitsAt(limit, 0.1, tenths, NOW, ZONE)).toBe(NOW + 23 * HOUR_MS);
});

describe('for any ledger', () => {
  const ledgers = fc.array(reservationArbitrary, { maxLength: 12 });
  const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Pacific/Apia');

  test('nothing is negative, and used and left make up the limit until it is passed', () => {
    fc.assert(
      fc.property(ledgers, limitArbitrary, zones, (ledger, limit, zone) => {
        const { used, left, nextReturnAt } = limitStanding(limit, ledger, NOW, zone);
        expect(used).toBeGreaterThanOrEqual(0);
        expect(left).toBeGreaterThanOrEqual(0);
        if (used <= limit.amount) expect(used + left).toBe(limit.amount);
        else expect(left).toBe(0);
        expect(nextReturnAt === undefined).toBe(used === 0);
      }),
    );
  });

  test('used is the sum of what has not come back yet', () => {
    fc.assert(
      fc.property(ledgers, limitArbitrary, zones, (ledger, limit, zone) => {
        let sum = 0;
        for (const { takenAt, amounts, grantId } of ledger) {
          if (grantId !== undefined || comesBackAt(limit.window, takenAt, zone) <= NOW) continue;
          sum += amounts[limit.unit];
        }
        expect(limitStanding(limit, ledger, NOW, zone).used).toBe(sum);
      }),
    );
  });

  test('the next return gives exactly what falls due then', () => {
    fc.assert(
      fc.property(ledgers, limitArbitrary, zones, (ledger, limit, zone) => {
        const { used, nextReturnAt } = limitStanding(limit, ledger, NOW, zone);
        if (nextReturnAt === undefined) return;
        expect(limitStanding(limit, ledger, nextReturnAt - 1, zone).used).toBe(used);
        expect(limitStanding(limit, ledger, nextReturnAt, zone).used).toBeLessThan(used);
      }),
    );
  });

  test('the order of the rows does not matter', () => {
    const shuffled = ledgers.chain((ledger) =>
      fc.tuple(fc.constant(ledger), fc.shuffledSubarray(ledger, { minLength: ledger.length })),
    );
    fc.assert(
      fc.property(shuffled, limitArbitrary, amountsArbitrary, ([ledger, other], limit, amounts) => {
        expect(standing(limit, other)).toEqual(standing(limit, ledger));
        const amount = amounts[limit.unit];
        expect(fitsAt(limit, amount, other, NOW, ZONE)).toBe(fitsAt(limit, amount, ledger, NOW, ZONE));
      }),
    );
  });

  test('an amount fits at the earliest moment that leaves room for it', () => {
    fc.assert(
      fc.property(ledgers, limitArbitrary, amountsArbitrary, zones, (ledger, limit, amounts, zone) => {
        const amount = amounts[limit.unit];
        const hasRoom = (moment: number) => {
          const { used } = limitStanding(limit, ledger, moment, zone);
          return used + amount <= limit.amount && used < limit.amount;
        };
        // Room changes only when something comes back: every such moment is tried.
        const returns = ledger.map(({ takenAt }) => comesBackAt(limit.window, takenAt, zone));
        const moments = [NOW, ...returns.filter((moment) => moment > NOW)].sort((a, b) => a - b);
        const found = fitsAt(limit, amount, ledger, NOW, zone);
        expect(found).toBe(moments.find(hasRoom));
        if (found !== undefined && found > NOW) expect(hasRoom(found - 1)).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });

  test('without new videos it only ever gets better', () => {
    const spans = fc.tuple(fc.nat(40 * DAY_MS), fc.nat(40 * DAY_MS));
    fc.assert(
      fc.property(ledgers, limitArbitrary, spans, (ledger, limit, [a, b]) => {
        const earlier = standing(limit, ledger, NOW + Math.min(a, b)).left;
        expect(standing(limit, ledger, NOW + Math.max(a, b)).left).toBeGreaterThanOrEqual(earlier);
      }),
    );
  });

  test('one more video takes what it takes, as far as there is anything', () => {
    fc.assert(
      fc.property(ledgers, limitArbitrary, amountsArbitrary, (ledger, limit, amounts) => {
        const before = standing(limit, ledger).left;
        const after = standing(limit, [...ledger, { takenAt: NOW, amounts, grantId: undefined }]).left;
        expect(after).toBe(Math.max(0, Math.min(before, before - amounts[limit.unit])));
      }),
    );
  });
});

describe('in words', () => {
  test.for([
    [videos(3), '3 videos in any 24 hours'],
    [videos(1, 'calendar-day'), '1 video a day'],
    [{ unit: 'seconds', amount: 40, window: 'calendar-month' }, '40 seconds of video a month'],
    [{ unit: 'seconds', amount: 1, window: 'rolling-hour' }, '1 second of video in any hour'],
    [{ unit: 'units', amount: 2_000.5, window: 'calendar-week' }, '2000.5 CU a week'],
    [{ unit: 'units', amount: 0.1 + 0.2, window: 'rolling-week' }, '0.3 CU in any 7 days'],
  ] as const)('%o is "%s"', ([limit, text]) => {
    expect(limitText(limit)).toBe(text);
  });

  test('every window has words of its own', () => {
    const texts = QUOTA_WINDOWS.map((window: QuotaWindow) => limitText(videos(2, window)));
    expect(new Set(texts).size).toBe(QUOTA_WINDOWS.length);
  });

  test('an amount has as many digits as it needs', () => {
    expect(amountText('units', 400)).toBe('400 CU');
    expect(amountText('videos', 0)).toBe('0 videos');
  });
});

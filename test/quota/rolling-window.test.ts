import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quotaStanding, type Reservation, type RollingLimit } from '../../src/quota/rolling-window.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NOW = Date.UTC(2026, 10, 22, 12);
const FIVE_A_DAY: RollingLimit = { videos: 5, windowMs: DAY_MS };

const ago = (ms: number, released = false): Reservation => ({ reservedAt: NOW - ms, released });

describe('an account', () => {
  test('of which nothing was used has everything left', () => {
    expect(quotaStanding([], FIVE_A_DAY, NOW)).toEqual({
      limit: FIVE_A_DAY,
      used: 0,
      left: 5,
      nextReturnAt: undefined,
      availableAt: NOW,
    });
  });

  test('gets a video back a window after it was reserved, to the millisecond', () => {
    const limit = { videos: 1, windowMs: DAY_MS };
    expect(quotaStanding([ago(DAY_MS - 1)], limit, NOW)).toMatchObject({
      used: 1,
      left: 0,
      nextReturnAt: NOW + 1,
      availableAt: NOW + 1,
    });
    expect(quotaStanding([ago(DAY_MS)], limit, NOW)).toMatchObject({ used: 0, left: 1, availableAt: NOW });
  });

  test('does not pay for what was given back', () => {
    const standing = quotaStanding([ago(HOUR_MS, true), ago(2 * HOUR_MS)], FIVE_A_DAY, NOW);
    expect(standing).toMatchObject({ used: 1, left: 4, nextReturnAt: NOW + 22 * HOUR_MS });
  });

  test('over a limit that was lowered waits until it is below it again', () => {
    const used = [3, 2, 1].map((hours) => ago(hours * HOUR_MS));
    expect(quotaStanding(used, { videos: 2, windowMs: DAY_MS }, NOW)).toMatchObject({
      used: 3,
      left: 0,
      nextReturnAt: NOW + 21 * HOUR_MS,
      availableAt: NOW + 22 * HOUR_MS,
    });
  });

  test('with a limit of 0 never has one', () => {
    for (const reservations of [[], [ago(HOUR_MS)]]) {
      expect(quotaStanding(reservations, { videos: 0, windowMs: DAY_MS }, NOW)).toMatchObject({
        left: 0,
        availableAt: undefined,
      });
    }
  });
});

describe('for any ledger', () => {
  const limits = fc.record({ videos: fc.nat(8), windowMs: fc.integer({ min: 1, max: 100 }) });
  const ledgers = fc.array(
    fc.record({ reservedAt: fc.integer({ min: NOW - 150, max: NOW }), released: fc.boolean() }),
    { maxLength: 12 },
  );
  const holds = (check: (ledger: Reservation[], limit: RollingLimit) => void) =>
    fc.assert(fc.property(ledgers, limits, check), { numRuns: 300 });
  const left = (ledger: Reservation[], limit: RollingLimit, now: number) =>
    quotaStanding(ledger, limit, now).left;

  test('nothing is negative, and used and left make up the limit until it is passed', () => {
    holds((ledger, limit) => {
      const standing = quotaStanding(ledger, limit, NOW);
      expect(standing.used).toBeGreaterThanOrEqual(0);
      expect(standing.left).toBeGreaterThanOrEqual(0);
      if (standing.used <= limit.videos) expect(standing.used + standing.left).toBe(limit.videos);
      else expect(standing.left).toBe(0);
    });
  });

  test('what was released may as well not be there', () => {
    holds((ledger, limit) => {
      const kept = ledger.filter(({ released }) => !released);
      expect(quotaStanding(ledger, limit, NOW)).toEqual(quotaStanding(kept, limit, NOW));
    });
  });

  test('the order does not matter', () => {
    const shuffled = ledgers.chain((ledger) =>
      fc.tuple(fc.constant(ledger), fc.shuffledSubarray(ledger, { minLength: ledger.length })),
    );
    fc.assert(
      fc.property(shuffled, limits, ([ledger, other], limit) => {
        expect(quotaStanding(other, limit, NOW)).toEqual(quotaStanding(ledger, limit, NOW));
      }),
    );
  });

  test('what is older than the window may be left out', () => {
    holds((ledger, limit) => {
      const recent = ledger.filter(({ reservedAt }) => reservedAt > NOW - limit.windowMs);
      expect(quotaStanding(recent, limit, NOW)).toEqual(quotaStanding(ledger, limit, NOW));
    });
  });

  test('one is left at the moment it is promised, and none a millisecond before', () => {
    holds((ledger, limit) => {
      const { left: leftNow, availableAt } = quotaStanding(ledger, limit, NOW);
      expect(availableAt === undefined).toBe(limit.videos === 0);
      if (availableAt === undefined) return;
      expect(left(ledger, limit, availableAt)).toBeGreaterThanOrEqual(1);
      if (leftNow === 0) expect(left(ledger, limit, availableAt - 1)).toBe(0);
      else expect(availableAt).toBe(NOW);
    });
  });

  test('the next return gives exactly what falls due then', () => {
    holds((ledger, limit) => {
      const { used, nextReturnAt } = quotaStanding(ledger, limit, NOW);
      expect(nextReturnAt === undefined).toBe(used === 0);
      if (nextReturnAt === undefined) return;
      expect(quotaStanding(ledger, limit, nextReturnAt - 1).used).toBe(used);
      expect(quotaStanding(ledger, limit, nextReturnAt).used).toBeLessThan(used);
    });
  });

  test('without new reservations it only ever gets better', () => {
    fc.assert(
      fc.property(ledgers, limits, fc.nat(200), fc.nat(200), (ledger, limit, a, b) => {
        const [earlier, later] = [NOW + Math.min(a, b), NOW + Math.max(a, b)];
        expect(left(ledger, limit, later)).toBeGreaterThanOrEqual(left(ledger, limit, earlier));
      }),
    );
  });

  test('a further reservation takes one, as long as there is one', () => {
    holds((ledger, limit) => {
      const before = left(ledger, limit, NOW);
      const after = left([...ledger, { reservedAt: NOW, released: false }], limit, NOW);
      expect(after).toBe(Math.max(0, before - 1));
    });
  });
});

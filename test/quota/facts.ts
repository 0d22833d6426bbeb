import fc from 'fast-check';
import type { QuotaFacts } from '../../src/quota/decision.ts';
import type { Grant } from '../../src/quota/grant.ts';
import { type Amounts, type Limit, QUOTA_UNITS, type Reservation } from '../../src/quota/limit.ts';
import type { Policy, QuotaScope } from '../../src/quota/policy.ts';
import { QUOTA_WINDOWS } from '../../src/quota/window.ts';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
/** A Sunday, near the end of its month. */
export const NOW = Date.UTC(2026, 10, 29, 12);
/** One video, as `/veo` makes it when nothing is chosen. */
export const ONE: Amounts = { videos: 1, seconds: 8, units: 100 };

export const videos = (amount: number, window: Limit['window'] = 'rolling-day'): Limit => ({
  unit: 'videos',
  amount,
  window,
});

/** A video taken so long ago. */
export const taken = (agoMs: number, grantId?: number): Reservation => ({
  takenAt: NOW - agoMs,
  amounts: ONE,
  grantId,
});

export const policy = (scope: QuotaScope, subjectId: string, rules: Partial<Policy> = {}): Policy => ({
  scope,
  subjectId,
  denied: false,
  limits: [],
  maxActive: undefined,
  cooldownMs: undefined,
  ...rules,
});

export const grant = (details: Partial<Grant> = {}): Grant => ({
  id: 1,
  scope: 'user',
  subjectId: 'ada',
  unit: 'videos',
  amount: 3,
  reason: undefined,
  createdAt: NOW - DAY_MS,
  expiresAt: undefined,
  ...details,
});

export const facts = (details: Partial<QuotaFacts> = {}): QuotaFacts => ({
  policies: [],
  operatorDefault: [videos(5)],
  member: { userId: 'ada', roleIds: [], exempt: false },
  reservations: [],
  timeZone: 'UTC',
  grants: [],
  active: 0,
  ...details,
});

export const limitArbitrary = fc.record({
  unit: fc.constantFrom(...QUOTA_UNITS),
  window: fc.constantFrom(...QUOTA_WINDOWS),
  amount: fc.oneof(
    fc.nat(6),
    fc.nat(60),
    fc.nat(1_600).map((quarters) => quarters / 4),
  ),
});

export const amountsArbitrary = fc.record({
  videos: fc.constant(1),
  seconds: fc.constantFrom(4, 6, 8),
  // 0: not known.
  units: fc.oneof(
    fc.constant(0),
    fc.integer({ min: 1, max: 800 }).map((quarters) => quarters / 4),
  ),
});

export const reservationArbitrary = fc.record({
  takenAt: fc.integer({ min: NOW - 40 * DAY_MS, max: NOW }),
  amounts: amountsArbitrary,
  grantId: fc.option(fc.constant(9), { nil: undefined, freq: 6 }),
});

/** Limits as a store keeps them: of a unit and window at most one. */
export const limitsArbitrary = (minLength = 0) =>
  fc.uniqueArray(limitArbitrary, {
    minLength,
    maxLength: 3,
    selector: ({ unit, window }) => `${unit} ${window}`,
  });

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explainQuota, type QuotaFacts } from '../../src/quota/decision.ts';
import { type Grant, usableGrants } from '../../src/quota/grant.ts';
import { fitsAt } from '../../src/quota/limit.ts';
import {
  amountsArbitrary,
  DAY_MS,
  facts,
  grant,
  HOUR_MS,
  limitsArbitrary,
  NOW,
  ONE,
  policy,
  reservationArbitrary,
  taken,
  videos,
} from './facts.ts';

const MINUTE_MS = 60_000;
const decide = (details: Partial<QuotaFacts>, amounts = ONE) =>
  explainQuota(facts(details), amounts, NOW).decision;
const server = (rules: Parameters<typeof policy>[2]) => policy('server', 'guild', rules);
const unspent = (...grants: Grant[]) => grants.map((one) => ({ grant: one, spent: 0 }));

describe('limits', () => {
  test('let through what fits under all of them', () => {
    expect(decide({ reservations: [taken(HOUR_MS)] })).toEqual({ kind: 'allowed', grantId: undefined });
  });

  test('name the one that holds back longest, and when there is room again', () => {
    const both = server({ limits: [videos(2), videos(3, 'calendar-month')] });
    const reservations = [taken(HOUR_MS), taken(2 * HOUR_MS), taken(3 * DAY_MS)];
    expect(decide({ policies: [both], reservations })).toEqual({
      kind: 'over-limit',
      limit: videos(3, 'calendar-month'),
      from: both,
      availableAt: Date.UTC(2026, 11, 1),
    });
  });

  test('name the one that the video never fits under before any that only lasts', () => {
    const short = { unit: 'seconds', amount: 6, window: 'rolling-day' } as const;
    const rules = server({ limits: [videos(1), short] });
    expect(decide({ policies: [rules], reservations: [taken(HOUR_MS)] })).toMatchObject({
      limit: short,
      availableAt: undefined,
    });
  });

  test('of the bot’s default come from nobody', () => {
    const reservations = Array.from({ length: 5 }, () => taken(HOUR_MS));
    expect(decide({ reservations })).toEqual({
      kind: 'over-limit',
      limit: videos(5),
      from: undefined,
      availableAt: NOW + 23 * HOUR_MS,
    });
  });
});

describe('a cooldown', () => {
  const rules = server({ cooldownMs: 10 * MINUTE_MS });
  const decided = (agoMs: number, grantId?: number) =>
    decide({ policies: [rules], reservations: [taken(DAY_MS), taken(agoMs, grantId)] });

  test('counts from the last video, to the millisecond', () => {
    expect(decided(10 * MINUTE_MS - 1)).toEqual({ kind: 'cooling-down', availableAt: NOW + 1, from: rules });
    expect(decided(10 * MINUTE_MS).kind).toBe('allowed');
  });

  test('counts from videos that a grant paid for as well', () => {
    expect(decided(MINUTE_MS, 3).kind).toBe('cooling-down');
  });

  test('gives way to a limit that holds back longer, and only to such a one', () => {
    const both = server({ cooldownMs: 10 * MINUTE_MS, limits: [videos(1)] });
    const decided = (agoMs: number) => decide({ policies: [both], reservations: [taken(agoMs)] });
    expect(decided(MINUTE_MS)).toMatchObject({ kind: 'over-limit', availableAt: NOW + DAY_MS - MINUTE_MS });
    const never = server({ cooldownMs: DAY_MS, limits: [videos(0)] });
    expect(decide({ policies: [never], reservations: [taken(MINUTE_MS)] }).kind).toBe('over-limit');
    const hourly = server({ cooldownMs: DAY_MS, limits: [videos(1, 'rolling-hour')] });
    expect(decide({ policies: [hourly], reservations: [taken(MINUTE_MS)] })).toMatchObject({
      kind: 'cooling-down',
      availableAt: NOW + DAY_MS - MINUTE_MS,
    });
  });

  test('holds nobody back who has made nothing yet', () => {
    expect(decide({ policies: [rules] }).kind).toBe('allowed');
  });
});

describe('the most at once', () => {
  const rules = server({ maxActive: 2, cooldownMs: DAY_MS });

  test('is reached with as many as it says', () => {
    expect(decide({ policies: [rules], active: 1 }).kind).toBe('allowed');
    expect(decide({ policies: [rules], active: 2 })).toEqual({
      kind: 'too-many-active',
      most: 2,
      from: rules,
    });
  });

  test('is named before the cooldown', () => {
    expect(decide({ policies: [rules], active: 2, reservations: [taken(1_000)] }).kind).toBe(
      'too-many-active',
    );
    const free = decide({ policies: [rules], active: 1, reservations: [taken(1_000)] });
    expect(free.kind).toBe('cooling-down');
  });
});

describe('a grant', () => {
  test('pays before the limits are looked at', () => {
    expect(decide({ grants: unspent(grant({ id: 7 })) })).toEqual({ kind: 'allowed', grantId: 7 });
    expect(decide({ grants: unspent(grant({ id: 7 })), operatorDefault: [videos(0)] })).toEqual({
      kind: 'allowed',
      grantId: 7,
    });
  });

  test('does not lift a denial, a cooldown or the most at once', () => {
    const grants = unspent(grant());
    const kind = (rules: Parameters<typeof policy>[2], active = 1) =>
      decide({ policies: [server(rules)], grants, active, reservations: [taken(1_000)] }).kind;
    expect(kind({ cooldownMs: HOUR_MS })).toBe('cooling-down');
    expect(kind({ maxActive: 1 })).toBe('too-many-active');
    expect(decide({ policies: [policy('user', 'ada', { denied: true })], grants }).kind).toBe('denied');
  });

  test('is not spent by those for whom no limit holds', () => {
    const member = { userId: 'ada', roleIds: [], exempt: true };
    expect(decide({ grants: unspent(grant()), member })).toEqual({ kind: 'allowed', grantId: undefined });
  });

  test('pays whole videos only: one with too little left is passed over', () => {
    const small = grant({ id: 1, unit: 'units', amount: 99, expiresAt: NOW + HOUR_MS });
    const large = grant({ id: 2, unit: 'units', amount: 100 });
    expect(decide({ grants: unspent(small, large) })).toMatchObject({ grantId: 2 });
    expect(decide({ grants: unspent(small) })).toEqual({ kind: 'allowed', grantId: undefined });
  });

  test('is spent soonest expiry first, one without end last, the older first where they are alike', () => {
    const grants = unspent(
      grant({ id: 1 }),
      grant({ id: 4, expiresAt: NOW + DAY_MS }),
      grant({ id: 3, expiresAt: NOW + DAY_MS }),
      grant({ id: 2, expiresAt: NOW + HOUR_MS }),
    );
    const { grants: order } = explainQuota(facts({ grants }), ONE, NOW);
    expect(order.map(({ grant: { id } }) => id)).toEqual([2, 3, 4, 1]);
  });

  test('is over at the moment it expires', () => {
    const ending = (expiresAt: number) => decide({ grants: unspent(grant({ expiresAt })) });
    expect(ending(NOW + 1)).toMatchObject({ grantId: 1 });
    expect(ending(NOW)).toMatchObject({ grantId: undefined });
  });

  test('is for its member, or for every member with its role', () => {
    const forRole = grant({ scope: 'role', subjectId: 'artists' });
    const decided = (roleIds: string[]) =>
      decide({ grants: unspent(forRole), member: { userId: 'bob', roleIds, exempt: false } });
    expect(decided(['artists'])).toMatchObject({ grantId: 1 });
    expect(decided([])).toMatchObject({ grantId: undefined });
    const forAda = decide({
      grants: unspent(grant()),
      member: { userId: 'bob', roleIds: ['ada'], exempt: false },
    });
    expect(forAda).toMatchObject({ grantId: undefined });
  });

  test('that is spent leaves the limits to decide', () => {
    const grants = [{ grant: grant({ amount: 2 }), spent: 2 }];
    expect(decide({ grants, operatorDefault: [videos(0)] }).kind).toBe('over-limit');
  });
});

describe('for any account', () => {
  const grants = fc.uniqueArray(
    fc.record({
      grant: fc
        .record({
          id: fc.integer({ min: 1, max: 20 }),
          unit: fc.constantFrom('videos', 'units'),
          amount: fc.integer({ min: 1, max: 300 }),
          expiresAt: fc.option(fc.integer({ min: NOW - DAY_MS, max: NOW + DAY_MS }), { nil: undefined }),
        })
        .map(grant),
      spent: fc.nat(400),
    }),
    { maxLength: 5, selector: ({ grant: { id } }) => id },
  );
  const accounts = fc.record({
    operatorDefault: limitsArbitrary(1),
    policies: fc.option(fc.nat(2 * DAY_MS), { nil: undefined }).map((cooldownMs) => [server({ cooldownMs })]),
    reservations: fc.array(reservationArbitrary, { maxLength: 10 }),
    grants,
  });

  test('no grant is overdrawn, expired or passed over for one that lasts longer', () => {
    fc.assert(
      fc.property(accounts, amountsArbitrary, (account, amounts) => {
        const decision = decide(account, amounts);
        const covering = usableGrants(account.grants, { userId: 'ada', roleIds: [] }, NOW).filter(
          ({ grant: { unit }, left }) => left >= amounts[unit],
        );
        if (decision.kind === 'cooling-down') return;
        if (covering.length === 0) {
          expect(decision).not.toMatchObject({ grantId: expect.any(Number) });
          return;
        }
        const ends = covering.map(({ grant: { expiresAt } }) => expiresAt ?? Number.POSITIVE_INFINITY);
        const paying = account.grants.find(
          ({ grant: { id } }) => decision.kind === 'allowed' && id === decision.grantId,
        );
        expect(paying?.grant.expiresAt ?? Number.POSITIVE_INFINITY).toBe(Math.min(...ends));
        if (paying)
          expect(paying.spent + amounts[paying.grant.unit]).toBeLessThanOrEqual(paying.grant.amount);
      }),
      { numRuns: 500 },
    );
  });

  test('without a grant a video is allowed exactly when every limit has room', () => {
    fc.assert(
      fc.property(accounts, amountsArbitrary, (account, amounts) => {
        const decision = decide({ ...account, policies: [], grants: [] }, amounts);
        const times = account.operatorDefault.map((limit) =>
          fitsAt(limit, amounts[limit.unit], account.reservations, NOW, 'UTC'),
        );
        expect(decision.kind === 'allowed').toBe(times.every((time) => time === NOW));
        if (decision.kind !== 'over-limit') return;
        const latest = times.includes(undefined) ? undefined : Math.max(...times.map((time) => time ?? 0));
        expect(decision.availableAt).toBe(latest);
      }),
      { numRuns: 500 },
    );
  });

  test('a refused video is let through at the promised moment, and not a moment before', () => {
    fc.assert(
      fc.property(accounts, amountsArbitrary, (account, amounts) => {
        const own = { ...account, grants: [] };
        const decision = decide(own, amounts);
        if (decision.kind !== 'over-limit' && decision.kind !== 'cooling-down') return;
        if (decision.availableAt === undefined) return;
        const at = (now: number) => explainQuota(facts(own), amounts, now).decision.kind;
        expect(at(decision.availableAt - 1)).not.toBe('allowed');
        expect(at(decision.availableAt)).toBe('allowed');
      }),
      { numRuns: 500 },
    );
  });
});

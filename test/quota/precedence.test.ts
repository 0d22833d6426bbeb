import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explainQuota, type QuotaDecision, type QuotaFacts } from '../../src/quota/decision.ts';
import type { Policy } from '../../src/quota/policy.ts';
import {
  amountsArbitrary,
  DAY_MS,
  facts,
  HOUR_MS,
  limitsArbitrary,
  NOW,
  ONE,
  policy,
  reservationArbitrary,
  taken,
  videos,
} from './facts.ts';

const server = policy('server', 'guild', { limits: [videos(2)] });
const artists = policy('role', 'artists', { limits: [videos(4)] });
const patrons = policy('role', 'patrons', { limits: [videos(7)] });
const ada = policy('user', 'ada', { limits: [videos(1)] });
const bob = policy('user', 'bob', { limits: [videos(9)] });
const bothRoles = { userId: 'ada', roleIds: ['artists', 'patrons'], exempt: false };

const explain = (details: Partial<QuotaFacts>, amounts = ONE) => explainQuota(facts(details), amounts, NOW);
const source = (details: Partial<QuotaFacts>) => explain(details).policy.limits.from;

describe('the limits come from', () => {
  const cases: { name: string; policies: Policy[]; from: Policy | undefined }[] = [
    { name: 'the bot’s default, when nothing is set', policies: [], from: undefined },
    { name: 'the bot’s default, when rules are for others', policies: [bob], from: undefined },
    { name: 'the server’s default', policies: [server, bob], from: server },
    { name: 'a role, before the server', policies: [server, artists], from: artists },
    { name: 'the best role, whichever comes first', policies: [server, artists, patrons], from: patrons },
    { name: 'the best role, in the other order', policies: [patrons, artists, server], from: patrons },
    { name: 'the member’s own, however strict', policies: [server, artists, patrons, ada], from: ada },
    {
      name: 'the next that sets any, when a rule sets none',
      policies: [policy('user', 'ada', { maxActive: 2 }), policy('role', 'artists'), server],
      from: server,
    },
  ];
  test.for(cases)('$name', ({ policies, from }) => {
    const { limits } = explain({ policies, member: bothRoles }).policy;
    expect(limits.from).toEqual(from);
    expect(limits.rule).toEqual(from?.limits ?? [videos(5)]);
  });

  test('no role that the member does not have', () => {
    expect(source({ policies: [artists, server] })).toBe(server);
  });

  test('one scope whole: nothing is mixed', () => {
    const monthly = policy('server', 'guild', { limits: [videos(1, 'calendar-month')] });
    const { limits } = explain({
      policies: [monthly, artists],
      member: bothRoles,
      reservations: [taken(2 * DAY_MS)],
    });
    expect(limits.map(({ limit, left }) => [limit.window, left])).toEqual([['rolling-day', 4]]);
  });
});

describe('of several roles the best is', () => {
  const hourly = policy('role', 'hourly', { limits: [videos(1, 'rolling-hour')] });
  const daily = policy('role', 'daily', { limits: [videos(6)] });
  const member = { userId: 'ada', roleIds: ['hourly', 'daily'], exempt: false };
  const best = (reservations: QuotaFacts['reservations'], policies = [hourly, daily]) =>
    source({ policies, member, reservations })?.subjectId;

  test('the one with the most room', () => {
    expect(best([])).toBe('daily');
  });

  test('the one that lets the video be made soonest, when some are used up', () => {
    expect(best(Array.from({ length: 6 }, () => taken(2 * HOUR_MS)))).toBe('hourly');
    expect(best(Array.from({ length: 6 }, () => taken(HOUR_MS / 2)))).toBe('hourly');
    expect(best(Array.from({ length: 6 }, () => taken(DAY_MS - 1_000)))).toBe('hourly');
  });

  test('the one that allows such videos at all', () => {
    const short = policy('role', 'short', {
      limits: [{ unit: 'seconds', amount: 4, window: 'rolling-day' }],
    });
    const roleIds = ['short', 'hourly'];
    const found = source({
      policies: [short, hourly],
      member: { ...member, roleIds },
      reservations: [taken(1_000)],
    });
    expect(found?.subjectId).toBe('hourly');
  });

  test('judged by its tightest limit', () => {
    const wide = policy('role', 'wide', { limits: [videos(50), videos(3, 'rolling-month')] });
    const roleIds = ['wide', 'daily'];
    const found = source({ policies: [wide, daily], member: { ...member, roleIds } });
    expect(found?.subjectId).toBe('daily');
  });

  test('the same whatever the order of rules, where two are alike', () => {
    const twin = policy('role', 'a-twin', { limits: daily.limits });
    const roleIds = ['a-twin', 'daily'];
    for (const policies of [
      [twin, daily],
      [daily, twin],
    ]) {
      expect(source({ policies, member: { ...member, roleIds } })).toBe(twin);
    }
  });
});

describe('a denial', () => {
  const member = { userId: 'ada', roleIds: ['artists', 'muted'], exempt: false };
  const muted = policy('role', 'muted', { denied: true });
  const shutOut = policy('user', 'ada', { denied: true });

  test.for([
    { name: 'of the member', policies: [server, shutOut], by: shutOut },
    { name: 'of one role, whatever the others allow', policies: [artists, muted], by: muted },
    { name: 'of a role, before a rule for the member', policies: [muted, ada], by: muted },
    { name: 'of both, the member’s own named', policies: [muted, shutOut], by: shutOut },
  ])('$name beats everything', ({ policies, by }) => {
    expect(explain({ policies, member }).decision).toEqual({ kind: 'denied', by });
    expect(explain({ policies, member: { ...member, exempt: true } }).decision).toEqual({
      kind: 'denied',
      by,
    });
  });

  test('of others denies nothing', () => {
    const others = [policy('role', 'guests', { denied: true }), policy('user', 'bob', { denied: true })];
    expect(explain({ policies: others, member }).decision.kind).toBe('allowed');
  });
});

describe('the most at once and the cooldown', () => {
  const minutes = (number: number) => number * 60_000;
  const rules = (scope: Policy['scope'], id: string, maxActive?: number, cooldownMs?: number) =>
    policy(scope, id, { maxActive, cooldownMs });

  test('each come from the first scope that sets them', () => {
    const own = rules('user', 'ada', undefined, minutes(9));
    const role = rules('role', 'artists', 2);
    const all = rules('server', 'guild', 8, minutes(1));
    const { policy: found } = explain({ policies: [all, role, own], member: bothRoles });
    expect(found.maxActive).toEqual({ rule: 2, from: role });
    expect(found.cooldownMs).toEqual({ rule: minutes(9), from: own });
  });

  test('of several roles the mildest of each holds', () => {
    const first = rules('role', 'artists', 2, minutes(1));
    const second = rules('role', 'patrons', 5, minutes(30));
    const { policy: found } = explain({ policies: [first, second], member: bothRoles });
    expect(found.maxActive).toEqual({ rule: 5, from: second });
    expect(found.cooldownMs).toEqual({ rule: minutes(1), from: first });
  });

  test('are unlimited and none when nobody sets them', () => {
    const { policy: found } = explain({ policies: [server] });
    expect(found.maxActive).toEqual({ rule: undefined, from: undefined });
    expect(found.cooldownMs).toEqual({ rule: undefined, from: undefined });
  });
});

test('an exempt moderator goes without any of it, and is said to', () => {
  const strict = policy('server', 'guild', { limits: [videos(0)], maxActive: 1, cooldownMs: DAY_MS });
  const { policy: found, decision } = explain({
    policies: [strict],
    member: { userId: 'ada', roleIds: [], exempt: true },
    reservations: [taken(1_000)],
    active: 5,
  });
  expect(decision).toEqual({ kind: 'allowed', grantId: undefined });
  expect(found).toMatchObject({ exempt: true, limits: { rule: [] }, applicable: [strict] });
});

test('every rule that is made for the member is named, in the order of precedence', () => {
  const { policy: found } = explain({ policies: [bob, server, patrons, ada, artists], member: bothRoles });
  expect(found.applicable).toEqual([ada, patrons, artists, server]);
});

/** When a member is let through; never is later than any time. */
function waitOf(decision: QuotaDecision): number {
  switch (decision.kind) {
    case 'allowed':
      return NOW;
    case 'over-limit':
    case 'cooling-down':
      return decision.availableAt ?? Number.POSITIVE_INFINITY;
    case 'too-many-active':
    case 'denied':
      return Number.POSITIVE_INFINITY;
  }
}

describe('for any rules', () => {
  const roleIds = ['artists', 'patrons', 'guests'];
  const member = { userId: 'ada', roleIds, exempt: false };
  const rules = (scope: Policy['scope'], subjectId: string) =>
    fc
      .record({
        limits: limitsArbitrary(1),
        maxActive: fc.option(fc.nat(3), { nil: undefined }),
        cooldownMs: fc.option(fc.nat(2 * HOUR_MS), { nil: undefined }),
      })
      .map((found) => policy(scope, subjectId, found));
  const ledgers = fc.array(reservationArbitrary, { maxLength: 10 });
  const rolePolicies = fc
    .subarray(roleIds, { minLength: 1 })
    .chain((ids) => fc.tuple(...ids.map((id) => rules('role', id))));

  test('with several roles that set the same kinds of rules nobody is worse off than with the best alone', () => {
    const kinds = fc.record({ maxActive: fc.boolean(), cooldownMs: fc.boolean() });
    const alike = kinds.chain((set) =>
      rolePolicies.map((policies) =>
        policies.map((one) => ({
          ...one,
          maxActive: set.maxActive ? (one.maxActive ?? 1) : undefined,
          cooldownMs: set.cooldownMs ? (one.cooldownMs ?? HOUR_MS) : undefined,
        })),
      ),
    );
    fc.assert(
      fc.property(alike, ledgers, amountsArbitrary, fc.nat(3), (policies, reservations, amounts, active) => {
        const decided = (own: readonly Policy[]) =>
          explainQuota(facts({ policies: own, member, reservations, active }), amounts, NOW).decision;
        const alone = policies.map((one) => waitOf(decided([one])));
        expect(waitOf(decided(policies))).toBeLessThanOrEqual(Math.min(...alone));
      }),
      { numRuns: 1_000 },
    );
  });

  test('a rule for the member hides what roles and server set', () => {
    fc.assert(
      fc.property(
        rules('user', 'ada'),
        rolePolicies,
        rules('server', 'guild'),
        ledgers,
        (own, roles, all, reservations) => {
          const alone = explain({ policies: [own], member, reservations });
          const among = explain({ policies: [all, ...roles, own], member, reservations });
          expect(among.policy.limits).toEqual(alone.policy.limits);
          expect(among.limits).toEqual(alone.limits);
          if (own.maxActive !== undefined) expect(among.policy.maxActive).toEqual(alone.policy.maxActive);
          if (own.cooldownMs !== undefined) expect(among.policy.cooldownMs).toEqual(alone.policy.cooldownMs);
        },
      ),
    );
  });

  test('the order in which rules are read does not matter', () => {
    const shuffled = fc
      .tuple(rolePolicies, rules('server', 'guild'))
      .map(([roles, all]): Policy[] => [...roles, all])
      .chain((policies) =>
        fc.tuple(fc.constant(policies), fc.shuffledSubarray(policies, { minLength: policies.length })),
      );
    fc.assert(
      fc.property(shuffled, ledgers, amountsArbitrary, ([policies, other], reservations, amounts) => {
        const decided = (own: readonly Policy[]) => {
          const { policy: found, decision } = explainQuota(
            facts({ policies: own, member, reservations }),
            amounts,
            NOW,
          );
          return [found.limits, found.maxActive.rule, found.cooldownMs.rule, waitOf(decision)];
        };
        expect(decided(other)).toEqual(decided(policies));
      }),
    );
  });

  test('rules for others change nothing', () => {
    const foreign = fc.array(fc.oneof(rules('role', 'strangers'), rules('user', 'bob')), { maxLength: 3 });
    fc.assert(
      fc.property(rolePolicies, foreign, ledgers, (policies, others, reservations) => {
        expect(explain({ policies: [...others, ...policies], member, reservations })).toEqual(
          explain({ policies, member, reservations }),
        );
      }),
    );
  });
});

import fc from 'fast-check';
import {
  type AdmissionFacts,
  type AdmissionView,
  decideAdmission,
} from '../../src/jobs/admission-decision.ts';
import type { Block } from '../../src/moderation/block.ts';
import type { BudgetStanding } from '../../src/quota/budget.ts';
import { type Amounts, QUOTA_UNITS } from '../../src/quota/limit.ts';
import type { Policy } from '../../src/quota/policy.ts';
import { QUOTA_WINDOWS } from '../../src/quota/window.ts';
import { DAY_MS, facts, grant, NOW, ONE, policy, taken } from '../quota/facts.ts';

export const ADA = '11111111111111111';
export const ARTISTS = '22222222222222222';

/** What is decided on these facts, of which most are left out. */
export const viewOf = (
  { quota, ...given }: Partial<Omit<AdmissionFacts, 'quota'>> & { quota?: Parameters<typeof facts>[0] } = {},
  amounts: Amounts = ONE,
): AdmissionView =>
  decideAdmission(
    {
      block: undefined,
      queueMode: undefined,
      budgets: [],
      ...given,
      quota: facts({ ...quota, member: { userId: ADA, roleIds: [], exempt: false, ...quota?.member } }),
    },
    amounts,
    NOW,
  );

export const block = (details: Partial<Block> = {}): Block => ({
  guildId: '1',
  userId: ADA,
  reason: undefined,
  byId: '33333333333333333',
  since: NOW,
  until: undefined,
  ...details,
});

export const budget = (details: Partial<BudgetStanding['limit']> = {}, committed = 950): BudgetStanding => ({
  limit: { owner: 'server', period: 'day', units: 1_000, timeZone: 'UTC', ...details },
  committed,
  startsAt: NOW - DAY_MS / 2,
  endsAt: NOW + DAY_MS / 2,
});

/** What a member of a wild server may find: everything at its longest, with reasons that fight the formatting. */
export const wildViews: fc.Arbitrary<AdmissionView> = fc
  .record({
    limits: fc.subarray(
      QUOTA_UNITS.flatMap((unit) => QUOTA_WINDOWS.map((window) => ({ unit, window, amount: 999_999.75 }))),
    ),
    roles: fc.nat(40),
    grants: fc.nat(30),
    reason: fc.oneof(fc.constant('*'.repeat(300)), fc.string({ unit: 'grapheme', maxLength: 300 })),
    blocked: fc.boolean(),
    denied: fc.boolean(),
    mode: fc.constantFrom(undefined, 'paused', 'draining'),
    budgets: fc.nat(6),
    active: fc.nat(1_000_000),
    exempt: fc.boolean(),
    used: fc.nat(20),
  })
  .map(({ limits, reason, roles, grants, used, active, exempt, ...wild }) => {
    const roleIds = Array.from({ length: roles }, (_, index) => `${10 ** 18 + index}`);
    const rules = { limits, denied: wild.denied, maxActive: 999_999, cooldownMs: 30 * DAY_MS };
    const policies: Policy[] = [
      policy('user', ADA, rules),
      ...roleIds.map((id) => policy('role', id, rules)),
      policy('server', '1', { limits }),
    ];
    return viewOf({
      block: wild.blocked ? block({ reason, until: NOW + DAY_MS }) : undefined,
      queueMode: wild.mode && { mode: wild.mode, reason, byId: '1', since: NOW },
      budgets: Array.from({ length: wild.budgets }, () => budget({ owner: 'operator-all', period: 'month' })),
      quota: {
        policies,
        member: { userId: ADA, roleIds, exempt },
        reservations: Array.from({ length: used }, (_, index) => taken(index * 1_000)),
        grants: Array.from({ length: grants }, (_, index) => ({
          grant: grant({
            id: 10 ** 9 + index,
            scope: 'role',
            subjectId: roleIds[0] ?? '1',
            amount: 999_999,
            reason,
          }),
          spent: 1,
        })),
        active,
      },
    });
  });

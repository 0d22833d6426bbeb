import type { QuotaMember } from './policy.ts';

export const GRANT_UNITS = ['videos', 'units'] as const;

/** Extra videos or creative units, spent before any limit counts. For a role: so much for each of its members. */
export interface Grant {
  id: number;
  scope: 'user' | 'role';
  subjectId: string;
  unit: (typeof GRANT_UNITS)[number];
  amount: number;
  reason: string | undefined;
  createdAt: number;
  /** Never when absent. */
  expiresAt: number | undefined;
}

/** A grant, and what a member has spent of it: given back amounts left out. */
export interface GrantAccount {
  grant: Grant;
  spent: number;
}

export interface GrantStanding {
  grant: Grant;
  left: number;
}

/** The grants that a member can draw on now, in the order in which they are spent: soonest expiry first. */
export function usableGrants(
  accounts: readonly GrantAccount[],
  member: Pick<QuotaMember, 'userId' | 'roleIds'>,
  now: number,
): GrantStanding[] {
  return accounts
    .filter(({ grant: { scope, subjectId } }) =>
      scope === 'user' ? subjectId === member.userId : member.roleIds.includes(subjectId),
    )
    .filter(({ grant: { expiresAt } }) => expiresAt === undefined || expiresAt > now)
    .map(({ grant, spent }) => ({ grant, left: Math.max(0, grant.amount - spent) }))
    .filter(({ left }) => left > 0)
    .sort((a, b) => expiry(a) - expiry(b) || a.grant.id - b.grant.id);
}

const expiry = ({ grant }: GrantStanding): number => grant.expiresAt ?? Number.POSITIVE_INFINITY;

import type { Amounts } from './limit.ts';
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
  /** A share of the free videos of a challenge: spent only by videos that are made for it, and before everything else. */
  challengeId?: number | undefined;
}

/** A grant, and what a member has spent of it: given back amounts left out. */
export interface GrantAccount {
  grant: Grant;
  spent: number;
  /** Creative units that are left for all who share with the member; without an end when absent. */
  sharedUnitsLeft?: number | undefined;
}

export interface GrantStanding {
  grant: Grant;
  left: number;
  sharedUnitsLeft?: number | undefined;
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
    .map(({ grant, spent, sharedUnitsLeft }) => ({
      grant,
      left: Math.max(0, grant.amount - spent),
      sharedUnitsLeft,
    }))
    .filter(({ left, sharedUnitsLeft = Number.POSITIVE_INFINITY }) => left > 0 && sharedUnitsLeft > 0)
    .sort((a, b) => expiry(a) - expiry(b) || a.grant.id - b.grant.id);
}

/**
 * The grant that pays for a video: the share of the challenge that it is for, else the first of the others that covers it
 * whole.
 * @param usable in the order in which they are spent
 */
export function payingGrant(
  usable: readonly GrantStanding[],
  amounts: Amounts,
  challengeId: number | undefined,
): Grant | undefined {
  const covering = usable.filter(
    ({ grant, left, sharedUnitsLeft = Number.POSITIVE_INFINITY }) =>
      left >= amounts[grant.unit] && sharedUnitsLeft >= amounts.units,
  );
  const of = (id: number | undefined) => covering.find(({ grant }) => grant.challengeId === id)?.grant;
  return (challengeId === undefined ? undefined : of(challengeId)) ?? of(undefined);
}

const expiry = ({ grant }: GrantStanding): number => grant.expiresAt ?? Number.POSITIVE_INFINITY;

import { type GrantAccount, type GrantStanding, payingGrant, usableGrants } from './grant.ts';
import { type Amounts, fitsAt, type Limit, type LimitStanding, limitStanding } from './limit.ts';
import {
  type EffectivePolicy,
  effectivePolicy,
  type Policy,
  type PolicyInput,
  type Sourced,
} from './policy.ts';

/** Everything that a decision on one member's next video depends on. */
export interface QuotaFacts extends Omit<PolicyInput, 'now' | 'amounts'> {
  grants: readonly GrantAccount[];
  /** The member's videos that wait or are in the making. */
  active: number;
  /** The challenge that the video in question is for. */
  challengeId?: number | undefined;
}

export type QuotaDecision =
  | { kind: 'allowed'; grantId: number | undefined }
  | { kind: 'denied'; by: Policy }
  | {
      kind: 'over-limit';
      limit: Limit;
      from: Policy | undefined;
      /** When it would be allowed; undefined when this video is larger than the limit itself. */
      availableAt: number | undefined;
    }
  | { kind: 'too-many-active'; most: number; from: Policy | undefined }
  | { kind: 'cooling-down'; availableAt: number; from: Policy | undefined };

/** What holds for a member now, for the decision and for those who ask why. */
export interface QuotaExplanation {
  policy: EffectivePolicy;
  /** How the account stands against each limit of the policy. */
  limits: readonly LimitStanding[];
  /** In the order in which they are spent. */
  grants: readonly GrantStanding[];
  active: number;
  decision: QuotaDecision;
}

/**
 * Decides whether a member may take so much now, and says by which rules. Denials come first, then the most active; then the
 * cooldown must be over, and a grant cover the whole video or else every limit have room. Where no limit holds, no grant is
 * spent.
 */
export function explainQuota(facts: QuotaFacts, amounts: Amounts, now: number): QuotaExplanation {
  const { reservations, timeZone, active } = facts;
  const policy = effectivePolicy({ ...facts, amounts, now });
  const grants = usableGrants(facts.grants, facts.member, now);
  return {
    policy,
    limits: policy.limits.rule.map((limit) => limitStanding(limit, reservations, now, timeZone)),
    grants,
    active,
    decision: decide(facts, policy, grants, amounts, now),
  };
}

function decide(
  facts: QuotaFacts,
  policy: EffectivePolicy,
  grants: readonly GrantStanding[],
  amounts: Amounts,
  now: number,
): QuotaDecision {
  if (policy.deniedBy) return { kind: 'denied', by: policy.deniedBy };
  const { rule: most } = policy.maxActive;
  if (most !== undefined && facts.active >= most) {
    return { kind: 'too-many-active', most, from: policy.maxActive.from };
  }
  const cooling = coolingDown(facts, policy, now);
  const limited = policy.limits.rule.length > 0;
  const paying = limited ? payingGrant(grants, amounts, facts.challengeId) : undefined;
  const over = paying ? undefined : overLimit(facts, policy.limits, amounts, now);
  // Of two waits the longer is told.
  if (over && !(cooling && over.availableAt !== undefined && over.availableAt < cooling.availableAt)) {
    return over;
  }
  return cooling ?? { kind: 'allowed', grantId: paying?.id };
}

type CoolingDown = Extract<QuotaDecision, { kind: 'cooling-down' }>;
type OverLimit = Extract<QuotaDecision, { kind: 'over-limit' }>;

function coolingDown(
  { reservations }: QuotaFacts,
  { cooldownMs: { rule: ms, from } }: EffectivePolicy,
  now: number,
): CoolingDown | undefined {
  // Without a cooldown nobody waits, even where the clock was set back since the last video.
  if (ms === undefined) return undefined;
  const lastTakenAt = Math.max(...reservations.map(({ takenAt }) => takenAt), Number.NEGATIVE_INFINITY);
  const availableAt = lastTakenAt + ms;
  return availableAt > now ? { kind: 'cooling-down', availableAt, from } : undefined;
}

/** The limit that holds the member back longest, if one does. */
function overLimit(
  { reservations, timeZone }: QuotaFacts,
  { rule: limits, from }: Sourced<readonly Limit[]>,
  amounts: Amounts,
  now: number,
): OverLimit | undefined {
  const waits = limits
    .map((limit) => ({ limit, at: fitsAt(limit, amounts[limit.unit], reservations, now, timeZone) }))
    .filter(({ at }) => at === undefined || at > now)
    .sort((a, b) => (b.at ?? Number.POSITIVE_INFINITY) - (a.at ?? Number.POSITIVE_INFINITY));
  const [longest] = waits;
  return longest && { kind: 'over-limit', limit: longest.limit, from, availableAt: longest.at };
}

import { type Amounts, fitsAt, type Limit, limitStanding, type Reservation } from './limit.ts';

/** Whom rules are made for. */
export const QUOTA_SCOPES = ['server', 'role', 'user'] as const;
export type QuotaScope = (typeof QUOTA_SCOPES)[number];

/** The rules that a server has set for everybody, for a role, or for one member. */
export interface Policy {
  scope: QuotaScope;
  /** Id of the role or member; the server's own for `server`. */
  subjectId: string;
  /** Nobody that this is for may make videos. Of roles and members only. */
  denied: boolean;
  /** All of them hold together. Empty: this scope says nothing of amounts. */
  limits: readonly Limit[];
  /** How many videos may wait or be in the making at once. */
  maxActive: number | undefined;
  /** The shortest time between two videos. */
  cooldownMs: number | undefined;
}

/** The member that rules are looked up for. */
export interface QuotaMember {
  userId: string;
  roleIds: readonly string[];
  /** A moderator, in a server that lets its moderators go without limits. */
  exempt: boolean;
}

/** A rule that holds, and the policy that it comes from: undefined for the operator's default. */
export interface Sourced<Rule> {
  rule: Rule;
  from: Policy | undefined;
}

/** The rules that hold for a member. */
export interface EffectivePolicy {
  /** Neither limits nor most active nor cooldown hold: a moderator, where those go without. */
  exempt: boolean;
  /** Every policy that is made for the member, in the order of precedence: their own, their roles', the server's. */
  applicable: readonly Policy[];
  deniedBy: Policy | undefined;
  limits: Sourced<readonly Limit[]>;
  maxActive: Sourced<number | undefined>;
  cooldownMs: Sourced<number | undefined>;
}

export interface PolicyInput {
  policies: readonly Policy[];
  /** Holds in servers that have set no limit. */
  operatorDefault: readonly Limit[];
  member: QuotaMember;
  /** The member's, as far back as the longest window reaches. */
  reservations: readonly Reservation[];
  /** What the video takes that the question is about. */
  amounts: Amounts;
  now: number;
  timeZone: string;
}

const NOTHING_SET = { rule: undefined, from: undefined };

/**
 * Which rules hold for a member: **deny > user > best role > server default**. A denial of the member or of any of their
 * roles beats everything. Otherwise each kind of rule (amounts, most active, cooldown) comes from the first scope that sets
 * it; a scope that sets amounts replaces those below it whole. Of several roles the one counts that lets the member do the
 * most: the one whose limits let the video be made soonest, then the one that leaves room for the most of its kind.
 */
export function effectivePolicy(input: PolicyInput): EffectivePolicy {
  const { policies, member } = input;
  const user = policies.filter(({ scope, subjectId }) => scope === 'user' && subjectId === member.userId);
  const roles = policies.filter(
    ({ scope, subjectId }) => scope === 'role' && member.roleIds.includes(subjectId),
  );
  const server = policies.filter(({ scope }) => scope === 'server');
  const deniedBy = [...user, ...roles].find(({ denied }) => denied);
  const applicable = [...user, ...roles, ...server];
  if (member.exempt) {
    return {
      exempt: true,
      applicable,
      deniedBy,
      limits: { rule: [], from: undefined },
      maxActive: NOTHING_SET,
      cooldownMs: NOTHING_SET,
    };
  }
  const limiting = limited(user)[0] ?? mostGenerous(limited(roles), input) ?? limited(server)[0];
  const firstSet = (key: 'maxActive' | 'cooldownMs', pick: (...values: number[]) => number) =>
    [user, roles, server].map((scope) => mildest(scope, key, pick)).find((found) => found !== undefined) ??
    NOTHING_SET;
  return {
    exempt: false,
    applicable,
    deniedBy,
    limits: { rule: limiting?.limits ?? input.operatorDefault, from: limiting },
    maxActive: firstSet('maxActive', Math.max),
    cooldownMs: firstSet('cooldownMs', Math.min),
  };
}

const limited = (policies: readonly Policy[]): Policy[] => policies.filter(({ limits }) => limits.length > 0);

function mildest(
  policies: readonly Policy[],
  key: 'maxActive' | 'cooldownMs',
  pick: (...values: number[]) => number,
): Sourced<number | undefined> | undefined {
  const values = policies.flatMap((policy) => policy[key] ?? []);
  if (values.length === 0) return undefined;
  const rule = pick(...values);
  return { rule, from: policies.find((policy) => policy[key] === rule) };
}

function mostGenerous(roles: readonly Policy[], input: PolicyInput): Policy | undefined {
  const ranked = roles.map((policy) => ({ policy, ...generosity(policy.limits, input) }));
  ranked.sort(
    (a, b) =>
      a.nextVideoAt - b.nextVideoAt ||
      b.videosLeft - a.videosLeft ||
      a.policy.subjectId.localeCompare(b.policy.subjectId),
  );
  return ranked[0]?.policy;
}

/** When limits next let the video through, and how many of its kind their tightest one has room for now. */
function generosity(
  limits: readonly Limit[],
  { reservations, amounts, now, timeZone }: PolicyInput,
): { nextVideoAt: number; videosLeft: number } {
  const perLimit = limits.map((limit) => {
    const each = amounts[limit.unit];
    const { left } = limitStanding(limit, reservations, now, timeZone);
    return {
      at: fitsAt(limit, each, reservations, now, timeZone) ?? Number.MAX_SAFE_INTEGER,
      left: each > 0 ? left / each : left,
    };
  });
  return {
    nextVideoAt: Math.max(...perLimit.map(({ at }) => at)),
    videosLeft: Math.min(...perLimit.map(({ left }) => left)),
  };
}

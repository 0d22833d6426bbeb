import type { Grant } from '../quota/grant.ts';
import type { Limit, QuotaUnit } from '../quota/limit.ts';
import type { Policy, QuotaScope } from '../quota/policy.ts';
import type { QuotaWindow } from '../quota/window.ts';
import type { CaseDraft, ModerationCase } from './case.ts';

/** Whom a rule is made for. `subjectId` is the server's own id with `server`. */
export interface PolicySubject {
  guildId: string;
  scope: QuotaScope;
  subjectId: string;
}

/** One rule as a moderator sets it. */
export type PolicyChange =
  | { kind: 'limit'; limit: Limit }
  | { kind: 'max-active'; videos: number }
  | { kind: 'cooldown'; ms: number }
  | { kind: 'deny' };

/** What a moderator clears: one limit (by what it counts and over which stretch), one of the other rules, or all of them. */
export type PolicyClearing =
  | { kind: 'limit'; unit: QuotaUnit; window: QuotaWindow }
  | { kind: 'max-active' }
  | { kind: 'cooldown' }
  | { kind: 'deny' }
  | { kind: 'all' };

/** A rule of a server was changed. The policies are those of the one subject. */
export interface PolicyChanged {
  before: Policy;
  after: Policy;
  case: ModerationCase;
}

/** Says, for the case, what a change does. */
export type Describe = (before: Policy, after: Policy) => string;

/** The most rules, and grants in force, that a server may have: far more than anybody oversees. */
export const QUOTA_RULES_MAX = 200;

/** The rules and grants of a server. Every writing is a case. */
export interface QuotaRulesStore {
  /** Of the whole server, those of the server first, then roles, then members. */
  policies(guildId: string): Promise<Policy[]>;
  /** @returns undefined when it was so already. @throws ExpectedError over QUOTA_RULES_MAX */
  set(
    subject: PolicySubject,
    change: PolicyChange,
    draft: Pick<CaseDraft, 'actorId' | 'reason'>,
    describe: Describe,
    now: number,
  ): Promise<PolicyChanged | undefined>;
  /** @returns undefined when nothing of it was set */
  clear(
    subject: PolicySubject,
    clearing: PolicyClearing,
    draft: Pick<CaseDraft, 'actorId' | 'reason'>,
    describe: Describe,
    now: number,
  ): Promise<PolicyChanged | undefined>;

  /** Grants in force, soonest expiry first. */
  grants(guildId: string, now: number): Promise<Grant[]>;
  /** @throws ExpectedError over QUOTA_RULES_MAX */
  grant(
    guildId: string,
    grant: Omit<Grant, 'id' | 'createdAt'>,
    draft: Pick<CaseDraft, 'actorId' | 'detail'>,
    now: number,
  ): Promise<{ grant: Grant; case: ModerationCase }>;
  /** Ends a grant. What was spent of it stays spent. @returns undefined when no such grant is in force */
  revoke(
    guildId: string,
    grantId: number,
    draft: Pick<CaseDraft, 'actorId' | 'reason' | 'detail'>,
    now: number,
  ): Promise<{ grant: Grant; case: ModerationCase } | undefined>;
  /**
   * Gives a member everything back that counts against their limits now. Videos in the making become free of charge.
   * @returns undefined when nothing counted
   */
  reset(
    guildId: string,
    userId: string,
    draft: Pick<CaseDraft, 'actorId' | 'reason' | 'detail'>,
    now: number,
  ): Promise<{ videos: number; case: ModerationCase } | undefined>;
}

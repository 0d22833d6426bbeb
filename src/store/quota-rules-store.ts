import { and, asc, eq, gt, isNull, or, sql } from 'drizzle-orm';
import { ExpectedError } from '../lib/errors.ts';
import {
  type PolicyChange,
  type PolicyClearing,
  type PolicySubject,
  QUOTA_RULES_MAX,
  type QuotaRulesStore,
} from '../moderation/quota-rules.ts';
import { compareLimits } from '../quota/limit.ts';
import { type Policy, QUOTA_SCOPES } from '../quota/policy.ts';
import { LONGEST_WINDOW_MS } from '../quota/window.ts';
import { recordCase } from './case-book.ts';
import { type Database, type Transaction, writing } from './open.ts';
import { createQuotaLedger, grantFromRow } from './quota-ledger.ts';
import { quotaGrants, quotaLedger, quotaLimits, quotaPolicies } from './schema.ts';

type Reader = Database | Transaction;

/** The rules of a server: the server's own first, then roles, then members. */
export function readPolicies(db: Reader, guildId: string): Policy[] {
  const rows = db.select().from(quotaPolicies).where(eq(quotaPolicies.guildId, guildId)).all();
  const limits = db.select().from(quotaLimits).where(eq(quotaLimits.guildId, guildId)).all();
  return rows
    .map(
      (row): Policy => ({
        scope: row.scope,
        subjectId: row.subjectId,
        denied: row.denied,
        maxActive: row.maxActive ?? undefined,
        cooldownMs: row.cooldownMs ?? undefined,
        limits: limits
          .filter(({ scope, subjectId }) => scope === row.scope && subjectId === row.subjectId)
          .map(({ unit, window, amount }) => ({ unit, window, amount }))
          .sort(compareLimits),
      }),
    )
    .sort((a, b) => QUOTA_SCOPES.indexOf(a.scope) - QUOTA_SCOPES.indexOf(b.scope));
}

const ofPolicy = ({ guildId, scope, subjectId }: PolicySubject) =>
  and(
    eq(quotaPolicies.guildId, guildId),
    eq(quotaPolicies.scope, scope),
    eq(quotaPolicies.subjectId, subjectId),
  );
const ofLimits = ({ guildId, scope, subjectId }: PolicySubject) =>
  and(eq(quotaLimits.guildId, guildId), eq(quotaLimits.scope, scope), eq(quotaLimits.subjectId, subjectId));

const policyOf = (db: Reader, { guildId, scope, subjectId }: PolicySubject): Policy =>
  readPolicies(db, guildId).find((policy) => policy.scope === scope && policy.subjectId === subjectId) ?? {
    scope,
    subjectId,
    denied: false,
    limits: [],
    maxActive: undefined,
    cooldownMs: undefined,
  };

const saysNothing = ({ denied, limits, maxActive, cooldownMs }: Policy): boolean =>
  !denied && limits.length === 0 && maxActive === undefined && cooldownMs === undefined;

function applyChange(tx: Transaction, subject: PolicySubject, change: PolicyChange): void {
  tx.insert(quotaPolicies).values(subject).onConflictDoNothing().run();
  const set = (values: Partial<typeof quotaPolicies.$inferInsert>) => {
    tx.update(quotaPolicies).set(values).where(ofPolicy(subject)).run();
  };
  switch (change.kind) {
    case 'limit':
      tx.insert(quotaLimits)
        .values({ ...subject, ...change.limit })
        .onConflictDoUpdate({
          target: [
            quotaLimits.guildId,
            quotaLimits.scope,
            quotaLimits.subjectId,
            quotaLimits.unit,
            quotaLimits.window,
          ],
          set: { amount: change.limit.amount },
        })
        .run();
      break;
    case 'max-active':
      set({ maxActive: change.videos });
      break;
    case 'cooldown':
      set({ cooldownMs: change.ms });
      break;
    case 'deny':
      set({ denied: true });
      break;
  }
}

function applyClearing(tx: Transaction, subject: PolicySubject, clearing: PolicyClearing): void {
  const set = (values: Partial<typeof quotaPolicies.$inferInsert>) => {
    tx.update(quotaPolicies).set(values).where(ofPolicy(subject)).run();
  };
  switch (clearing.kind) {
    case 'limit':
      tx.delete(quotaLimits)
        .where(
          and(
            ofLimits(subject),
            eq(quotaLimits.unit, clearing.unit),
            eq(quotaLimits.window, clearing.window),
          ),
        )
        .run();
      break;
    case 'max-active':
      set({ maxActive: null });
      break;
    case 'cooldown':
      set({ cooldownMs: null });
      break;
    case 'deny':
      set({ denied: false });
      break;
    case 'all':
      tx.delete(quotaLimits).where(ofLimits(subject)).run();
      set({ maxActive: null, cooldownMs: null, denied: false });
      break;
  }
  if (saysNothing(policyOf(tx, subject))) tx.delete(quotaPolicies).where(ofPolicy(subject)).run();
}

const tooMany = (what: string): ExpectedError =>
  new ExpectedError(
    'too-many-rules',
    `This server has ${QUOTA_RULES_MAX} ${what}, the most it may have: clear some first.`,
  );

export function createQuotaRulesStore(db: Database): QuotaRulesStore {
  const ledger = createQuotaLedger(db);
  const inForce = (now: number) =>
    and(isNull(quotaGrants.revokedAt), or(isNull(quotaGrants.expiresAt), gt(quotaGrants.expiresAt, now)));
  const grantsOf = (tx: Reader, guildId: string, now: number) =>
    tx
      .select()
      .from(quotaGrants)
      // Shares of a challenge's free videos are not given by moderators, and there may be hundreds.
      .where(and(eq(quotaGrants.guildId, guildId), isNull(quotaGrants.challengeId), inForce(now)))
      .orderBy(sql`${quotaGrants.expiresAt} is null`, asc(quotaGrants.expiresAt), asc(quotaGrants.id))
      .all()
      .map(grantFromRow);
  const target = ({ scope, subjectId }: Pick<PolicySubject, 'scope' | 'subjectId'>) =>
    scope === 'user' ? { targetId: subjectId } : {};

  return {
    policies: async (guildId) => readPolicies(db, guildId),

    set: async (subject, change, draft, describe, now) =>
      writing(db, (tx) => {
        const before = policyOf(tx, subject);
        applyChange(tx, subject, change);
        const after = policyOf(tx, subject);
        if (JSON.stringify(before) === JSON.stringify(after)) return undefined;
        if (readPolicies(tx, subject.guildId).length > QUOTA_RULES_MAX) throw tooMany('quota rules');
        const detail = describe(before, after);
        const made = { ...draft, ...target(subject), kind: 'quota-set', detail } as const;
        return { before, after, case: recordCase(tx, subject.guildId, made, now) };
      }),

    clear: async (subject, clearing, draft, describe, now) =>
      writing(db, (tx) => {
        const before = policyOf(tx, subject);
        applyClearing(tx, subject, clearing);
        const after = policyOf(tx, subject);
        if (JSON.stringify(before) === JSON.stringify(after)) return undefined;
        const detail = describe(before, after);
        const made = { ...draft, ...target(subject), kind: 'quota-clear', detail } as const;
        return { before, after, case: recordCase(tx, subject.guildId, made, now) };
      }),

    grants: async (guildId, now) => grantsOf(db, guildId, now),

    grant: async (guildId, grant, draft, now) =>
      writing(db, (tx) => {
        if (grantsOf(tx, guildId, now).length >= QUOTA_RULES_MAX) throw tooMany('grants in force');
        const [row] = tx
          .insert(quotaGrants)
          .values({ ...grant, guildId, createdAt: now })
          .returning()
          .all();
        if (!row) throw new Error('the new grant was not returned');
        const { reason, expiresAt: until } = grant;
        const made = { ...draft, ...target(grant), kind: 'quota-grant', reason, until } as const;
        return { grant: grantFromRow(row), case: recordCase(tx, guildId, made, now) };
      }),

    revoke: async (guildId, grantId, draft, now) =>
      writing(db, (tx) => {
        const grant = grantsOf(tx, guildId, now).find(({ id }) => id === grantId);
        if (!grant) return undefined;
        tx.update(quotaGrants).set({ revokedAt: now }).where(eq(quotaGrants.id, grantId)).run();
        const made = { ...draft, ...target(grant), kind: 'quota-revoke' } as const;
        return { grant, case: recordCase(tx, guildId, made, now) };
      }),

    reset: async (guildId, userId, draft, now) =>
      writing(db, (tx) => {
        const jobIds = tx
          .select({ jobId: quotaLedger.jobId })
          .from(quotaLedger)
          .where(
            and(
              eq(quotaLedger.guildId, guildId),
              eq(quotaLedger.userId, userId),
              gt(quotaLedger.at, now - LONGEST_WINDOW_MS),
              eq(quotaLedger.entry, 'reserve'),
              isNull(quotaLedger.grantId),
            ),
          )
          .all();
        const videos = jobIds.filter(({ jobId }) => ledger.giveBack(jobId, now)).length;
        if (videos === 0) return undefined;
        const made = { ...draft, targetId: userId, kind: 'quota-reset' } as const;
        return { videos, case: recordCase(tx, guildId, made, now) };
      }),
  };
}

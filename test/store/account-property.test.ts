import { and, eq } from 'drizzle-orm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PolicyChange } from '../../src/moderation/quota-rules.ts';
import { createBlockStore } from '../../src/store/block-store.ts';
import { createJobStore } from '../../src/store/job-store.ts';
import { createQuotaRulesStore } from '../../src/store/quota-rules-store.ts';
import { quotaLedger } from '../../src/store/schema.ts';
import { type House, take } from './account-deeds.ts';
import { type Asker, createAccountModel } from './account-model.ts';
import { ASKERS, rules, step } from './account-steps.ts';
import { faultsIn } from './books.ts';
import { emptied, openStore } from './fixture.ts';
import { MODERATOR } from './moderators.ts';
import { START, termsOf } from './orders.ts';

/** An account, as the store tells it, is the sum of its ledger and what the clerk wrote; and no limit is passed. */
async function compare({ db, store, model, limits }: House, asker: Asker, now: number): Promise<void> {
  const { guildId, userId, roleIds } = asker;
  const { quota, refusal } = await store.view(
    guildId,
    termsOf({ userId, roleIds, expectedUnits: 10, limits }),
    8,
    now,
  );
  expect(quota.limits).toHaveLength(limits.length);
  for (const { limit, used, left } of quota.limits) {
    expect(used).toBe(model.used(asker, limit, now));
    expect(left).toBe(limit.amount - used);
    expect(Math.min(used, left)).toBeGreaterThanOrEqual(0);
  }
  const grants = quota.grants.map(({ grant: { id, unit }, left }) => ({ id, unit, left }));
  expect(grants).toEqual(model.grantsLeft(asker, now));
  expect(quota.active).toBe(model.active(asker));
  const verdict = model.decide(asker, 8, 10, now);
  expect(refusal?.kind).toBe(verdict.kind === 'refused' ? verdict.why : undefined);

  const rows = db
    .select()
    .from(quotaLedger)
    .where(and(eq(quotaLedger.guildId, guildId), eq(quotaLedger.userId, userId)))
    .all();
  expect(rows.reduce((sum, { entry, videos }) => sum + SIGNS[entry] * videos, 0)).toBe(model.kept(asker));
}

const CLUB = { guildId: 'club', scope: 'server', subjectId: 'club' } as const;
/** What an entry does to an account. */
const SIGNS = { reserve: 1, commit: 0, release: -1, forgive: -1 } as const;

test('whatever happens in whatever order, accounts equal a count by hand and their ledger, and stay within the limits', {
  timeout: 300_000,
}, async () => {
  const { db } = openStore();
  const store = createJobStore(db);
  const quota = createQuotaRulesStore(db);
  const blocks = createBlockStore(db);
  const steps = fc.array(step, { minLength: 10, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(rules, steps, async ({ limits, maxActive }, sequence) => {
      emptied(db);
      const changes: PolicyChange[] = limits.map((limit) => ({ kind: 'limit', limit }));
      if (maxActive !== undefined) changes.push({ kind: 'max-active', videos: maxActive });
      for (const change of changes) await quota.set(CLUB, change, MODERATOR, () => '', START);
      const model = createAccountModel(limits, { club: maxActive });
      const house = { db, store, quota, blocks, model, limits };
      let now = START;
      for (const step of sequence) {
        if (step.kind === 'time') now += step.ms;
        const concerned = await take(house, step, now);
        await compare(house, concerned, now);
      }
      for (const asker of ASKERS) await compare(house, asker, now);
      expect(faultsIn(db)).toEqual([]);
    }),
    { numRuns: 1_000 },
  );
});

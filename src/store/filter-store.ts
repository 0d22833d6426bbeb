import { and, asc, eq } from 'drizzle-orm';
import {
  assertRulesFit,
  type FilterRule,
  type NewFilterRule,
  ruleIdentity,
} from '../moderation/filter/rule.ts';
import type { FilterStore } from '../moderation/filter-store.ts';
import { recordCase } from './case-book.ts';
import { type Database, type Transaction, writing } from './open.ts';
import { filterRules } from './schema.ts';

const rulesOf = (db: Database | Transaction, guildId: string): FilterRule[] =>
  db
    .select()
    .from(filterRules)
    .where(eq(filterRules.guildId, guildId))
    .orderBy(asc(filterRules.id))
    .all()
    .map(fromRow);

export function createFilterStore(db: Database): FilterStore {
  return {
    rules: async (guildId) => rulesOf(db, guildId),

    add: async (guildId, rules, draft, now) =>
      writing(db, (tx) => {
        const known = rulesOf(tx, guildId);
        const identities = new Set(known.map(ruleIdentity));
        const fresh = rules.filter((rule) => {
          const identity = ruleIdentity(rule);
          return !identities.has(identity) && identities.add(identity);
        });
        if (fresh.length === 0) return { added: [], case: undefined };
        assertRulesFit([...known, ...fresh]);
        const added = tx
          .insert(filterRules)
          .values(fresh.map((rule) => ({ ...toRow(rule), guildId })))
          .returning()
          .all()
          .map(fromRow);
        return { added, case: recordCase(tx, guildId, draft, now) };
      }),

    remove: async (guildId, ruleId, draft, now) =>
      writing(db, (tx) => {
        const removed = rulesOf(tx, guildId).find(({ id }) => id === ruleId);
        if (!removed) return undefined;
        tx.delete(filterRules)
          .where(and(eq(filterRules.guildId, guildId), eq(filterRules.id, ruleId)))
          .run();
        return { removed, case: recordCase(tx, guildId, { ...draft, kind: 'filter-remove' }, now) };
      }),
  };
}

const toRow = (rule: NewFilterRule) => ({
  kind: rule.kind,
  text: rule.text,
  action: rule.kind === 'exception' ? null : rule.action,
});

const fromRow = ({ id, kind, text, action }: typeof filterRules.$inferSelect): FilterRule =>
  kind === 'exception' ? { id, kind, text } : { id, kind, text, action: action ?? 'refuse' };

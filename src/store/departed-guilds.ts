import { and, eq, inArray, lte } from 'drizzle-orm';
import { isFinal } from '../jobs/states.ts';
import type { DepartedGuildStore } from '../moderation/privacy.ts';
import * as challengeSchema from './challenge-schema.ts';
import { type Database, type Transaction, writing } from './open.ts';
import { hasFiles, purgeTexts } from './privacy-store.ts';
import { createQuotaLedger } from './quota-ledger.ts';
import * as schema from './schema.ts';

const { departedGuilds, jobs, queueGuilds, queueUsers } = schema;
const { challenges, challengeSeries } = challengeSchema;

/** Every table whose rows belong to servers; what belongs to their jobs or challenges alone goes with those. */
const guildTables = () =>
  Object.values({ ...schema, ...challengeSchema }).flatMap((table) => ('guildId' in table ? [table] : []));

/** What belongs to all servers together names none. */
const NO_GUILD = '';

function knownGuilds(tx: Transaction): Set<string> {
  const ids = guildTables().flatMap((table) =>
    tx
      .selectDistinct({ id: table.guildId })
      .from(table)
      .all()
      .map(({ id }) => id),
  );
  return new Set(ids.filter((id) => id !== NO_GUILD));
}

export function createDepartedGuildStore(db: Database): DepartedGuildStore {
  const ledger = createQuotaLedger(db);

  return {
    note: async (present, now) =>
      writing(db, (tx) => {
        const isIn = new Set(present);
        const marked = tx.select().from(departedGuilds).all();
        const returned = marked.map(({ guildId }) => guildId).filter((id) => isIn.has(id));
        tx.delete(departedGuilds).where(inArray(departedGuilds.guildId, returned)).run();
        const departed = [...knownGuilds(tx)].filter(
          (id) => !isIn.has(id) && !marked.some(({ guildId }) => guildId === id),
        );
        for (const guildId of departed) tx.insert(departedGuilds).values({ guildId, since: now }).run();
        return { departed, returned };
      }),

    departedBy: async (moment) =>
      db
        .select()
        .from(departedGuilds)
        .where(lte(departedGuilds.since, moment))
        .all()
        .map(({ guildId }) => guildId),

    purge: async (guildId, now) =>
      writing(db, (tx) => {
        const waiting = tx
          .update(jobs)
          .set({ state: 'cancelled', stateSince: now, runAt: now, hold: null, cardDueAt: null })
          .where(and(eq(jobs.guildId, guildId), inArray(jobs.state, ['held', 'queued'])))
          .returning({ id: jobs.id })
          .all();
        for (const { id } of waiting) ledger.settle(id, 'release', undefined, now);
        tx.delete(queueUsers).where(eq(queueUsers.guildId, guildId)).run();
        tx.delete(queueGuilds).where(eq(queueGuilds.guildId, guildId)).run();
        tx.delete(challenges).where(eq(challenges.guildId, guildId)).run();
        tx.delete(challengeSeries).where(eq(challengeSeries.guildId, guildId)).run();
        purgeTexts(tx, eq(jobs.guildId, guildId), now);
      }),

    forget: async (guildId) =>
      writing(db, (tx) => {
        const ofGuild = eq(jobs.guildId, guildId);
        const states = tx.selectDistinct({ state: jobs.state }).from(jobs).where(ofGuild).all();
        const withFiles = tx.select({ id: jobs.id }).from(jobs).where(and(ofGuild, hasFiles)).limit(1).all();
        if (withFiles.length > 0 || states.some(({ state }) => !isFinal(state))) return false;
        for (const table of guildTables()) tx.delete(table).where(eq(table.guildId, guildId)).run();
        return true;
      }),
  };
}

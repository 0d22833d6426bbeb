import { eq } from 'drizzle-orm';
import { type GuildSettings, guildSettingsSchema } from '../moderation/guild-settings.ts';
import type { SettingsStore } from '../moderation/settings-store.ts';
import { recordCase } from './case-book.ts';
import { type Database, type Transaction, writing } from './open.ts';
import { guildSettings } from './schema.ts';

/** A server's settings, defaults filled in. */
export function readSettings(db: Database | Transaction, guildId: string): GuildSettings {
  const row = db.select().from(guildSettings).where(eq(guildSettings.guildId, guildId)).all()[0];
  return guildSettingsSchema.parse(row?.settings ?? {});
}

export function createSettingsStore(db: Database): SettingsStore {
  return {
    of: async (guildId) => readSettings(db, guildId),
    change: async (guildId, changes, draft, describe, now) =>
      writing(db, (tx) => {
        const before = readSettings(tx, guildId);
        const changed = typeof changes === 'function' ? changes(before) : changes;
        // Keys that are undefined are left out by JSON, and so become defaults again.
        const settings = JSON.parse(JSON.stringify({ ...before, ...changed })) as unknown;
        const after = guildSettingsSchema.parse(settings);
        if (JSON.stringify(before) === JSON.stringify(after)) return undefined;
        tx.insert(guildSettings)
          .values({ guildId, settings, updatedAt: now })
          .onConflictDoUpdate({ target: guildSettings.guildId, set: { settings, updatedAt: now } })
          .run();
        const detail = describe(before, after);
        return { before, after, case: recordCase(tx, guildId, { ...draft, kind: 'setup', detail }, now) };
      }),
  };
}

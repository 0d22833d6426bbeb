import { eq } from 'drizzle-orm';
import {
  DEFAULT_GUILD_SETTINGS,
  type GuildSettings,
  guildSettingsSchema,
  withChanges,
} from '../moderation/guild-settings.ts';
import type { SettingsStore } from '../moderation/settings-store.ts';
import { recordCase } from './case-book.ts';
import { type Database, type Transaction, writing } from './open.ts';
import { guildSettings } from './schema.ts';

/** What differs from the defaults: a default that changes some day reaches every server that did not choose. */
function withoutDefaults(settings: GuildSettings): Record<string, unknown> {
  const defaults: Record<string, unknown> = DEFAULT_GUILD_SETTINGS;
  const chosen = Object.entries(settings).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(defaults[name]),
  );
  return Object.fromEntries(chosen);
}

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
        const after = withChanges(before, changed);
        if (JSON.stringify(before) === JSON.stringify(after)) return undefined;
        const settings = withoutDefaults(after);
        tx.insert(guildSettings)
          .values({ guildId, settings, updatedAt: now })
          .onConflictDoUpdate({ target: guildSettings.guildId, set: { settings, updatedAt: now } })
          .run();
        const detail = describe(before, after);
        return { before, after, case: recordCase(tx, guildId, { ...draft, kind: 'setup', detail }, now) };
      }),
  };
}

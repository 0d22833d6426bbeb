import { and, eq, gte } from 'drizzle-orm';
import type { LearntFacts } from '../jobs/learnt-facts.ts';
import type { Database } from './open.ts';
import { keyValues, prices, uploadedAssets, uploadLimits } from './schema.ts';

const COMMANDS_HASH = 'commands-hash';

/** Facts about the outside systems, in SQLite. */
export function createLearntFacts(db: Database): LearntFacts {
  return {
    price: async (priceKey, since) =>
      db
        .select({ units: prices.units })
        .from(prices)
        .where(and(eq(prices.priceKey, priceKey), gte(prices.knownSince, since)))
        .all()[0]?.units,
    learnPrice: async (priceKey, units, now) =>
      void db
        .insert(prices)
        .values({ priceKey, units, knownSince: now })
        .onConflictDoUpdate({ target: prices.priceKey, set: { units, knownSince: now } })
        .run(),

    uploadedAsset: async (storedAs, since) =>
      db
        .select({ assetId: uploadedAssets.assetId })
        .from(uploadedAssets)
        .where(and(eq(uploadedAssets.storedAs, storedAs), gte(uploadedAssets.uploadedAt, since)))
        .all()[0]?.assetId,
    learnUploadedAsset: async (storedAs, assetId, now) =>
      void db
        .insert(uploadedAssets)
        .values({ storedAs, assetId, uploadedAt: now })
        .onConflictDoUpdate({ target: uploadedAssets.storedAs, set: { assetId, uploadedAt: now } })
        .run(),
    forgetUploadedAsset: async (assetId) =>
      void db.delete(uploadedAssets).where(eq(uploadedAssets.assetId, assetId)).run(),

    refusedUpload: async (guildId, since) => {
      const [row] = db
        .select({ bytes: uploadLimits.bytes, promisedBytes: uploadLimits.promisedBytes })
        .from(uploadLimits)
        .where(and(eq(uploadLimits.guildId, guildId), gte(uploadLimits.learntAt, since)))
        .all();
      return row && { bytes: row.bytes, promisedBytes: row.promisedBytes ?? undefined };
    },
    learnRefusedUpload: async (guildId, { bytes, promisedBytes = null }, now) =>
      void db
        .insert(uploadLimits)
        .values({ guildId, bytes, promisedBytes, learntAt: now })
        .onConflictDoUpdate({
          target: uploadLimits.guildId,
          set: { bytes, promisedBytes, learntAt: now },
        })
        .run(),

    commandsHash: async () =>
      db.select().from(keyValues).where(eq(keyValues.key, COMMANDS_HASH)).all()[0]?.value,
    learnCommandsHash: async (value) =>
      void db
        .insert(keyValues)
        .values({ key: COMMANDS_HASH, value })
        .onConflictDoUpdate({ target: keyValues.key, set: { value } })
        .run(),
  };
}

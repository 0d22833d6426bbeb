import type { LearntFacts } from '../jobs/learnt-facts.ts';
import type { Clock } from '../lib/clock.ts';
import type { Poster } from './poster.ts';

const MIB = 1_024 * 1_024;
/** Discord's default since September 2026. */
const DEFAULT_LIMIT_BYTES = 20 * MIB;
const TIER_LIMIT_BYTES: Record<number, number> = { 2: 50 * MIB, 3: 100 * MIB };
const FEATURE_LIMIT = /^MAX_FILE_SIZE_(\d+)_MB$/;
const GUILD_KNOWN_FOR_MS = 10 * 60_000;
/** A server that refused a size may take it again after a boost, or once Discord changes its limits. */
const REFUSAL_REMEMBERED_MS = 7 * 24 * 3_600_000;

export interface UploadLimits {
  /** The largest file worth trying in a server, in bytes. A hint: a refusal is a normal answer, see `refused`. */
  of(guildId: string): Promise<number>;
  /** The server refused a file of this size. */
  refused(guildId: string, bytes: number): Promise<void>;
}

/** The limit by boost tier and features, lowered by what the server has refused of late. */
export function createUploadLimits(
  poster: Pick<Poster, 'guild'>,
  facts: LearntFacts,
  clock: Clock,
): UploadLimits {
  const known = new Map<string, { bytes: number; at: number }>();

  const nominal = async (guildId: string): Promise<number> => {
    const cached = known.get(guildId);
    if (cached && cached.at > clock.now() - GUILD_KNOWN_FOR_MS) return cached.bytes;
    const bytes = limitOf(await poster.guild(guildId));
    known.set(guildId, { bytes, at: clock.now() });
    return bytes;
  };

  return {
    of: async (guildId) => {
      const refused = await facts.refusedUploadBytes(guildId, clock.now() - REFUSAL_REMEMBERED_MS);
      return Math.min(await nominal(guildId), refused === undefined ? Number.POSITIVE_INFINITY : refused - 1);
    },
    refused: async (guildId, bytes) => {
      const earlier = await facts.refusedUploadBytes(guildId, clock.now() - REFUSAL_REMEMBERED_MS);
      await facts.learnRefusedUpload(guildId, Math.min(bytes, earlier ?? bytes), clock.now());
    },
  };
}

/** What Discord says a server takes. */
export function limitOf({ premiumTier, features }: { premiumTier: number; features: string[] }): number {
  const byFeature = features.map((feature) => Number(FEATURE_LIMIT.exec(feature)?.[1] ?? 0) * MIB);
  return Math.max(DEFAULT_LIMIT_BYTES, TIER_LIMIT_BYTES[premiumTier] ?? 0, ...byFeature);
}

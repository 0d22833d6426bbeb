import type { LearntFacts } from '../jobs/learnt-facts.ts';
import type { Clock } from '../lib/clock.ts';
import type { Poster } from './poster.ts';
import { createSlowUploads, lessWhatIsSlow } from './slow-uploads.ts';

const MIB = 1_024 * 1_024;
/** Discord's default since September 2026. */
const DEFAULT_LIMIT_BYTES = 20 * MIB;
const TIER_LIMIT_BYTES: Record<number, number> = { 2: 50 * MIB, 3: 100 * MIB };
const FEATURE_LIMIT = /^MAX_FILE_SIZE_(\d+)_MB$/;
/** The limits that Discord has, or had until a while ago, the largest first. */
const KNOWN_LIMITS_BYTES = [500, 250, 100, 50, 25, 20, 10, 8].map((mebibytes) => mebibytes * MIB);
const GUILD_KNOWN_FOR_MS = 10 * 60_000;
/** A server that refused a size may take it again after a boost, or once Discord changes its limits. */
const REFUSAL_REMEMBERED_MS = 7 * 24 * 3_600_000;

/** What is known of the largest file in bytes that one place takes. All hints: a refusal is a normal answer. */
export interface UploadLimit {
  /** The largest file worth trying: what tier and features promise, but less than what was refused. */
  largest(): Promise<number>;
  /**
   * How large a copy that is made on purpose should be at the most: surer than `largest`. After a refusal that is the next
   * lower limit that Discord has, unless the place was seen to take more.
   */
  aim(): Promise<number>;
  /** A file of this size was refused. */
  refused(bytes: number): Promise<void>;
  /** A file of this size was taken. */
  accepted(bytes: number): Promise<void>;
  /** A file of this size could not be sent in time. Only `ofJob` heeds it: a slow line says nothing of a place. */
  timedOut(bytes: number): void;
}

export interface UploadLimits {
  /**
   * Of the server of a job. Refusals are remembered for a week, over restarts; they end early when the server is boosted. What
   * was twice not sent in time counts for this job's video only, whose copy then aims well below it: that is remembered for
   * a day at the most, not over restarts.
   */
  ofJob(job: { id: number; guildId: string }): UploadLimit;
  /** Of one conversation: nothing is known beforehand, and what is learnt is kept only as long as this object. */
  inDirectMessage(): UploadLimit;
}

interface KnownGuild {
  bytes: number;
  at: number;
}

export function createUploadLimits(
  poster: Pick<Poster, 'guild'>,
  facts: LearntFacts,
  clock: Clock,
): UploadLimits {
  const guilds = new Map<string, KnownGuild>();
  const acceptedBytes = new Map<string, number>();
  const slow = createSlowUploads(clock);

  const nominal = async (guildId: string): Promise<number> => {
    const before = guilds.get(guildId);
    if (before && before.at > clock.now() - GUILD_KNOWN_FOR_MS) return before.bytes;
    const bytes = limitOf(await poster.guild(guildId));
    guilds.set(guildId, { bytes, at: clock.now() });
    return bytes;
  };

  const known = async (guildId: string): Promise<{ promisedBytes: number; refused: number | undefined }> => {
    const promisedBytes = await nominal(guildId);
    const learnt = await facts.refusedUpload(guildId, clock.now() - REFUSAL_REMEMBERED_MS);
    // What it refused while less was promised says nothing any more: it was boosted.
    const isBoosted = learnt?.promisedBytes !== undefined && learnt.promisedBytes < promisedBytes;
    return { promisedBytes, refused: isBoosted ? undefined : learnt?.bytes };
  };

  const inGuild = (guildId: string): UploadLimit => ({
    largest: async () => {
      const { promisedBytes, refused } = await known(guildId);
      return largestOf(promisedBytes, refused);
    },
    aim: async () => {
      const { promisedBytes, refused } = await known(guildId);
      return aimOf(promisedBytes, refused, acceptedBytes.get(guildId) ?? 0);
    },
    refused: async (bytes) => {
      const { promisedBytes, refused = bytes } = await known(guildId);
      const least = { bytes: Math.min(bytes, refused), promisedBytes };
      await facts.learnRefusedUpload(guildId, least, clock.now());
      // The newer of two answers that contradict each other is believed.
      if ((acceptedBytes.get(guildId) ?? 0) >= bytes) acceptedBytes.delete(guildId);
    },
    accepted: async (bytes) => {
      if (bytes > (acceptedBytes.get(guildId) ?? 0)) acceptedBytes.set(guildId, bytes);
    },
    timedOut: () => {},
  });
  return {
    ofJob: ({ id, guildId }) => lessWhatIsSlow(inGuild(guildId), slow.of(id)),
    inDirectMessage,
  };
}

function inDirectMessage(): UploadLimit {
  let least: number | undefined;
  return {
    largest: async () => largestOf(DEFAULT_LIMIT_BYTES, least),
    aim: async () => aimOf(DEFAULT_LIMIT_BYTES, least, 0),
    refused: async (bytes) => {
      least = Math.min(bytes, least ?? bytes);
    },
    accepted: async () => {},
    timedOut: () => {},
  };
}

/** What Discord says a server takes. */
export function limitOf({ premiumTier, features }: { premiumTier: number; features: string[] }): number {
  const byFeature = features.map((feature) => Number(FEATURE_LIMIT.exec(feature)?.[1] ?? 0) * MIB);
  return Math.max(DEFAULT_LIMIT_BYTES, TIER_LIMIT_BYTES[premiumTier] ?? 0, ...byFeature);
}

const largestOf = (nominal: number, refused: number | undefined): number =>
  Math.min(nominal, refused === undefined ? Number.POSITIVE_INFINITY : refused - 1);

function aimOf(nominal: number, refused: number | undefined, accepted: number): number {
  const largest = largestOf(nominal, refused);
  if (largest === nominal) return nominal;
  const lower = KNOWN_LIMITS_BYTES.find((bytes) => bytes <= largest) ?? largest;
  return Math.min(largest, Math.max(lower, accepted));
}

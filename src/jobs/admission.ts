import type { Clock } from '../lib/clock.ts';
import { ExpectedError } from '../lib/errors.ts';
import type { Random } from '../lib/random.ts';
import type { RollingLimit } from '../quota/rolling-window.ts';
import { priceKey } from '../veo/price-key.ts';
import { checkRules } from '../veo/rules.ts';
import { completeSettings, DRAWN_SEED, type GivenSettings } from '../veo/settings.ts';
import { type AttachedPicture, checkPicture } from './input-pictures.ts';
import type { Job } from './job.ts';
import type { AdmitResult, JobStore } from './job-store.ts';
import type { LearntFacts } from './learnt-facts.ts';

export interface VideoOrder {
  interactionId: string;
  guildId: string;
  channelId: string;
  userId: string;
  settings: GivenSettings;
  pictures: readonly AttachedPicture[];
  spoiler: boolean;
}

export interface Admission {
  /**
   * Checks an order and puts it in the queue, its quota reserved, or refuses it with nothing changed.
   * @throws ExpectedError with the reason and the next step
   */
  admit(order: VideoOrder): Promise<{ job: Job; warnings: string[] }>;
}

export interface AdmissionOptions {
  store: Pick<JobStore, 'admit'>;
  facts: Pick<LearntFacts, 'price'>;
  clock: Clock;
  random: Random;
  limit: RollingLimit;
  pictureHosts: readonly string[];
}

/** A price that was learnt longer ago is asked for again. */
export const PRICE_KNOWN_FOR_MS = 24 * 3_600_000;

export function createAdmission(options: AdmissionOptions): Admission {
  const { store, facts, clock, random, limit, pictureHosts } = options;
  return {
    admit: async ({ settings: given, pictures, ...order }) => {
      const slots = pictures.map(({ slot }) => slot);
      const { refusals, warnings } = checkRules({ settings: given, slots });
      if (refusals.length > 0) throw new ExpectedError('settings', refusals.join('\n'));
      for (const picture of pictures) checkPicture(picture, pictureHosts);

      const now = clock.now();
      const settings = completeSettings(given, random.integer(DRAWN_SEED.min, DRAWN_SEED.max));
      const result = await store.admit(
        {
          ...order,
          settings,
          images: pictures.map(({ slot, url, fileName }) => ({ slot, url, fileName })),
          priceUnits: await facts.price(priceKey(settings, slots), now - PRICE_KNOWN_FOR_MS),
        },
        limit,
        now,
      );
      if (result.kind === 'over-quota') throw overQuota(result);
      return { job: result.job, warnings };
    },
  };
}

function overQuota({ standing }: Extract<AdmitResult, { kind: 'over-quota' }>): ExpectedError {
  const { limit, availableAt } = standing;
  const text =
    availableAt === undefined
      ? 'Videos are switched off on this bot (the quota is 0): ask whoever runs it.'
      : `You have used your ${limit.videos === 1 ? 'one video' : `${limit.videos} videos`} of the last 24 hours here: the next one is free <t:${Math.ceil(availableAt / 1_000)}:R>.`;
  return new ExpectedError('quota', text);
}

import { expectedUnits } from '../jobs/expected-price.ts';
import type { LearntFacts } from '../jobs/learnt-facts.ts';
import { DURATIONS, type GuildSettings, RESOLUTIONS } from '../moderation/guild-settings.ts';
import { completeSettings } from '../veo/settings.ts';
import type { Challenge } from './challenge.ts';

/** What a challenge could cost at most, in creative units. */
export interface ChallengeCost {
  /** The pool of one entrant. Undefined without one, or while prices are not known. */
  poolOfOne: number | undefined;
  /** All bonus videos together; likewise. */
  bonus: number | undefined;
}

type Allowed = Pick<GuildSettings, 'resolutions' | 'durations'>;

/** By the dearest videos that may be made without pictures: those with pictures are learnt only when they are ordered. */
export async function challengeCost(
  facts: Pick<LearntFacts, 'price'>,
  house: GuildSettings,
  { poolVideos, prizes, ...settings }: Challenge['settings'],
  now: number,
): Promise<ChallengeCost> {
  const bonusVideos = prizes.reduce((sum, { bonusVideos: videos = 0 }) => sum + videos, 0);
  const priced = async (videos: number, allowed: readonly Allowed[]) => {
    if (videos === 0) return undefined;
    const units = await dearestUnits(facts, house.audio !== 'never', allowed, now);
    return units === 0 ? undefined : videos * units;
  };
  return {
    poolOfOne: await priced(poolVideos ?? 0, [house, settings]),
    bonus: await priced(bonusVideos, [house]),
  };
}

async function dearestUnits(
  facts: Pick<LearntFacts, 'price'>,
  generateAudio: boolean,
  allowed: readonly Allowed[],
  now: number,
): Promise<number> {
  const isIn = <T>(list: readonly T[], value: T) => list.length === 0 || list.includes(value);
  const kinds = RESOLUTIONS.flatMap((resolution) => DURATIONS.map((duration) => ({ resolution, duration })));
  const units = kinds
    .filter((kind) =>
      allowed.every(
        ({ resolutions, durations }) => isIn(resolutions, kind.resolution) && isIn(durations, kind.duration),
      ),
    )
    .map((kind) =>
      expectedUnits(facts, completeSettings({ prompt: '-', generateAudio, ...kind }, 1), [], now),
    );
  return Math.max(0, ...(await Promise.all(units)));
}

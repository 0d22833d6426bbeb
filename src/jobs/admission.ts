import type { Clock } from '../lib/clock.ts';
import { diskFullError } from '../lib/disk-full.ts';
import type { DiskSpace } from '../lib/disk-space.ts';
import { ExpectedError } from '../lib/errors.ts';
import type { Random } from '../lib/random.ts';
import type { GuildSettings } from '../moderation/guild-settings.ts';
import { applyHouseRules, checkPlace, type OrderPlace, spoilerFor } from '../moderation/house-rules.ts';
import type { PromptFilters } from '../moderation/prompt-filters.ts';
import type { SettingsStore } from '../moderation/settings-store.ts';
import type { OperatorRules } from '../quota/operator-rules.ts';
import { priceKey } from '../veo/price-key.ts';
import { checkRules } from '../veo/rules.ts';
import { completeSettings, DRAWN_SEED, type GivenSettings } from '../veo/settings.ts';
import type { AdmissionRefusal } from './admission-decision.ts';
import { approvalReason } from './approval.ts';
import { askingMember, type OrderingMember } from './asking-member.ts';
import { expectedUnits, PRICE_KNOWN_FOR_MS } from './expected-price.ts';
import { type AttachedPicture, checkPicture, type KeptPicture } from './input-pictures.ts';
import type { Job, JobImage, Origin } from './job.ts';
import type { HoldRequest, JobStore, PoolUse, Repeated } from './job-store.ts';
import type { LearntFacts } from './learnt-facts.ts';
import { attachedWarnings } from './picture-crop.ts';

export interface VideoOrder {
  interactionId: string;
  guildId: string;
  place: Omit<OrderPlace, 'ageRestricted'> & { ageRestricted: boolean | undefined };
  member: OrderingMember;
  settings: GivenSettings;
  pictures: readonly AttachedPicture[];
  /** Pictures that it shares with another video. */
  kept?: readonly KeptPicture[];
  origin?: Origin | undefined;
  /** The challenge that it is for, whose rules it meets. */
  challengeId?: number | undefined;
  spoiler: boolean;
}

export type OrderResult = (
  | { kind: 'admitted'; job: Job; warnings: string[]; pool?: PoolUse | undefined }
  | { kind: 'refused'; refusal: AdmissionRefusal }
) & {
  /** What it is expected to cost, where anything is known of it. */
  priceUnits: number | undefined;
};

export interface Admission {
  /**
   * Checks an order and puts it in the queue, its quota reserved, or holds or refuses it with nothing reserved.
   * @throws ExpectedError for an order that cannot be as it is, with the reason and the next step
   */
  admit(order: VideoOrder): Promise<OrderResult | Repeated>;
}

export interface AdmissionOptions {
  store: Pick<JobStore, 'admit'>;
  settings: Pick<SettingsStore, 'of'>;
  facts: Pick<LearntFacts, 'price'>;
  filters: PromptFilters;
  clock: Clock;
  random: Random;
  operator: OperatorRules;
  disk: Pick<DiskSpace, 'isLow'>;
  /** The servers that the operator lets in; all of them when empty. */
  allowedGuilds: readonly string[];
  pictureHosts: readonly string[];
  /** Whether a channel is for adults only; asked where the order does not say. */
  isAgeRestricted: (channelId: string) => Promise<boolean>;
}

/** How long an author may think a price over. Discord's own buttons on private messages live about as long. */
const CONFIRMATION_MS = 14 * 60_000;
/** How long a video waits for a moderator. */
const APPROVAL_MS = 72 * 3_600_000;

const confirmationHold = (now: number): HoldRequest => ({
  hold: 'confirmation',
  reason: undefined,
  until: now + CONFIRMATION_MS,
});

/** A hold for a moderator's approval that begins now, if there is a reason for one. */
export const approvalHold = (reason: string | undefined, now: number): HoldRequest | undefined =>
  reason === undefined ? undefined : { hold: 'approval', reason, until: now + APPROVAL_MS };

export function createAdmission(options: AdmissionOptions): Admission {
  const { store, facts, clock, random, operator, disk, allowedGuilds, pictureHosts } = options;

  /** Discord is asked only where the answer matters. */
  const placeOf = async (
    { ageRestrictedOnly }: GuildSettings,
    { ageRestricted, ...place }: VideoOrder['place'],
  ): Promise<OrderPlace> => {
    const known = ageRestricted ?? (ageRestrictedOnly ? undefined : false);
    return {
      ...place,
      ageRestricted: known ?? (await options.isAgeRestricted(place.parentId ?? place.channelId)),
    };
  };

  return {
    admit: async ({ settings: typed, pictures, kept = [], place, member, spoiler, ...order }) => {
      if (allowedGuilds.length > 0 && !allowedGuilds.includes(order.guildId)) {
        throw new ExpectedError(
          'guild-not-allowed',
          'Whoever runs this bot has not opened it for this server yet: ask them to.',
        );
      }
      if (await disk.isLow()) throw diskFullError();
      const house = await options.settings.of(order.guildId);
      checkPlace(house, await placeOf(house, place));
      const images = [...pictures.map(toFetch), ...kept.map(asKept)];
      const slots = images.map(({ slot }) => slot);
      const { refusals, warnings } = checkRules({ settings: typed, slots });
      if (refusals.length > 0) throw new ExpectedError('settings', refusals.join('\n'));
      for (const picture of pictures) checkPicture(picture, pictureHosts);
      const given = applyHouseRules(house, typed, slots);

      const now = clock.now();
      const settings = completeSettings(given, random.integer(DRAWN_SEED.min, DRAWN_SEED.max));
      const priceUnits = await facts.price(priceKey(settings, slots), now - PRICE_KNOWN_FOR_MS);
      const expected = priceUnits ?? (await expectedUnits(facts, settings, slots, now));
      const approval = await approvalReason(options.filters, house, { ...order, member, settings }, now);
      const hold = needsYes(house, expected) ? confirmationHold(now) : approvalHold(approval, now);

      const result = await store.admit(
        {
          ...order,
          channelId: place.channelId,
          userId: member.userId,
          settings,
          images,
          spoiler: spoilerFor(house, spoiler),
          notify: house.notify,
          resultChannelId: house.results.kind === 'gallery' ? house.results.channelId : undefined,
          priceUnits,
        },
        { member: askingMember(member, house), operator, expectedUnits: expected },
        hold,
        now,
      );
      if (result.kind === 'repeated') return result;
      const shownUnits = expected === 0 ? undefined : expected;
      return result.kind === 'refused'
        ? { ...result, priceUnits: shownUnits }
        : {
            ...result,
            priceUnits: shownUnits,
            warnings: [...warnings, ...attachedWarnings(pictures, settings)],
          };
    },
  };
}

const toFetch = ({ slot, url, fileName }: AttachedPicture): JobImage => ({ slot, url, fileName });
const asKept = (picture: KeptPicture): JobImage => ({ ...picture, url: '' });

/** Whether an author is asked first. A price that is not known (0) might be any. */
const needsYes = ({ confirmFromUnits }: GuildSettings, expected: number): boolean =>
  confirmFromUnits !== undefined && (expected === 0 || expected >= confirmFromUnits);

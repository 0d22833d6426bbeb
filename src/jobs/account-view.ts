import type { Clock } from '../lib/clock.ts';
import { applyHouseRules } from '../moderation/house-rules.ts';
import type { SettingsStore } from '../moderation/settings-store.ts';
import type { OperatorRules } from '../quota/operator-rules.ts';
import type { ImageSlot } from '../veo/parameters.ts';
import { completeSettings, type GivenSettings } from '../veo/settings.ts';
import type { AdmissionView } from './admission-decision.ts';
import { askingMember, type OrderingMember } from './asking-member.ts';
import { expectedUnits } from './expected-price.ts';
import type { JobStore } from './job-store.ts';
import type { LearntFacts } from './learnt-facts.ts';

/** A video that a member may be about to ask for. */
export interface ExpectedVideo {
  settings: GivenSettings;
  slots: readonly ImageSlot[];
}

export interface AccountView extends AdmissionView {
  /** What the video is expected to cost, where anything is known of it. */
  priceUnits: number | undefined;
}

/** Looks at members' accounts, as the next order would. */
export interface AccountViews {
  /**
   * What would become of an order, and by which rules; of a `/veo` with all options left out when no video is given.
   * @throws ExpectedError for a video that the server does not allow
   */
  of(guildId: string, member: OrderingMember, video?: ExpectedVideo): Promise<AccountView>;
}

const USUAL: ExpectedVideo = { settings: { prompt: '' }, slots: [] };

export interface AccountViewsOptions {
  store: Pick<JobStore, 'view'>;
  settings: Pick<SettingsStore, 'of'>;
  facts: Pick<LearntFacts, 'price'>;
  operator: OperatorRules;
  clock: Clock;
}

export function createAccountViews(options: AccountViewsOptions): AccountViews {
  const { store, settings, facts, operator, clock } = options;
  return {
    of: async (guildId, member, { settings: typed, slots } = USUAL) => {
      const now = clock.now();
      const house = await settings.of(guildId);
      const video = completeSettings(applyHouseRules(house, typed, slots), 0);
      const units = await expectedUnits(facts, video, slots, now);
      const terms = { member: askingMember(member, house), operator, expectedUnits: units };
      const view = await store.view(guildId, terms, video.duration, now);
      return { ...view, priceUnits: units === 0 ? undefined : units };
    },
  };
}

import type { Clock } from '../lib/clock.ts';
import { applyHouseRules } from '../moderation/house-rules.ts';
import type { SettingsStore } from '../moderation/settings-store.ts';
import type { OperatorRules } from '../quota/operator-rules.ts';
import { completeSettings } from '../veo/settings.ts';
import type { AdmissionView } from './admission-decision.ts';
import { askingMember, type OrderingMember } from './asking-member.ts';
import { expectedUnits } from './expected-price.ts';
import type { JobStore } from './job-store.ts';
import type { LearntFacts } from './learnt-facts.ts';

/** Looks at members' accounts, as the next order would. */
export interface AccountViews {
  /** What would become of a `/veo` with all options left out, and by which rules. */
  of(guildId: string, member: OrderingMember): Promise<AdmissionView>;
}

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
    of: async (guildId, member) => {
      const now = clock.now();
      const house = await settings.of(guildId);
      const usual = completeSettings(applyHouseRules(house, { prompt: '' }, []), 0);
      const units = await expectedUnits(facts, usual, [], now);
      const terms = { member: askingMember(member, house), operator, expectedUnits: units };
      return store.view(guildId, terms, usual.duration, now);
    },
  };
}

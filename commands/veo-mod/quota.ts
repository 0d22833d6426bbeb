import type { SettingsStore } from '../../src/moderation/settings-store.ts';
import { requireModerator } from '../veo-mod.ts';
import type { ModeratorPart } from './group.ts';
import { quotaData } from './quota-data.ts';
import { grantChoices, receiverNames } from './quota-grant-choices.ts';
import { createQuotaLooks, type QuotaLooksOptions } from './quota-looks.ts';
import { createQuotaWrites, type QuotaWritesOptions } from './quota-writes.ts';

export type QuotaPartOptions = QuotaLooksOptions &
  QuotaWritesOptions & { settings: Pick<SettingsStore, 'of'> };

/** `/veo-mod quota`: the rules and grants of a server, and how its members stand. */
export function createQuotaPart(options: QuotaPartOptions): ModeratorPart {
  const { quotaRules, settings, directory, clock } = options;
  const { page, ...looks } = createQuotaLooks(options);
  return {
    data: quotaData,
    handlers: { ...createQuotaWrites(options), ...looks },
    autocomplete: async (interaction, { guildId }) => {
      const grants = await quotaRules.grants(guildId, clock.now());
      const names = await receiverNames(guildId, grants, directory, clock);
      await interaction.respond(grantChoices(grants, interaction.options.getFocused(), names));
    },
    components: {
      'quota-page': async (interaction, number) => {
        const moderator = await requireModerator(settings, interaction);
        await interaction.update({ ...(await page(moderator, number)), allowedMentions: { parse: [] } });
      },
    },
  };
}

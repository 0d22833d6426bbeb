import {
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  MessageFlags,
} from 'discord.js';
import { orderingMember } from '../src/discord/asking-member.ts';
import type { Command } from '../src/discord/command.ts';
import { renderQuota } from '../src/discord/quota-view.ts';
import type { AccountViews } from '../src/jobs/account-view.ts';

export interface VeoQuotaCommandOptions {
  accounts: AccountViews;
}

/** `/veo-quota`: what the member has used and has left here, and by which rules, privately. */
export function createVeoQuotaCommand({ accounts }: VeoQuotaCommandOptions): Command {
  return {
    data: {
      name: 'veo-quota',
      type: ApplicationCommandType.ChatInput,
      description: 'See how many videos you have left here, and when the next comes back',
      contexts: [InteractionContextType.Guild],
      integration_types: [ApplicationIntegrationType.GuildInstall],
    },
    execute: async (interaction) => {
      const view = await accounts.of(interaction.guildId, orderingMember(interaction));
      await interaction.reply({
        content: renderQuota(view, 'member'),
        flags: MessageFlags.Ephemeral,
        allowedMentions: { parse: [] },
      });
    },
  };
}

import {
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  MessageFlags,
} from 'discord.js';
import type { Command } from '../src/discord/command.ts';
import { renderQuota } from '../src/discord/quota-view.ts';
import type { JobStore } from '../src/jobs/job-store.ts';
import type { Clock } from '../src/lib/clock.ts';
import type { RollingLimit } from '../src/quota/rolling-window.ts';

export interface VeoQuotaCommandOptions {
  store: Pick<JobStore, 'standing' | 'activeInGuild'>;
  clock: Clock;
  limit: RollingLimit;
}

/** `/veo-quota`: what the member has used and has left here, privately. */
export function createVeoQuotaCommand({ store, clock, limit }: VeoQuotaCommandOptions): Command {
  return {
    data: {
      name: 'veo-quota',
      type: ApplicationCommandType.ChatInput,
      description: 'See how many videos you have left here, and when the next comes back',
      contexts: [InteractionContextType.Guild],
      integration_types: [ApplicationIntegrationType.GuildInstall],
    },
    execute: async (interaction) => {
      const { guildId, user } = interaction;
      const standing = await store.standing(guildId, user.id, limit, clock.now());
      const active = (await store.activeInGuild(guildId)).filter(({ userId }) => userId === user.id);
      await interaction.reply({
        content: renderQuota(standing, active.length),
        flags: MessageFlags.Ephemeral,
        allowedMentions: { parse: [] },
      });
    },
  };
}

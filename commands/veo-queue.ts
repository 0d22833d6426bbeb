import {
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  MessageFlags,
} from 'discord.js';
import type { Command } from '../src/discord/command.ts';
import { type QueueView, renderQueue } from '../src/discord/queue-view.ts';
import { cancelJob } from '../src/jobs/cancel.ts';
import type { JobStore } from '../src/jobs/job-store.ts';
import { queuePositions } from '../src/jobs/queue-order.ts';
import type { Clock } from '../src/lib/clock.ts';
import { ExpectedError } from '../src/lib/errors.ts';
import { actorOf } from './veo.ts';

export interface VeoQueueCommandOptions {
  store: Pick<JobStore, 'activeInGuild' | 'lanes' | 'queueMode' | 'find' | 'move'>;
  clock: Clock;
  /** Called after a job was cancelled. */
  onJobsChanged: () => void;
}

/** `/veo-queue`: what runs and waits in this server, privately, with a menu to cancel one's own. */
export function createVeoQueueCommand({ store, clock, onJobsChanged }: VeoQueueCommandOptions): Command {
  const view = async (guildId: string, viewerId: string): Promise<QueueView> =>
    renderQueue(
      await store.activeInGuild(guildId),
      queuePositions(await store.lanes(guildId)),
      viewerId,
      await store.queueMode(guildId),
    );

  return {
    data: {
      name: 'veo-queue',
      type: ApplicationCommandType.ChatInput,
      description: 'See which videos are in the making and waiting here, and cancel your own',
      contexts: [InteractionContextType.Guild],
      integration_types: [ApplicationIntegrationType.GuildInstall],
    },
    execute: async (interaction) => {
      await interaction.reply({
        ...(await view(interaction.guildId, interaction.user.id)),
        flags: MessageFlags.Ephemeral,
        allowedMentions: { parse: [] },
      });
    },
    components: {
      'cancel-one': async (interaction) => {
        const jobId = interaction.isStringSelectMenu() ? Number(interaction.values[0]) : Number.NaN;
        if (!Number.isSafeInteger(jobId)) throw new ExpectedError('no-such-job', 'I do not know this video.');
        await cancelJob(store, clock, jobId, actorOf(interaction));
        onJobsChanged();
        const after = await view(interaction.guildId, interaction.user.id);
        await interaction.update({ ...after, allowedMentions: { parse: [] } });
      },
    },
  };
}

import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  type ChatInputCommandInteraction,
  InteractionContextType,
  type MessageComponentInteraction,
  MessageFlags,
  PermissionFlagsBits,
} from 'discord.js';
import { orderingMember } from '../src/discord/asking-member.ts';
import { type CardContext, type CardMessage, cardHash, renderCard } from '../src/discord/card.ts';
import type { Command } from '../src/discord/command.ts';
import { readVeoOptions, veoCommandOptions } from '../src/discord/command-options.ts';
import { confirmMessage } from '../src/discord/confirm-message.ts';
import { fullPrompt } from '../src/discord/full-prompt.ts';
import { missingPermissions } from '../src/discord/permissions.ts';
import { cardNonce, type Poster } from '../src/discord/poster.ts';
import { refusalCode, refusalText } from '../src/discord/refusal-text.ts';
import type { Admission, OrderResult } from '../src/jobs/admission.ts';
import { type Actor, cancelJob } from '../src/jobs/cancel.ts';
import type { CardStore } from '../src/jobs/card-store.ts';
import { CARD_EDIT_INTERVAL_MS } from '../src/jobs/card-store.ts';
import type { Holds } from '../src/jobs/holds.ts';
import { isUnapproved, type Job } from '../src/jobs/job.ts';
import type { JobStore } from '../src/jobs/job-store.ts';
import type { Clock } from '../src/lib/clock.ts';
import { ExpectedError } from '../src/lib/errors.ts';
import type { SettingsStore } from '../src/moderation/settings-store.ts';
import { requireModerator } from './veo-mod.ts';

export interface VeoCommandOptions {
  admission: Admission;
  holds: Pick<Holds, 'confirm' | 'decline'>;
  store: Pick<JobStore, 'find' | 'move'>;
  cards: Pick<CardStore, 'posted' | 'looked'>;
  poster: Pick<Poster, 'postCard'>;
  settings: Pick<SettingsStore, 'of'>;
  clock: Clock;
  cardContext: (job: Job) => Promise<CardContext>;
  /** Called after a job was queued or cancelled. */
  onJobsChanged: () => void;
}

/** `/veo`: orders a video. Its card has the buttons Cancel and Full prompt. */
export function createVeoCommand(options: VeoCommandOptions): Command {
  const { admission, holds, settings, store, cards, poster, clock, cardContext, onJobsChanged } = options;

  const answerWithCard = async (interaction: ChatInputCommandInteraction, job: Job): Promise<void> => {
    const card = renderCard(job, await cardContext(job));
    const messageId = await sendCard(interaction, card);
    await cards.posted(job.id, { messageId, hash: cardHash(card) }, clock.now() + CARD_EDIT_INTERVAL_MS);
  };

  /** For a video that was ordered a while ago: whoever keeps the cards may see it wanting meanwhile, and post the same. */
  const postCard = async (job: Job): Promise<void> => {
    const card = renderCard(job, await cardContext(job));
    const messageId = await poster.postCard(job.channelId, card, cardNonce(job));
    await cards.posted(job.id, { messageId, hash: cardHash(card) }, clock.now() + CARD_EDIT_INTERVAL_MS);
  };

  const showCard = async (interaction: MessageComponentInteraction, job: Job): Promise<void> => {
    const card = renderCard(job, await cardContext(job));
    await interaction.update({ ...card, allowedMentions: { parse: [] } });
    await cards.looked(job, { hash: cardHash(card), editedAt: clock.now() }, undefined);
  };

  return {
    data: {
      name: 'veo',
      type: ApplicationCommandType.ChatInput,
      description: 'Make a video with Veo 3.1',
      contexts: [InteractionContextType.Guild],
      integration_types: [ApplicationIntegrationType.GuildInstall],
      options: [
        ...veoCommandOptions(),
        {
          type: ApplicationCommandOptionType.Boolean,
          name: 'spoiler',
          description: 'Hide the video until somebody clicks it (default: no)',
        },
      ],
    },

    execute: async (interaction, { inThread, parentId, ageRestricted }) => {
      const missing = missingPermissions(interaction.appPermissions, inThread);
      if (missing.length > 0) {
        throw new ExpectedError(
          'bot-permissions',
          `I could not post the video here: I lack ${missing.join(', ')}. Ask a moderator to allow me that in this channel, or use another one.`,
        );
      }
      const { settings: chosen, pictures } = readVeoOptions(interaction.options);
      const result = await admission.admit({
        interactionId: interaction.id,
        guildId: interaction.guildId,
        place: { channelId: interaction.channelId, parentId: inThread ? parentId : undefined, ageRestricted },
        member: orderingMember(interaction),
        settings: chosen,
        pictures,
        spoiler: interaction.options.getBoolean('spoiler') ?? false,
      });
      const { job, warnings, priceUnits } = admitted(result);
      if (job.state === 'held' && job.hold === 'confirmation') {
        await interaction.reply({
          ...confirmMessage(job, priceUnits),
          flags: MessageFlags.Ephemeral,
          allowedMentions: { parse: [] },
        });
      } else {
        try {
          await answerWithCard(interaction, job);
        } finally {
          // Only now: the card shows the job as it was queued, and the next edit what became of it.
          onJobsChanged();
        }
      }
      if (warnings.length > 0) {
        await interaction.followUp({ content: warnings.join('\n'), flags: MessageFlags.Ephemeral });
      }
    },

    components: {
      confirm: async (interaction, jobId) => {
        const author = orderingMember(interaction);
        const { job } = admitted(await holds.confirm(jobId, interaction.guildId, author));
        const content =
          job.state === 'held'
            ? 'Thank you. It now waits for a moderator’s approval: its card follows.'
            : 'Ordered: its card follows.';
        try {
          await Promise.all([interaction.update({ content, components: [] }), postCard(job)]);
        } finally {
          onJobsChanged();
        }
      },
      decline: async (interaction, jobId) => {
        await holds.decline(jobId, interaction.guildId, interaction.user.id);
        await interaction.update({ content: 'Not ordered. Nothing was charged.', components: [] });
      },
      cancel: async (interaction, jobId) => {
        const job = await cancelJob(store, clock, jobId, actorOf(interaction));
        await showCard(interaction, job);
        onJobsChanged();
      },
      prompt: async (interaction, jobId) => {
        const job = await store.find(jobId);
        if (!job || job.guildId !== interaction.guildId) {
          throw new ExpectedError('no-such-job', 'I do not know this video any more.');
        }
        if (isUnapproved(job) && job.userId !== interaction.user.id) {
          await requireModerator(settings, interaction);
        }
        await interaction.reply({ ...fullPrompt(job), flags: MessageFlags.Ephemeral });
      },
    },
  };
}

function admitted(result: OrderResult): Extract<OrderResult, { kind: 'admitted' }> {
  if (result.kind === 'admitted') return result;
  throw new ExpectedError(refusalCode(result.refusal), refusalText(result.refusal, result.priceUnits));
}

/**
 * @returns the id of the message
 * @throws ExpectedError when Discord did not take it: the job is queued all the same, and its card is posted later
 */
async function sendCard(interaction: ChatInputCommandInteraction, card: CardMessage): Promise<string> {
  try {
    const response = await interaction.reply({ ...card, allowedMentions: { parse: [] }, withResponse: true });
    return response.resource?.message?.id ?? (await interaction.fetchReply()).id;
  } catch (cause) {
    // The message may have arrived although the confirmation did not.
    const arrived = await interaction.fetchReply().catch(() => undefined);
    if (arrived) return arrived.id;
    throw new ExpectedError('card-unsent', 'Your video is in the queue: its card follows here shortly.', {
      cause,
    });
  }
}

/** Who pressed, with the permissions that Discord vouches for in this channel now. */
export const actorOf = (interaction: MessageComponentInteraction<'raw' | 'cached'>): Actor => ({
  userId: interaction.user.id,
  guildId: interaction.guildId,
  managesMessages: interaction.memberPermissions.has(PermissionFlagsBits.ManageMessages),
});

import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  type MessageComponentInteraction,
  MessageFlags,
  PermissionFlagsBits,
} from 'discord.js';
import type { ChallengeStore } from '../src/challenges/challenge-store.ts';
import { LIVE_PHASES } from '../src/challenges/phases.ts';
import { orderingMember } from '../src/discord/asking-member.ts';
import { type CardContext, cardHash, renderCard } from '../src/discord/card.ts';
import type { Answers, Command } from '../src/discord/command.ts';
import { readVeoOptions, veoCommandOptions } from '../src/discord/command-options.ts';
import { fullPrompt } from '../src/discord/full-prompt.ts';
import { meantPrompt, promptChoices, SUGGESTIONS_MAX } from '../src/discord/prompt-suggestions.ts';
import { type Actor, cancelJob } from '../src/jobs/cancel.ts';
import type { CardStore } from '../src/jobs/card-store.ts';
import type { HistoryStore } from '../src/jobs/history.ts';
import type { Holds } from '../src/jobs/holds.ts';
import { isUnapproved, type Job } from '../src/jobs/job.ts';
import type { JobStore } from '../src/jobs/job-store.ts';
import type { Clock } from '../src/lib/clock.ts';
import { ExpectedError } from '../src/lib/errors.ts';
import type { SettingsStore } from '../src/moderation/settings-store.ts';
import { admitted, type Ordering } from './ordering.ts';
import type { Looking, SightOptions } from './veo-challenge/in-sight.ts';
import { challengeOption, choicesInSight, meantInSight } from './veo-challenge/named-challenge.ts';
import { requireModerator } from './veo-mod.ts';

export interface VeoCommandOptions extends SightOptions {
  ordering: Pick<Ordering, 'byCommand' | 'postCard'>;
  holds: Pick<Holds, 'confirm' | 'decline'>;
  store: Pick<JobStore, 'find' | 'move'>;
  history: Pick<HistoryStore, 'recentPrompts'>;
  challenges: Pick<ChallengeStore, 'ofGuild'>;
  cards: Pick<CardStore, 'looked'>;
  settings: Pick<SettingsStore, 'of'>;
  clock: Clock;
  cardContext: (job: Job) => Promise<CardContext>;
  /** Called after a job was queued or cancelled. */
  onJobsChanged: () => void;
  /** The buttons under results, and of cards that failed. */
  answers: readonly Answers[];
}

/** `/veo`: orders a video. Its card has the buttons Cancel and Full prompt. */
export function createVeoCommand(options: VeoCommandOptions): Command {
  const { ordering, holds, settings, store, history, cards, clock } = options;
  const { cardContext, onJobsChanged, answers } = options;

  const idOf = async (looking: Looking, named: string): Promise<number> =>
    (await meantInSight(options, looking, LIVE_PHASES, named)).id;

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
        challengeOption('Make it for this challenge, by its rules'),
      ],
    },

    execute: async (interaction, place) => {
      const { settings: chosen, pictures } = readVeoOptions(interaction.options);
      const spoiler = interaction.options.getBoolean('spoiler') ?? false;
      const author = { guildId: interaction.guildId, userId: interaction.user.id };
      const meant = { ...chosen, prompt: await meantPrompt(chosen.prompt, author, store) };
      const named = interaction.options.getString('challenge');
      const meantFor =
        named === null ? undefined : ({ challengeId: await idOf(interaction, named), how: 'said' } as const);
      await ordering.byCommand(interaction, { settings: meant, pictures, spoiler, meantFor }, place);
    },

    autocomplete: async (interaction) => {
      const { guildId, user, options: typed } = interaction;
      const { name, value } = typed.getFocused(true);
      if (name === 'challenge') {
        await interaction.respond(await choicesInSight(options, interaction, ['open'], value));
        return;
      }
      const recent = await history.recentPrompts(guildId, user.id, value.trim(), SUGGESTIONS_MAX);
      await interaction.respond(promptChoices(recent));
    },

    modals: Object.assign({}, ...answers.map(({ modals }) => modals)),
    components: {
      ...Object.assign({}, ...answers.map(({ components }) => components)),
      confirm: async (interaction, jobId) => {
        const author = orderingMember(interaction);
        const { job } = admitted(await holds.confirm(jobId, interaction.guildId, author));
        const content =
          job.state === 'held'
            ? 'Thank you. It now waits for a moderator’s approval: its card follows.'
            : 'Ordered: its card follows.';
        try {
          await Promise.all([interaction.update({ content, components: [] }), ordering.postCard(job)]);
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

/** Who pressed, with the permissions that Discord vouches for in this channel now. */
export const actorOf = (interaction: MessageComponentInteraction<'raw' | 'cached'>): Actor => ({
  userId: interaction.user.id,
  guildId: interaction.guildId,
  managesMessages: interaction.memberPermissions.has(PermissionFlagsBits.ManageMessages),
});

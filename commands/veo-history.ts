import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  type ChatInputCommandInteraction,
  InteractionContextType,
  type MessageComponentInteraction,
  MessageFlags,
} from 'discord.js';
import type { ChallengeStore } from '../src/challenges/challenge-store.ts';
import { PHASES } from '../src/challenges/phases.ts';
import type { Command } from '../src/discord/command.ts';
import {
  HISTORY_PAGE_SIZE,
  HISTORY_TEXT_MAX_LENGTH,
  type HistoryFilter,
  type HistoryView,
  OUTCOME_NAMES,
  pageCount,
  parseFilter,
  renderHistory,
  searchText,
} from '../src/discord/history-view.ts';
import { HISTORY_OUTCOMES, type HistoryStore } from '../src/jobs/history.ts';
import { ExpectedError } from '../src/lib/errors.ts';
import type { SettingsStore } from '../src/moderation/settings-store.ts';
import { type HistoryLinksOptions, shownNow } from './around/history-links.ts';
import { createPostAgain, type PostAgainOptions } from './around/post-again.ts';
import type { SightOptions } from './veo-challenge/in-sight.ts';
import { challengeOption, choicesInSight, meantInSight } from './veo-challenge/named-challenge.ts';
import { requireModerator } from './veo-mod.ts';

export interface VeoHistoryCommandOptions extends PostAgainOptions, HistoryLinksOptions {
  history: Pick<HistoryStore, 'page'>;
  settings: Pick<SettingsStore, 'of'>;
  challenges: Pick<ChallengeStore, 'ofGuild'>;
  directory: SightOptions['directory'];
}

const PUBLISHED = PHASES.filter((phase) => phase !== 'draft');

type Asked = ChatInputCommandInteraction<'raw' | 'cached'> | MessageComponentInteraction<'raw' | 'cached'>;

/** `/veo-history`: one's own videos of this server, or for moderators anybody's, privately; each can be posted again. */
export function createVeoHistoryCommand(options: VeoHistoryCommandOptions): Command {
  const { history, settings } = options;

  /** Whose videos are asked for is checked with every page. */
  const view = async (asked: Asked, filter: HistoryFilter, wanted: number): Promise<HistoryView> => {
    const viewerId = asked.user.id;
    if (filter.userId !== viewerId) await requireModerator(settings, asked);
    const query = { ...filter, guildId: asked.guildId };
    let page = wanted;
    let found = await history.page(query, page, HISTORY_PAGE_SIZE);
    if (found.jobs.length === 0 && found.total > 0) {
      page = pageCount(found.total) - 1;
      found = await history.page(query, page, HISTORY_PAGE_SIZE);
    }
    const shown = await shownNow(options, found.jobs);
    return renderHistory({ ...found, shown, filter, viewerId, page });
  };

  return {
    data: {
      name: 'veo-history',
      type: ApplicationCommandType.ChatInput,
      description: 'Find your videos of this server again, and post them again',
      contexts: [InteractionContextType.Guild],
      integration_types: [ApplicationIntegrationType.GuildInstall],
      options: [
        {
          type: ApplicationCommandOptionType.String,
          name: 'text',
          description: 'Only videos whose prompt holds this',
          min_length: 1,
          max_length: HISTORY_TEXT_MAX_LENGTH,
        },
        {
          type: ApplicationCommandOptionType.String,
          name: 'outcome',
          description: 'Only videos of which this became',
          choices: HISTORY_OUTCOMES.map((value) => ({ value, name: OUTCOME_NAMES[value] })),
        },
        {
          type: ApplicationCommandOptionType.User,
          name: 'member',
          description: 'Whose videos; for moderators (default: your own)',
        },
        challengeOption('Only videos made for this challenge'),
      ],
    },

    execute: async (interaction) => {
      const { options: chosen, user } = interaction;
      const outcome = chosen.getString('outcome');
      const challenge = chosen.getString('challenge');
      const filter = {
        userId: chosen.getUser('member')?.id ?? user.id,
        text: searchText(chosen.getString('text') ?? ''),
        outcome: HISTORY_OUTCOMES.find((known) => known === outcome),
        challengeId:
          challenge === null
            ? undefined
            : (await meantInSight(options, interaction, PUBLISHED, challenge)).id,
      };
      await interaction.reply({
        ...(await view(interaction, filter, 0)),
        flags: MessageFlags.Ephemeral,
        allowedMentions: { parse: [] },
      });
    },

    autocomplete: async (interaction) => {
      const typed = interaction.options.getFocused();
      await interaction.respond(await choicesInSight(options, interaction, PUBLISHED, typed));
    },

    components: {
      ...createPostAgain(options).components,
      'history-page': async (interaction, page, { argument }) => {
        const filter = parseFilter(argument);
        if (!filter) throw new ExpectedError('unknown-button', 'This button no longer does anything.');
        await interaction.update({
          ...(await view(interaction, filter, page)),
          allowedMentions: { parse: [] },
        });
      },
    },
  };
}

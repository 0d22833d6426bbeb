import {
  ApplicationCommandType,
  ApplicationIntegrationType,
  type AutocompleteInteraction,
  type ChatInputCommandInteraction,
  InteractionContextType,
} from 'discord.js';
import type { Command } from '../src/discord/command.ts';
import { ExpectedError } from '../src/lib/errors.ts';
import type { ChallengePart, ChallengeSubcommand } from './veo-challenge/part.ts';

/** `/veo-challenge`: prompt challenges, for hosts and members; each part in a file of its own. */
export function createVeoChallengeCommand(parts: readonly ChallengePart[]): Command {
  const subcommands = parts.flatMap((part) => part.subcommands);
  const chosen = ({
    options,
  }: ChatInputCommandInteraction | AutocompleteInteraction): ChallengeSubcommand | undefined =>
    subcommands.find(({ data }) => data.name === options.getSubcommand());

  return {
    data: {
      name: 'veo-challenge',
      type: ApplicationCommandType.ChatInput,
      description: 'Prompt challenges: a theme, entries, a fair vote, winners',
      contexts: [InteractionContextType.Guild],
      integration_types: [ApplicationIntegrationType.GuildInstall],
      options: subcommands.map(({ data }) => data),
    },
    execute: async (interaction, place) => {
      const subcommand = chosen(interaction);
      if (subcommand) return subcommand.execute(interaction, place);
      throw new ExpectedError('unknown-command', 'I do not know this command any more: reload Discord.');
    },
    autocomplete: async (interaction) => {
      const subcommand = chosen(interaction);
      if (subcommand?.autocomplete) await subcommand.autocomplete(interaction);
      else await interaction.respond([]);
    },
    components: Object.assign({}, ...parts.map(({ components }) => components)),
    modals: Object.assign({}, ...parts.map(({ modals }) => modals)),
  };
}

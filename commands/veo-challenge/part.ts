import type {
  APIApplicationCommandSubcommandOption,
  AutocompleteInteraction,
  ChatInputCommandInteraction,
} from 'discord.js';
import type { Answers, Place } from '../../src/discord/command.ts';

/** A part of `/veo-challenge`: one subcommand, or only buttons and forms. It checks itself who may use it. */
export interface ChallengePart extends Answers {
  subcommands: readonly ChallengeSubcommand[];
}

export interface ChallengeSubcommand {
  data: APIApplicationCommandSubcommandOption;
  execute(interaction: ChatInputCommandInteraction<'raw' | 'cached'>, place: Place): Promise<void>;
  /** Answers with at most 25 choices, within 3 seconds. */
  autocomplete?(interaction: AutocompleteInteraction<'raw' | 'cached'>): Promise<void>;
}

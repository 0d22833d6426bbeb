import type {
  APIApplicationCommandSubcommandGroupOption,
  APIApplicationCommandSubcommandOption,
  AutocompleteInteraction,
  ChatInputCommandInteraction,
} from 'discord.js';
import type { Command } from '../../src/discord/command.ts';
import type { GuildSettings } from '../../src/moderation/guild-settings.ts';

/** The moderator who uses a command: checked already. */
export interface Moderator {
  userId: string;
  guildId: string;
  roleIds: readonly string[];
  house: GuildSettings;
}

export type ModeratorHandler = (
  interaction: ChatInputCommandInteraction<'raw' | 'cached'>,
  moderator: Moderator,
) => Promise<void>;

/** A part of `/veo-mod`. Handlers answer privately; what they change they change as a case. */
export type ModeratorPart = Pick<Command, 'components' | 'modals'> & {
  autocomplete?: (
    interaction: AutocompleteInteraction<'raw' | 'cached'>,
    moderator: Moderator,
  ) => Promise<void>;
} & (
    | {
        data: APIApplicationCommandSubcommandGroupOption;
        /** By the name of the subcommand. */
        handlers: Readonly<Record<string, ModeratorHandler>>;
      }
    | { data: APIApplicationCommandSubcommandOption; handler: ModeratorHandler }
  );

import {
  type APIApplicationCommandSubcommandGroupOption,
  type APIApplicationCommandSubcommandOption,
  ApplicationCommandOptionType,
} from 'discord.js';

const subcommand = (
  name: string,
  description: string,
  options: NonNullable<APIApplicationCommandSubcommandOption['options']> = [],
): APIApplicationCommandSubcommandOption => ({
  type: ApplicationCommandOptionType.Subcommand,
  name,
  description,
  options,
});
const reasonOption = (description: string, required = false) =>
  ({
    type: ApplicationCommandOptionType.String,
    name: 'reason',
    description,
    required,
    max_length: 300,
  }) as const;
const videoOption = {
  type: ApplicationCommandOptionType.Integer,
  name: 'video',
  description: 'The number of a waiting video: type to search',
  required: true,
  autocomplete: true,
  min_value: 1,
} as const;

/** The options of `/veo-mod queue`. */
export const queueData: APIApplicationCommandSubcommandGroupOption = {
  type: ApplicationCommandOptionType.SubcommandGroup,
  name: 'queue',
  description: 'The videos that wait in this server',
  options: [
    subcommand('list', 'Show what is in the making, waits, or needs approval'),
    subcommand('pause', 'Start no more videos; those that wait keep their places', [
      reasonOption('Why: members are told'),
    ]),
    subcommand('resume', 'Open the queue again', [reasonOption('Why; kept with the case')]),
    subcommand('drain', 'Take no new videos; those that wait are made', [
      reasonOption('Why: members are told'),
    ]),
    subcommand('cancel', 'Cancel a waiting video; its quota is given back', [
      videoOption,
      reasonOption('Why: its author is told', true),
    ]),
    subcommand('front', 'Put a waiting video before all others here', [
      videoOption,
      reasonOption('Why; kept with the case'),
    ]),
  ],
};

import { type APIApplicationCommandSubcommandGroupOption, ApplicationCommandOptionType } from 'discord.js';
import { REASON_OPTION } from './reason.ts';

/** `/veo-mod filter` as Discord lists it. */
export const FILTER_COMMANDS: APIApplicationCommandSubcommandGroupOption = {
  type: ApplicationCommandOptionType.SubcommandGroup,
  name: 'filter',
  description: 'The words that prompts may not have here',
  options: [
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'add',
      description: 'Refuse or hold prompts with a word, phrase or pattern; or allow a phrase all the same',
      options: [
        {
          type: ApplicationCommandOptionType.String,
          name: 'kind',
          description: 'What the text is',
          required: true,
          choices: [
            { name: 'Word or phrase, however it is disguised', value: 'word' },
            { name: 'Pattern (RE2 regular expression)', value: 'pattern' },
            { name: 'Exception: a phrase that is allowed all the same', value: 'exception' },
          ],
        },
        {
          type: ApplicationCommandOptionType.String,
          name: 'text',
          description: 'The word, phrase or pattern',
          required: true,
          max_length: 200,
        },
        {
          type: ApplicationCommandOptionType.String,
          name: 'action',
          description: 'What happens to a prompt with it (default: refuse)',
          choices: [
            { name: 'Refuse it', value: 'refuse' },
            { name: 'Hold it for a moderator’s approval', value: 'hold' },
          ],
        },
        REASON_OPTION,
      ],
    },
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'remove',
      description: 'Remove a rule',
      options: [
        {
          type: ApplicationCommandOptionType.Integer,
          name: 'rule',
          description: 'The rule: type to search',
          required: true,
          autocomplete: true,
          min_value: 1,
        },
        REASON_OPTION,
      ],
    },
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'list',
      description: 'Show the rules of this server',
    },
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'test',
      description: 'See what the filter finds in a text; nothing is ordered',
      options: [
        {
          type: ApplicationCommandOptionType.String,
          name: 'text',
          description: 'A prompt to try',
          required: true,
          max_length: 4_000,
        },
      ],
    },
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'import',
      description: 'Add the rules of a text file, one a line, as export writes them',
      options: [
        {
          type: ApplicationCommandOptionType.Attachment,
          name: 'file',
          description: 'Lines such as "refuse word …", "hold pattern …", "allow …"',
          required: true,
        },
        REASON_OPTION,
      ],
    },
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'export',
      description: 'Get the rules as a text file',
    },
  ],
};

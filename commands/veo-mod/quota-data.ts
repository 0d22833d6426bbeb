import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandSubcommandGroupOption,
  ApplicationCommandOptionType,
} from 'discord.js';
import { AMOUNT_MAX } from './quota-rule-options.ts';
import { REASON_OPTION } from './reason.ts';

const { Integer, Number: Decimal, Role, String: Text, Subcommand, User } = ApplicationCommandOptionType;

const RULE_CHOICES = [
  { name: 'Videos', value: 'videos' },
  { name: 'Seconds of video', value: 'seconds' },
  { name: 'Creative units (CU)', value: 'units' },
  { name: 'Most videos at once', value: 'max-active' },
  { name: 'Cooldown between two videos', value: 'cooldown' },
  { name: 'No videos at all (deny)', value: 'deny' },
];

const windowOption: APIApplicationCommandBasicOption = {
  type: Text,
  name: 'window',
  description: 'For amounts: over which stretch of time',
  choices: [
    { name: 'Any hour', value: 'rolling-hour' },
    { name: 'Any 24 hours', value: 'rolling-day' },
    { name: 'Any 7 days', value: 'rolling-week' },
    { name: 'Any 30 days', value: 'rolling-month' },
    { name: 'A day, from midnight', value: 'calendar-day' },
    { name: 'A week, from Monday', value: 'calendar-week' },
    { name: 'A month, from the 1st', value: 'calendar-month' },
  ],
};

const scopeOptions = [
  { type: Role, name: 'role', description: 'For the members of a role' },
  { type: User, name: 'user', description: 'For one member' },
] as const;

const userOption = { type: User, name: 'user', description: 'The member', required: true } as const;

/** How `/veo-mod quota` looks in Discord. Its choices are read by `readChange` and `readClearing`. */
export const quotaData: APIApplicationCommandSubcommandGroupOption = {
  type: ApplicationCommandOptionType.SubcommandGroup,
  name: 'quota',
  description: 'How many videos members may make',
  options: [
    {
      type: Subcommand,
      name: 'set',
      description: 'Set a rule for everybody, a role or a member',
      options: [
        { type: Text, name: 'rule', description: 'What to limit', required: true, choices: RULE_CHOICES },
        {
          type: Decimal,
          name: 'amount',
          description: 'How many',
          min_value: 0,
          max_value: AMOUNT_MAX,
        },
        windowOption,
        { type: Text, name: 'time', description: 'For a cooldown: 30s, 10m, 2h', max_length: 30 },
        ...scopeOptions,
        REASON_OPTION,
      ],
    },
    {
      type: Subcommand,
      name: 'clear',
      description: 'Clear a rule, so that the next in order holds',
      options: [
        {
          type: Text,
          name: 'rule',
          description: 'What to clear',
          required: true,
          choices: [...RULE_CHOICES, { name: 'Everything', value: 'all' }],
        },
        windowOption,
        ...scopeOptions,
        REASON_OPTION,
      ],
    },
    {
      type: Subcommand,
      name: 'grant',
      description: 'Give extra videos or CU, spent before any limit counts',
      options: [
        {
          type: Decimal,
          name: 'amount',
          description: 'How many; with a role, for each of its members',
          required: true,
          min_value: 0,
          max_value: AMOUNT_MAX,
        },
        {
          type: Text,
          name: 'unit',
          description: 'Of what',
          required: true,
          choices: [
            { name: 'Videos', value: 'videos' },
            { name: 'Creative units (CU)', value: 'units' },
          ],
        },
        ...scopeOptions,
        {
          type: Text,
          name: 'expires',
          description: 'After how long: 12h, 7d, 2w (default: never)',
          max_length: 30,
        },
        REASON_OPTION,
      ],
    },
    {
      type: Subcommand,
      name: 'revoke',
      description: 'End a grant; what was spent stays spent',
      options: [
        {
          type: Integer,
          name: 'grant',
          description: 'The grant: type to search',
          required: true,
          autocomplete: true,
          min_value: 1,
        },
        REASON_OPTION,
      ],
    },
    {
      type: Subcommand,
      name: 'reset',
      description: 'Give a member back everything that counts against their limits',
      options: [userOption, REASON_OPTION],
    },
    {
      type: Subcommand,
      name: 'show',
      description: 'See what a member has left, as they do with /veo-quota',
      options: [userOption],
    },
    { type: Subcommand, name: 'list', description: 'See all rules and grants' },
    {
      type: Subcommand,
      name: 'explain',
      description: 'See which rules hold for a member, why, and whether a video would be made now',
      options: [userOption],
    },
  ],
};

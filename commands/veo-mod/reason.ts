import { ApplicationCommandOptionType, type ChatInputCommandInteraction } from 'discord.js';

const REASON = 'reason';
export const REASON_MAX_LENGTH = 300;

/** Why a moderator does what they do, where they need not say. */
export const REASON_OPTION = {
  type: ApplicationCommandOptionType.String,
  name: REASON,
  description: 'Why; kept with the case',
  max_length: REASON_MAX_LENGTH,
} as const;

/** @returns undefined where none was given */
export const reasonOf = ({ options }: Pick<ChatInputCommandInteraction, 'options'>): string | undefined =>
  options.getString(REASON)?.trim() || undefined;

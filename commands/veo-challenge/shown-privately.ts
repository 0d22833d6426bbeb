import { type ChatInputCommandInteraction, type MessageComponentInteraction, MessageFlags } from 'discord.js';
import type { CardMessage } from '../../src/discord/card.ts';

/**
 * Shows a view to whoever asked for it alone: in place of the private message whose button was pressed, or as a new one under
 * one that everybody sees.
 */
export async function showPrivately(
  interaction: ChatInputCommandInteraction | MessageComponentInteraction,
  view: Pick<CardMessage, 'content' | 'embeds' | 'components'>,
): Promise<void> {
  const message = { ...view, allowedMentions: { parse: [] } } as const;
  if (interaction.isMessageComponent() && interaction.message.flags.has(MessageFlags.Ephemeral)) {
    await interaction.update(message);
  } else await interaction.reply({ ...message, flags: MessageFlags.Ephemeral });
}

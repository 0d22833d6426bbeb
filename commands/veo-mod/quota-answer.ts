import { type ChatInputCommandInteraction, type InteractionReplyOptions, MessageFlags } from 'discord.js';

/** Answers a moderator privately, pinging nobody. */
export async function answer(
  interaction: ChatInputCommandInteraction,
  content: string,
  components: NonNullable<InteractionReplyOptions['components']> = [],
): Promise<void> {
  await interaction.reply({
    content,
    components,
    flags: MessageFlags.Ephemeral,
    allowedMentions: { parse: [] },
  });
}

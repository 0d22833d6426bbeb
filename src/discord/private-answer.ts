import {
  type ChatInputCommandInteraction,
  type InteractionReplyOptions,
  type MessageComponentInteraction,
  MessageFlags,
} from 'discord.js';

type Answerable = ChatInputCommandInteraction | MessageComponentInteraction;

/** For handlers that look things up at Discord, which may take longer than it waits for an answer. */
export async function deferPrivately(interaction: Answerable): Promise<void> {
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
}

/** Answers for the asker's eyes only, pinging nobody; also what was deferred. */
export async function answerPrivately(
  interaction: Answerable,
  content: string,
  components: NonNullable<InteractionReplyOptions['components']> = [],
): Promise<void> {
  const message = { content, components, allowedMentions: { parse: [] } };
  if (interaction.deferred) await interaction.editReply(message);
  else await interaction.reply({ ...message, flags: MessageFlags.Ephemeral });
}

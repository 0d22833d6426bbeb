import {
  ButtonStyle,
  type InteractionReplyOptions,
  MessageFlags,
  type ModalSubmitInteraction,
} from 'discord.js';
import type { TypedTexts } from '../../src/discord/around/video-form.ts';
import { button, buttonRow } from '../../src/discord/card.ts';
import { promptFile } from '../../src/discord/full-prompt.ts';
import { wasOrdered } from '../ordering.ts';

type Submitted = ModalSubmitInteraction<'raw' | 'cached'>;

/** The button by which the form opens. */
interface Opener {
  action: 'edit' | 'continue' | 'animate';
  /** A video's; with `animate` a draft's. */
  jobId: number;
}

/** What follows may take longer than Discord waits. */
export async function deferForm(interaction: Submitted): Promise<void> {
  if (interaction.isFromMessage()) await interaction.deferUpdate();
  else await interaction.deferReply({ flags: MessageFlags.Ephemeral });
}

/**
 * Does what a form asks for. Where that is refused, Discord has forgotten what was typed: it is given back in private before
 * the refusal is passed on.
 */
export async function keepingTyped(
  interaction: Submitted,
  typed: TypedTexts,
  opener: Opener | undefined,
  deed: () => Promise<void>,
): Promise<void> {
  try {
    await deed();
  } catch (error) {
    if (!wasOrdered(error)) await giveBack(interaction, typed, opener).catch(also(error));
    throw error;
  }
}

const also = (first: unknown) => (second: unknown) => {
  throw new AggregateError([first, second], 'refused, and what was typed could not be given back');
};

async function giveBack(
  interaction: Submitted,
  typed: TypedTexts,
  opener: Opener | undefined,
): Promise<void> {
  const message: InteractionReplyOptions = {
    content: 'Nothing was ordered. So that it is not lost, this is what you typed:',
    files: [promptFile(typed, 'prompt.txt')],
    components: buttonRow(
      opener ? [button(opener.action, opener.jobId, 'Open the form again', ButtonStyle.Secondary)] : [],
    ),
    flags: MessageFlags.Ephemeral,
    allowedMentions: { parse: [] },
  };
  if (interaction.deferred || interaction.replied) await interaction.followUp(message);
  else await interaction.reply(message);
}

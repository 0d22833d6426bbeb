import { ComponentType, type MessageComponentInteraction, type ModalSubmitInteraction } from 'discord.js';
import { CHANNEL_TYPES } from '../../src/discord/setup/menu-fields.ts';
import { ExpectedError } from '../../src/lib/errors.ts';

/**
 * What was picked from a menu of the panel.
 * @throws ExpectedError for channels and roles that will not do
 */
export function pickedValues(interaction: MessageComponentInteraction<'raw' | 'cached'>): string[] {
  if (!interaction.isAnySelectMenu()) throw new Error('the panel has no button for this');
  if (interaction.isChannelSelectMenu()) {
    const { values, channels } = interaction;
    const fits = values.every((id) => CHANNEL_TYPES.some((type) => type === channels.get(id)?.type));
    if (!fits) {
      throw new ExpectedError('setting', 'Pick text or announcement channels of this server only.');
    }
  }
  if (interaction.isRoleSelectMenu() && interaction.values.includes(interaction.guildId)) {
    throw new ExpectedError('setting', 'Everybody cannot be a moderator: pick another role.');
  }
  return interaction.values;
}

/** What stands in the text inputs of a submitted form. */
export const typedInputs = ({
  fields,
}: ModalSubmitInteraction<'raw' | 'cached'>): { customId: string; value: string }[] =>
  [...fields.fields.values()].flatMap((field) => (field.type === ComponentType.TextInput ? [field] : []));

import {
  ApplicationCommandType,
  ApplicationIntegrationType,
  type AutocompleteInteraction,
  type ChatInputCommandInteraction,
  InteractionContextType,
  type MessageComponentInteraction,
  type MessageContextMenuCommandInteraction,
  type ModalSubmitInteraction,
  PermissionFlagsBits,
} from 'discord.js';
import { orderingMember } from '../src/discord/asking-member.ts';
import type { Command } from '../src/discord/command.ts';
import { isModerator } from '../src/jobs/asking-member.ts';
import { ExpectedError } from '../src/lib/errors.ts';
import type { SettingsStore } from '../src/moderation/settings-store.ts';
import type { Moderator, ModeratorHandler, ModeratorPart } from './veo-mod/group.ts';

export interface VeoModCommandOptions {
  settings: Pick<SettingsStore, 'of'>;
  parts: readonly ModeratorPart[];
  /** Buttons and forms that belong to no part. */
  answers: readonly Pick<Command, 'components' | 'modals'>[];
}

type Used =
  | ChatInputCommandInteraction<'raw' | 'cached'>
  | AutocompleteInteraction<'raw' | 'cached'>
  | MessageComponentInteraction<'raw' | 'cached'>
  | MessageContextMenuCommandInteraction<'raw' | 'cached'>
  | ModalSubmitInteraction<'raw' | 'cached'>;

/**
 * Who uses a moderators' command, button or form, checked against the server's settings now: Discord's own permissions for
 * commands are defaults that a server can change.
 * @throws ExpectedError for everybody else
 */
export async function requireModerator(settings: Pick<SettingsStore, 'of'>, used: Used): Promise<Moderator> {
  const house = await settings.of(used.guildId);
  const member = orderingMember(used);
  if (!isModerator(member, house)) {
    const role = house.moderatorRoleId === undefined ? '' : ` or <@&${house.moderatorRoleId}>`;
    throw new ExpectedError('not-moderator', `This is for moderators: members with Manage Server${role}.`);
  }
  return { userId: member.userId, guildId: used.guildId, roleIds: member.roleIds, house };
}

/** `/veo-mod`: everything moderators do, each part in a file of its own. */
export function createVeoModCommand({ settings, parts, answers }: VeoModCommandOptions): Command {
  const handlerOf = (interaction: ChatInputCommandInteraction): ModeratorHandler => {
    const name = interaction.options.getSubcommand();
    const part = partOf(interaction);
    const handler = part && ('handler' in part ? part.handler : part.handlers[name]);
    if (!handler)
      throw new ExpectedError('unknown-command', 'I do not know this command any more: reload Discord.');
    return handler;
  };
  const partOf = ({ options }: ChatInputCommandInteraction | AutocompleteInteraction) => {
    const name = options.getSubcommandGroup(false) ?? options.getSubcommand();
    return parts.find(({ data }) => data.name === name);
  };

  return {
    data: {
      name: 'veo-mod',
      type: ApplicationCommandType.ChatInput,
      description: 'For moderators: quotas, members, the queue, the prompt filter, cases and statistics',
      contexts: [InteractionContextType.Guild],
      integration_types: [ApplicationIntegrationType.GuildInstall],
      default_member_permissions: String(PermissionFlagsBits.ManageGuild),
      options: parts.map(({ data }) => data),
    },
    execute: async (interaction) =>
      handlerOf(interaction)(interaction, await requireModerator(settings, interaction)),
    autocomplete: async (interaction) => {
      const moderator = await requireModerator(settings, interaction);
      const part = partOf(interaction);
      if (part?.autocomplete) await part.autocomplete(interaction, moderator);
      else await interaction.respond([]);
    },
    components: Object.assign({}, ...[...parts, ...answers].map(({ components }) => components ?? {})),
    modals: Object.assign({}, ...[...parts, ...answers].map(({ modals }) => modals ?? {})),
  };
}

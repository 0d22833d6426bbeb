import {
  ApplicationCommandType,
  type AutocompleteInteraction,
  type ChatInputCommandInteraction,
  DiscordAPIError,
  type Interaction,
  type MessageComponentInteraction,
  type MessageContextMenuCommandInteraction,
  MessageFlags,
  type ModalSubmitInteraction,
  RESTJSONErrorCodes,
} from 'discord.js';
import { ExpectedError } from '../lib/errors.ts';
import type { Logger } from '../lib/logger.ts';
import type { Random } from '../lib/random.ts';
import type { Telemetry } from '../lib/telemetry.ts';
import type { Command, ComponentHandler, MessageCommand, ModalHandler, Place } from './command.ts';
import { parseCustomId } from './custom-id.ts';

export interface DispatcherOptions {
  commands: readonly (Command | MessageCommand)[];
  logger: Logger;
  random: Random;
  telemetry: Telemetry;
}

type Answerable =
  | ChatInputCommandInteraction
  | MessageContextMenuCommandInteraction
  | MessageComponentInteraction
  | ModalSubmitInteraction;

/** Discord no longer waits for an answer, or has one: there is nothing to say any more. */
const TOO_LATE = new Set<number | string>([
  RESTJSONErrorCodes.UnknownInteraction,
  RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged,
]);

/**
 * Hands every interaction to its command, and answers for those that refuse or fail: the one place that catches. Returns
 * a listener that never throws.
 */
export function createDispatcher(
  options: DispatcherOptions,
): (interaction: Interaction, place: Place) => Promise<void> {
  const { logger, random, telemetry } = options;
  const slash = new Map<string, Command>();
  const inMenus = new Map<string, MessageCommand>();
  for (const command of options.commands) {
    if (isMessageCommand(command)) inMenus.set(command.data.name, command);
    else slash.set(command.data.name, command);
  }
  const components = new Map<string, ComponentHandler>(
    options.commands.flatMap(({ components: handlers }) => Object.entries(handlers ?? {})),
  );
  const modals = new Map<string, ModalHandler>(
    options.commands.flatMap(({ modals: handlers }) => Object.entries(handlers ?? {})),
  );

  const handle = async (interaction: Answerable, place: Place): Promise<void> => {
    if (!interaction.inGuild()) {
      throw new ExpectedError('guild-only', 'I work only in servers: use this in a channel of one.');
    }
    if (interaction.isChatInputCommand()) {
      return known(slash.get(interaction.commandName)).execute(interaction, place);
    }
    if (interaction.isMessageContextMenuCommand()) {
      return known(inMenus.get(interaction.commandName)).execute(interaction, place);
    }
    const id = parseCustomId(interaction.customId);
    const pressing = { place, argument: id?.argument };
    if (interaction.isModalSubmit()) {
      const handler = id && modals.get(id.action);
      if (!handler) throw new ExpectedError('unknown-modal', 'This form no longer does anything.');
      return handler(interaction, id.id, pressing);
    }
    const handler = id && components.get(id.action);
    if (!handler) throw new ExpectedError('unknown-button', 'This button no longer does anything.');
    return handler(interaction, id.id, pressing);
  };

  const suggest = async (interaction: AutocompleteInteraction): Promise<void> => {
    const command = slash.get(interaction.commandName);
    try {
      if (interaction.inGuild() && command?.autocomplete) await command.autocomplete(interaction);
      else await interaction.respond([]);
    } catch (err) {
      // Nothing can be said into a list of suggestions: there just are none.
      if (!(err instanceof ExpectedError)) {
        logger.warn({ err, command: interaction.commandName }, 'suggestions could not be made');
      }
      if (!interaction.responded) await interaction.respond([]).catch(() => undefined);
    }
  };

  const answerFor = (error: unknown, interaction: Answerable): string | undefined => {
    if (error instanceof ExpectedError) {
      telemetry.refused(error.code);
      return error.message;
    }
    const context = { err: error, interactionId: interaction.id, guildId: interaction.guildId };
    if (error instanceof DiscordAPIError && TOO_LATE.has(error.code)) {
      logger.warn(context, 'the answer to an interaction came too late');
      return undefined;
    }
    const reference = random.token();
    logger.error({ ...context, reference }, 'an interaction failed');
    return `Something went wrong on my side. Try again, and if it stays so, tell whoever runs the bot: reference \`${reference}\`.`;
  };

  return async (interaction, place) => {
    if (interaction.isAutocomplete()) return suggest(interaction);
    if (!isAnswerable(interaction)) return;
    try {
      await handle(interaction, place);
    } catch (error) {
      const text = answerFor(error, interaction);
      if (text === undefined) return;
      await answerPrivately(interaction, text).catch((err: unknown) =>
        logger.warn({ err, interactionId: interaction.id }, 'a refusal could not be shown'),
      );
    }
  };
}

const isMessageCommand = (command: Command | MessageCommand): command is MessageCommand =>
  command.data.type === ApplicationCommandType.Message;

const isAnswerable = (interaction: Interaction): interaction is Interaction & Answerable =>
  interaction.isChatInputCommand() ||
  interaction.isMessageContextMenuCommand() ||
  interaction.isMessageComponent() ||
  interaction.isModalSubmit();

function known<T>(command: T | undefined): T {
  if (command) return command;
  throw new ExpectedError('unknown-command', 'I do not know this command any more: reload Discord.');
}

async function answerPrivately(interaction: Answerable, content: string): Promise<void> {
  const message = { content, flags: MessageFlags.Ephemeral, allowedMentions: { parse: [] } } as const;
  if (interaction.replied || interaction.deferred) await interaction.followUp(message);
  else await interaction.reply(message);
}

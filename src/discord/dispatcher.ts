import {
  type ChatInputCommandInteraction,
  DiscordAPIError,
  type Interaction,
  type MessageComponentInteraction,
  MessageFlags,
  RESTJSONErrorCodes,
} from 'discord.js';
import { ExpectedError } from '../lib/errors.ts';
import type { Logger } from '../lib/logger.ts';
import type { Random } from '../lib/random.ts';
import type { Telemetry } from '../lib/telemetry.ts';
import type { Command, ComponentHandler, Place } from './command.ts';
import { parseCustomId } from './custom-id.ts';

export interface DispatcherOptions {
  commands: readonly Command[];
  logger: Logger;
  random: Random;
  telemetry: Telemetry;
}

type Answerable = ChatInputCommandInteraction | MessageComponentInteraction;

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
  const commands = new Map(options.commands.map((command) => [command.data.name, command]));
  const components = new Map<string, ComponentHandler>(
    options.commands.flatMap(({ components: handlers }) => Object.entries(handlers ?? {})),
  );

  const handle = async (interaction: Answerable, place: Place): Promise<void> => {
    if (!interaction.inGuild()) {
      throw new ExpectedError('guild-only', 'I work only in servers: use this in a channel of one.');
    }
    if (interaction.isChatInputCommand()) {
      const command = commands.get(interaction.commandName);
      if (!command)
        throw new ExpectedError('unknown-command', 'I do not know this command any more: reload Discord.');
      return command.execute(interaction, place);
    }
    const id = parseCustomId(interaction.customId);
    const handler = id && components.get(id.action);
    if (!handler) throw new ExpectedError('unknown-button', 'This button no longer does anything.');
    return handler(interaction, id.jobId);
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
    if (!interaction.isChatInputCommand() && !interaction.isMessageComponent()) return;
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

async function answerPrivately(interaction: Answerable, content: string): Promise<void> {
  const message = { content, flags: MessageFlags.Ephemeral, allowedMentions: { parse: [] } } as const;
  if (interaction.replied || interaction.deferred) await interaction.followUp(message);
  else await interaction.reply(message);
}

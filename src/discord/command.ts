import type {
  ApplicationCommandType,
  AutocompleteInteraction,
  ChatInputCommandInteraction,
  MessageComponentInteraction,
  MessageContextMenuCommandInteraction,
  ModalSubmitInteraction,
  RESTPostAPIChatInputApplicationCommandsJSONBody,
  RESTPostAPIContextMenuApplicationCommandsJSONBody,
} from 'discord.js';
import type { ComponentAction } from './custom-id.ts';

/** What is known of a press or a form besides the interaction. */
export interface Pressing {
  place: Place;
  /** What the custom id carries behind its number. */
  argument: string | undefined;
}

/** @param id what the custom id carries: most often a job's */
export type ComponentHandler = (
  interaction: MessageComponentInteraction<'raw' | 'cached'>,
  id: number,
  pressing: Pressing,
) => Promise<void>;

export type ModalHandler = (
  interaction: ModalSubmitInteraction<'raw' | 'cached'>,
  id: number,
  pressing: Pressing,
) => Promise<void>;

/** What the library does not keep of the channel that an interaction came from. */
export interface Place {
  inThread: boolean;
  /** The thread's channel, or the channel's category. */
  parentId: string | undefined;
  /** Undefined where Discord does not say: in threads, which are as their channel is. */
  ageRestricted: boolean | undefined;
}

/** Buttons, menus and modals, by the action in their custom id. Handlers throw ExpectedError to refuse. */
export interface Answers {
  components?: Partial<Record<ComponentAction, ComponentHandler>>;
  modals?: Partial<Record<ComponentAction, ModalHandler>>;
}

/** A slash command. */
export interface Command extends Answers {
  data: RESTPostAPIChatInputApplicationCommandsJSONBody & { type: ApplicationCommandType.ChatInput };
  execute(interaction: ChatInputCommandInteraction<'raw' | 'cached'>, place: Place): Promise<void>;
  /** Answers with at most 25 choices, within 3 seconds. */
  autocomplete?(interaction: AutocompleteInteraction<'raw' | 'cached'>): Promise<void>;
}

/** A command in the menu of a message. */
export interface MessageCommand extends Answers {
  data: RESTPostAPIContextMenuApplicationCommandsJSONBody & { type: ApplicationCommandType.Message };
  execute(interaction: MessageContextMenuCommandInteraction<'raw' | 'cached'>, place: Place): Promise<void>;
}

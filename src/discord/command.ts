import type {
  ChatInputCommandInteraction,
  MessageComponentInteraction,
  RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';
import type { ComponentAction } from './custom-id.ts';

export type ComponentHandler = (
  interaction: MessageComponentInteraction<'raw' | 'cached'>,
  jobId: number,
) => Promise<void>;

/** What the library does not keep of the channel that an interaction came from. */
export interface Place {
  inThread: boolean;
}

/** A slash command with its buttons and menus. Handlers throw ExpectedError to refuse. */
export interface Command {
  data: RESTPostAPIChatInputApplicationCommandsJSONBody;
  execute(interaction: ChatInputCommandInteraction<'raw' | 'cached'>, place: Place): Promise<void>;
  /** The components that this command answers, by the action in their custom id. */
  components?: Partial<Record<ComponentAction, ComponentHandler>>;
}

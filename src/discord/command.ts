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

/** A slash command with its buttons and menus. Handlers throw ExpectedError to refuse. */
export interface Command {
  data: RESTPostAPIChatInputApplicationCommandsJSONBody;
  execute(interaction: ChatInputCommandInteraction<'raw' | 'cached'>): Promise<void>;
  /** The components that this command answers, by the action in their custom id. */
  components?: Partial<Record<ComponentAction, ComponentHandler>>;
}

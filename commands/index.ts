import type { Command } from '../src/discord/command.ts';
import { createVeoCommand, type VeoCommandOptions } from './veo.ts';
import { createVeoQueueCommand, type VeoQueueCommandOptions } from './veo-queue.ts';
import { createVeoQuotaCommand, type VeoQuotaCommandOptions } from './veo-quota.ts';

export type CommandServices = VeoCommandOptions & VeoQueueCommandOptions & VeoQuotaCommandOptions;

/** Every command of the bot, by hand: a file in this folder that is not here does not exist for Discord. */
export const createCommands = (services: CommandServices): Command[] => [
  createVeoCommand(services),
  createVeoQueueCommand(services),
  createVeoQuotaCommand(services),
];

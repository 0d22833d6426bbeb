import { ApplicationCommandOptionType as Option } from 'discord.js';
import type { SandboxCommand, SandboxCommandOption } from './command-schema.ts';
import { ImpossibleAction } from './errors.ts';
import type { OptionValue, OptionValues, SlashExtra } from './model.ts';
import type { Resolved } from './resolved.ts';

const MAX_TEXT_CHARACTERS = 6000;

interface OptionJson {
  name: string;
  type: number;
  value?: string | number | boolean;
  focused?: true;
  options?: OptionJson[];
}

/** The option that is being typed into, for autocomplete: nothing is required then. */
export interface Focus {
  name: string;
  value: string | number;
}

/** The `options` of a command as the bot gets them, or an `ImpossibleAction` where the client would balk. */
export async function slashOptions(
  command: SandboxCommand,
  values: OptionValues,
  extra: SlashExtra,
  resolved: Resolved,
  focus?: Focus,
): Promise<OptionJson[]> {
  const path = subcommandPath(command, extra);
  const declared = path.at(-1)?.options ?? (path.length === 0 ? (command.options ?? []) : []);
  let options = await leafOptions(declared, values, resolved, focus);
  for (const { name, type } of path.toReversed()) options = [{ name, type, options }];
  return options;
}

/** The groups and subcommands on the way to the options. */
function subcommandPath(
  command: SandboxCommand,
  { subcommandGroup, subcommand }: SlashExtra,
): SandboxCommandOption[] {
  const path: SandboxCommandOption[] = [];
  let level = command.options ?? [];
  for (const name of [subcommandGroup, subcommand]) {
    if (name === undefined) continue;
    const step = level.find((option) => option.name === name && isNesting(option));
    if (!step) throw new ImpossibleAction(`/${command.name} has no subcommand '${name}'`);
    path.push(step);
    level = step.options ?? [];
  }
  const missing = level.filter(isNesting).map(({ name }) => name);
  if (missing.length > 0) {
    throw new ImpossibleAction(`/${command.name} needs a subcommand: ${missing.join(', ')}`);
  }
  return path;
}

function isNesting({ type }: SandboxCommandOption): boolean {
  return type === Option.Subcommand || type === Option.SubcommandGroup;
}

async function leafOptions(
  declared: readonly SandboxCommandOption[],
  values: OptionValues,
  resolved: Resolved,
  focus: Focus | undefined,
): Promise<OptionJson[]> {
  const find = (name: string) => {
    const option = declared.find((one) => one.name === name);
    if (!option) {
      const known = declared.map((one) => one.name).join(', ');
      throw new ImpossibleAction(`No option '${name}'; there are: ${known || 'none'}`);
    }
    return option;
  };
  const missing = declared.find(({ name, required }) => required && !Object.hasOwn(values, name));
  if (missing && !focus) throw new ImpossibleAction(`Option '${missing.name}' is required`);
  const options: OptionJson[] = [];
  for (const [name, value] of Object.entries(values)) {
    const option = find(name);
    options.push({ name, type: option.type, value: await checkedValue(option, value, resolved) });
  }
  if (!focus) return options;
  const option = find(focus.name);
  if (!option.autocomplete) throw new ImpossibleAction(`Option '${focus.name}' has no autocomplete`);
  return [...options, { name: focus.name, type: option.type, value: focus.value, focused: true }];
}

async function checkedValue(
  option: SandboxCommandOption,
  value: OptionValue,
  resolved: Resolved,
): Promise<string | number | boolean> {
  switch (option.type) {
    case Option.String:
      if (typeof value === 'string') return checkedText(option, value);
      break;
    case Option.Integer:
      if (typeof value === 'number' && Number.isSafeInteger(value)) return checkedNumber(option, value);
      break;
    case Option.Number:
      if (typeof value === 'number' && Number.isFinite(value)) return checkedNumber(option, value);
      break;
    case Option.Boolean:
      if (typeof value === 'boolean') return value;
      break;
    case Option.User:
      if (typeof value === 'string') return resolved.user(value);
      break;
    case Option.Role:
      if (typeof value === 'string') return resolved.role(value);
      break;
    case Option.Mentionable:
      if (typeof value === 'string') return resolved.mentionable(value);
      break;
    case Option.Channel:
      if (typeof value === 'string') return resolved.channel(value, option.channel_types);
      break;
    case Option.Attachment:
      if (typeof value === 'object') return await resolved.attachment(value, option.file_types);
      break;
  }
  throw new ImpossibleAction(`Option '${option.name}' does not take ${JSON.stringify(value)}`);
}

function checkedText(option: SandboxCommandOption, value: string): string {
  const min = Math.max(option.min_length ?? 0, 1);
  const max = option.max_length ?? MAX_TEXT_CHARACTERS;
  if (value.length < min || value.length > max) {
    throw new ImpossibleAction(
      `Option '${option.name}' takes ${min} to ${max} characters, not ${value.length}`,
    );
  }
  return checkedChoice(option, value);
}

function checkedNumber(option: SandboxCommandOption, value: number): number {
  const min = option.min_value ?? Number.MIN_SAFE_INTEGER;
  const max = option.max_value ?? Number.MAX_SAFE_INTEGER;
  if (value < min || value > max) {
    throw new ImpossibleAction(`Option '${option.name}' takes ${min} to ${max}, not ${value}`);
  }
  return checkedChoice(option, value);
}

function checkedChoice<T extends string | number>(option: SandboxCommandOption, value: T): T {
  const choices = option.choices ?? [];
  if (choices.length === 0 || choices.some((choice) => choice.value === value)) return value;
  const known = choices.map((choice) => choice.value).join(', ');
  throw new ImpossibleAction(`Option '${option.name}' takes one of ${known}, not ${value}`);
}

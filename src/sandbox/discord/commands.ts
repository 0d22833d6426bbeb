import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { type CommandBody, commandBody, type SandboxCommand } from './command-schema.ts';
import { refusal } from './errors.ts';
import type { EventHub } from './events.ts';
import { invalidForm, parseForm } from './form.ts';

/** How many commands of each type (1 chat input, 2 user, 3 message) a scope may have. */
const MAX_PER_TYPE = { 1: 100, 2: 15, 3: 15 } as const;

/** The commands of one scope: a guild's, or the global ones. */
export interface CommandScope {
  list(): readonly SandboxCommand[];
  get(id: string): SandboxCommand;
  /** PUT: everything that is not in the list goes. */
  overwrite(bodies: unknown): readonly SandboxCommand[];
  /** POST: replaces the command of that name and type. */
  upsert(body: unknown): { command: SandboxCommand; created: boolean };
  patch(id: string, changes: unknown): SandboxCommand;
  remove(id: string): void;
}

export interface CommandRegistry {
  /** Of a guild, or the global scope for `undefined`. */
  scope(guildId: string | undefined): CommandScope;
  /** What a member of a guild can use: its own commands hide global ones of the same name. */
  find(guildId: string, type: CommandBody['type'], name: string): SandboxCommand | undefined;
}

export function createCommandRegistry(snowflake: () => string, events: EventHub): CommandRegistry {
  const scopes = new Map<string | undefined, CommandScope>();
  const scope = (guildId: string | undefined): CommandScope => {
    const known = scopes.get(guildId) ?? createScope(guildId, snowflake, events);
    scopes.set(guildId, known);
    return known;
  };
  return {
    scope,
    find: (guildId, type, name) =>
      [...scope(guildId).list(), ...scope(undefined).list()].find(
        (command) => command.type === type && command.name === name,
      ),
  };
}

function createScope(guildId: string | undefined, snowflake: () => string, events: EventHub): CommandScope {
  let commands: readonly SandboxCommand[] = [];

  const replace = (next: readonly SandboxCommand[]) => {
    checkCounts(next);
    commands = next;
    events.emit({ type: 'commands-registered', guildId, commands });
  };

  /** The same name and type keep their id; a new version comes only with a change. */
  const settle = (body: CommandBody): SandboxCommand => {
    const old = commands.find(({ type, name }) => type === body.type && name === body.name);
    if (!old) return { ...body, id: snowflake(), version: snowflake(), guildId };
    const same = { ...body, id: old.id, version: old.version, guildId };
    return isDeepStrictEqual(old, same) ? old : { ...same, version: snowflake() };
  };

  const get = (id: string): SandboxCommand => {
    const command = commands.find((one) => one.id === id);
    if (!command) throw refusal('unknownCommand');
    return command;
  };

  return {
    list: () => commands,
    get,
    overwrite(bodies) {
      const parsed = parseForm(z.array(commandBody), bodies);
      checkNames(parsed);
      replace(parsed.map(settle));
      return commands;
    },
    upsert(body) {
      const command = settle(parseForm(commandBody, body));
      const created = !commands.some(({ id }) => id === command.id);
      replace([...commands.filter(({ id }) => id !== command.id), command]);
      return { command, created };
    },
    patch(id, changes) {
      const old = get(id);
      const body = parseForm(commandBody, { ...old, ...parseForm(z.looseObject({}), changes) });
      const command = { ...body, id, version: snowflake(), guildId };
      replace(commands.map((one) => (one === old ? command : one)));
      return command;
    },
    remove(id) {
      const old = get(id);
      replace(commands.filter((one) => one !== old));
    },
  };
}

function checkNames(bodies: readonly CommandBody[]): void {
  const seen = new Set<string>();
  const faults = bodies.flatMap(({ type, name }, index) => {
    const key = `${type} ${name}`;
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    const message = 'Application command names must be unique';
    return [{ path: [index, 'name'], code: 'APPLICATION_COMMANDS_DUPLICATE_NAME', message }];
  });
  if (faults.length > 0) throw invalidForm(faults);
}

function checkCounts(commands: readonly SandboxCommand[]): void {
  for (const type of [1, 2, 3] as const) {
    if (commands.filter((one) => one.type === type).length > MAX_PER_TYPE[type])
      throw refusal('tooManyCommands');
  }
}

import { ApplicationCommandOptionType as Option } from 'discord.js';
import type { z } from 'zod';
import type { SandboxCommandOption } from './command-schema.ts';
import { fault } from './form.ts';

const SUBCOMMANDS: ReadonlySet<number> = new Set([Option.Subcommand, Option.SubcommandGroup]);

/** Names once each, required ones first, subcommands where they may stand. */
export function checkOptions(
  options: readonly SandboxCommandOption[],
  parent: number | null,
  context: z.RefinementCtx,
): void {
  const seen = new Set<string>();
  let optionalSeen = false;
  options.forEach((value, index) => {
    if (seen.has(value.name)) {
      fault(
        context,
        ['options', index],
        'APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS',
        'Option name already exists',
      );
    }
    seen.add(value.name);
    if (value.required && optionalSeen) {
      const text = 'Required options must be placed before non-required options';
      fault(context, ['options', index], 'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID', text);
    }
    optionalSeen ||= !value.required;
    if (!mayHold(parent, value.type)) {
      fault(
        context,
        ['options', index, 'type'],
        'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
        'Option type cannot stand here',
      );
    }
  });
  const nested = options.filter(({ type }) => SUBCOMMANDS.has(type)).length;
  if (nested > 0 && nested < options.length) {
    const text = 'Sub-command and sub-command group option types are mutually exclusive to all other types';
    fault(context, ['options'], 'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID', text);
  }
}

function mayHold(parent: number | null, child: number): boolean {
  switch (parent) {
    case null:
      return true;
    case Option.SubcommandGroup:
      return child === Option.Subcommand;
    case Option.Subcommand:
      return !SUBCOMMANDS.has(child);
    default:
      return false;
  }
}

interface Sized {
  name: string;
  description?: string | null | undefined;
  name_localizations?: Record<string, string> | null | undefined;
  description_localizations?: Record<string, string> | null | undefined;
  choices?: SandboxCommandOption['choices'];
  options?: readonly SandboxCommandOption[] | null | undefined;
}

/** Name, description and values, where the longest translation counts. */
export function countCharacters(value: Sized): number {
  const own =
    longest(value.name, value.name_localizations) +
    longest(value.description ?? '', value.description_localizations);
  const choices = (value.choices ?? []).reduce(
    (sum, one) => sum + longest(one.name, one.name_localizations) + String(one.value).length,
    0,
  );
  return (value.options ?? []).reduce((sum, one) => sum + countCharacters(one), own + choices);
}

function longest(text: string, translations: Record<string, string> | null | undefined): number {
  return Math.max(text.length, ...Object.values(translations ?? {}).map(({ length }) => length));
}

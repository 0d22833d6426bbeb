import {
  type APIApplicationCommandBasicOption,
  ApplicationCommandOptionType,
  type Attachment,
  type ChatInputCommandInteraction,
} from 'discord.js';
import { type AttachedPicture, PICTURE_FILE_ENDINGS } from '../jobs/input-pictures.ts';
import { ExpectedError } from '../lib/errors.ts';
import { type ImageSlot, type VeoParameter, veoParameters } from '../veo/parameters.ts';
import { type GivenSettings, givenSettingsSchema } from '../veo/settings.ts';

/** The slash options of the parameter table, in its order. */
export const veoCommandOptions = (): APIApplicationCommandBasicOption[] =>
  veoParameters().flatMap(([, row]) => commandOptions(row));

function commandOptions(row: VeoParameter): APIApplicationCommandBasicOption[] {
  if (row.kind === 'images') {
    return row.options.map((name) => ({
      type: ApplicationCommandOptionType.Attachment,
      name,
      description: row.description,
      file_types: [...PICTURE_FILE_ENDINGS],
    }));
  }
  const common = { name: row.option, description: row.description };
  switch (row.kind) {
    case 'text':
      return [
        {
          ...common,
          type: ApplicationCommandOptionType.String,
          required: row.required,
          min_length: 1,
          max_length: row.maxLength,
          ...(row.option === 'prompt' ? { autocomplete: true as const } : {}),
        },
      ];
    case 'choice':
      return [choiceOption(common, row)];
    case 'flag':
      return [{ ...common, type: ApplicationCommandOptionType.Boolean }];
    case 'integer':
      return [
        { ...common, type: ApplicationCommandOptionType.Integer, min_value: row.min, max_value: row.max },
      ];
  }
}

function choiceOption(
  common: { name: string; description: string },
  { choices }: Extract<VeoParameter, { kind: 'choice' }>,
): APIApplicationCommandBasicOption {
  const named = choices.map((choice) => ({
    value: choice.value,
    name: 'label' in choice ? choice.label : String(choice.value),
  }));
  const numbers = named.flatMap(({ name, value }) => (typeof value === 'number' ? [{ name, value }] : []));
  if (numbers.length > 0) {
    return { ...common, type: ApplicationCommandOptionType.Integer, choices: numbers };
  }
  const texts = named.flatMap(({ name, value }) => (typeof value === 'string' ? [{ name, value }] : []));
  return { ...common, type: ApplicationCommandOptionType.String, choices: texts };
}

/**
 * Reads the parameter table's options from an interaction.
 * @throws ExpectedError for a value that the table does not allow: a client with an older list of choices may send one
 */
export function readVeoOptions(options: ChatInputCommandInteraction['options']): {
  settings: GivenSettings;
  pictures: AttachedPicture[];
} {
  const given: Record<string, unknown> = {};
  const pictures: AttachedPicture[] = [];
  for (const [name, row] of veoParameters()) {
    if (row.kind === 'images') {
      for (const slot of row.options) {
        const file = options.getAttachment(slot);
        if (file) pictures.push(attachedPicture(slot, file));
      }
      continue;
    }
    const value = options.get(row.option)?.value;
    if (value !== undefined) given[name] = value;
  }
  return { settings: checkedSettings(given), pictures };
}

/** A picture as Discord describes the file that a member attached. */
export const attachedPicture = (slot: ImageSlot, file: Attachment): AttachedPicture => ({
  slot,
  url: file.url,
  fileName: file.name,
  contentType: file.contentType ?? undefined,
  bytes: file.size,
  width: file.width ?? undefined,
  height: file.height ?? undefined,
});

/**
 * Checks what a member chose in a command or a form, by the names of the parameter table.
 * @throws ExpectedError for a value that the table does not allow
 */
export function checkedSettings(given: Record<string, unknown>): GivenSettings {
  const parsed = givenSettingsSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map(({ path }) => optionName(String(path[0])));
  throw new ExpectedError(
    'settings',
    `I cannot use the value of ${wrong.map((name) => `\`${name}\``).join(', ')}: choose another, and reload Discord if its list offers what I do not take.`,
  );
}

function optionName(parameter: string): string {
  const found = veoParameters().find(([name]) => name === parameter)?.[1];
  return found && 'option' in found ? found.option : parameter;
}

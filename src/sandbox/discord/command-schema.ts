import { ApplicationCommandType as Kind, ApplicationCommandOptionType as Option } from 'discord.js';
import { z } from 'zod';
import { checkOptions, countCharacters } from './command-rules.ts';
import { fault } from './form.ts';

const MAX_OPTIONS = 25;
const MAX_CHOICES = 25;
const MAX_CHARACTERS = 8000;
const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;

interface SandboxOptionChoice {
  name: string;
  value: string | number;
  name_localizations?: Record<string, string> | null | undefined;
}

export interface SandboxCommandOption {
  type: number;
  name: string;
  description: string;
  name_localizations?: Record<string, string> | null | undefined;
  description_localizations?: Record<string, string> | null | undefined;
  required?: boolean | null | undefined;
  autocomplete?: boolean | null | undefined;
  choices?: SandboxOptionChoice[] | null | undefined;
  channel_types?: number[] | null | undefined;
  min_value?: number | null | undefined;
  max_value?: number | null | undefined;
  min_length?: number | null | undefined;
  max_length?: number | null | undefined;
  file_types?: string[] | null | undefined;
  options?: SandboxCommandOption[] | null | undefined;
}

const name = z.string().superRefine((value, context) => {
  if (!NAME.test(value) || value !== value.toLowerCase()) {
    fault(context, [], 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid');
  }
});
const description = z.string().min(1).max(100);
const descriptions = z.record(z.string(), description).nullish();
const choiceName = z.string().min(1).max(100);

const choice = z.object({
  name: choiceName,
  value: z.union([z.string().min(1).max(100), z.number()]),
  name_localizations: z.record(z.string(), choiceName).nullish(),
});

const option: z.ZodType<SandboxCommandOption> = z
  .object({
    type: z.int().min(1).max(11),
    name,
    name_localizations: z.record(z.string(), name).nullish(),
    description,
    description_localizations: descriptions,
    required: z.boolean().nullish(),
    autocomplete: z.boolean().nullish(),
    choices: z.array(choice).max(MAX_CHOICES).nullish(),
    channel_types: z.array(z.int()).nullish(),
    min_value: z.number().nullish(),
    max_value: z.number().nullish(),
    min_length: z.int().min(0).max(6000).nullish(),
    max_length: z.int().min(1).max(6000).nullish(),
    file_types: z
      .array(z.string().regex(/^(image|video|audio|\.[a-z0-9]+)$/i))
      .max(10)
      .nullish(),
    get options() {
      return z.array(option).max(MAX_OPTIONS).nullish();
    },
  })
  .superRefine((value, context) => {
    if (value.autocomplete && value.choices?.length) {
      const text = 'Autocomplete and choices are mutually exclusive';
      fault(context, ['choices'], 'APPLICATION_COMMAND_OPTION_AUTOCOMPLETE_CHOICES', text);
    }
    const isText = value.type === Option.String;
    value.choices?.forEach((one, index) => {
      if ((typeof one.value === 'string') === isText) return;
      const text = 'The value does not fit the type of the option';
      fault(context, ['choices', index, 'value'], 'BASE_TYPE_BAD_TYPE', text);
    });
    checkOptions(value.options ?? [], value.type, context);
  });

const fields = {
  name_localizations: z.record(z.string(), z.string().min(1).max(32)).nullish(),
  description_localizations: descriptions,
  options: z.array(option).max(MAX_OPTIONS).nullish(),
  default_member_permissions: z.string().regex(/^\d+$/).nullish(),
  nsfw: z.boolean().nullish(),
  contexts: z.array(z.int().min(0).max(2)).nullish(),
  integration_types: z.array(z.int().min(0).max(1)).nullish(),
};

const chatInput = z
  .object({ ...fields, type: z.literal(Kind.ChatInput), name, description })
  .superRefine((value, context) => {
    checkOptions(value.options ?? [], null, context);
    const characters = countCharacters(value);
    if (characters <= MAX_CHARACTERS) return;
    fault(context, [], 'APPLICATION_COMMAND_TOO_LARGE', 'Command exceeds maximum size (8000)');
  });

const contextMenu = z
  .object({
    ...fields,
    type: z.literal([Kind.User, Kind.Message]),
    name: z.string().min(1).max(32),
    description: z.string().nullish(),
  })
  .superRefine((value, context) => {
    for (const field of ['description', 'options'] as const) {
      if (!value[field]?.length) continue;
      const text = `Context menu commands cannot have ${field}`;
      fault(context, [field], `APPLICATION_COMMAND_CONTEXT_MENU_CANNOT_HAVE_${field.toUpperCase()}`, text);
    }
  });

/** A command as the bot registers it. */
export const commandBody = z.preprocess(
  (value) =>
    typeof value === 'object' && value !== null && !('type' in value)
      ? { ...value, type: Kind.ChatInput }
      : value,
  z.discriminatedUnion('type', [chatInput, contextMenu]),
);

export type CommandBody = z.infer<typeof commandBody>;

/** A command as Discord keeps it. */
export type SandboxCommand = CommandBody & { id: string; version: string; guildId: string | undefined };

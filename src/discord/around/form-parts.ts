import {
  type APIModalInteractionResponseCallbackData,
  ComponentType,
  type ModalSubmitFields,
  TextInputStyle,
} from 'discord.js';
import type { Job } from '../../jobs/job.ts';
import { ExpectedError } from '../../lib/errors.ts';
import { presetOf, type SettingChoice } from './setting-choices.ts';

export type FormPart = APIModalInteractionResponseCallbackData['components'][number];

/** A text that may have several lines, as the table of parameters describes it. */
export const textPart = (
  label: string,
  id: string,
  { description, required, maxLength }: { description: string; required: boolean; maxLength: number },
  value: string | undefined,
): FormPart => ({
  type: ComponentType.Label,
  label,
  description,
  component: {
    type: ComponentType.TextInput,
    custom_id: id,
    style: TextInputStyle.Paragraph,
    required,
    max_length: maxLength,
    ...(value === undefined ? {} : { value }),
  },
});

/** Where there is nothing to choose from there is no part: Discord takes no radio group of one, and nobody needs it. */
export const menuPart = (
  label: string,
  id: string,
  choices: readonly SettingChoice[],
  job: Pick<Job, 'settings'>,
): FormPart[] =>
  choices.length < 2
    ? []
    : [
        {
          type: ComponentType.Label,
          label,
          component: { type: ComponentType.StringSelect, custom_id: id, options: optionsOf(choices, job) },
        },
      ];

export const radioPart = (
  label: string,
  id: string,
  choices: readonly SettingChoice[],
  job: Pick<Job, 'settings'>,
): FormPart[] =>
  choices.length < 2
    ? []
    : [
        {
          type: ComponentType.Label,
          label,
          component: { type: ComponentType.RadioGroup, custom_id: id, options: optionsOf(choices, job) },
        },
      ];

function optionsOf(choices: readonly SettingChoice[], { settings }: Pick<Job, 'settings'>) {
  const preset = presetOf(choices, settings);
  return choices.map((choice) => ({
    value: choice.value,
    label: choice.label,
    default: choice === preset,
  }));
}

/**
 * What was chosen in such a part; what there was no choice about where it was left out.
 * @throws ExpectedError for a choice that the server does not allow any more
 */
export function chosen(
  fields: ModalSubmitFields,
  id: string,
  choices: readonly SettingChoice[],
): SettingChoice['settings'] {
  const field = fields.fields.get(id);
  if (!field) return choices.length === 1 ? (choices[0]?.settings ?? {}) : {};
  const value = field.type === ComponentType.RadioGroup ? field.value : fields.getStringSelectValues(id)[0];
  const choice = choices.find((one) => one.value === value);
  if (choice) return choice.settings;
  throw new ExpectedError(
    'settings',
    'This server no longer allows what you chose: press the button again for a new form.',
  );
}

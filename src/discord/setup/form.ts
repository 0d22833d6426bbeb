import { type APIModalInteractionResponseCallbackData, ComponentType, TextInputStyle } from 'discord.js';
import { ExpectedError } from '../../lib/errors.ts';
import type { GuildSettings } from '../../moderation/guild-settings.ts';
import type { SettingsChanges } from '../../moderation/settings-store.ts';
import { settingTitle } from '../../moderation/settings-words.ts';
import { customId } from '../custom-id.ts';
import type { Section, TextField } from './field.ts';
import { SECTIONS } from './sections.ts';

const INPUT_MAX_LENGTH = 60;

/** The form in which a section's numbers are typed, filled in with what is set. */
export const sectionForm = (
  section: Section,
  settings: GuildSettings,
): APIModalInteractionResponseCallbackData => ({
  custom_id: customId('setup-edit', SECTIONS.indexOf(section)),
  title: section.title,
  components: section.texts.map((field) => {
    const value = field.typed(settings);
    return {
      type: ComponentType.Label,
      label: settingTitle(field.name),
      description: field.hint,
      component: {
        type: ComponentType.TextInput,
        custom_id: inputId(field, value),
        style: TextInputStyle.Short,
        required: false,
        max_length: INPUT_MAX_LENGTH,
        ...(value === '' ? {} : { value }),
      },
    };
  }),
});

/** The id carries what the form showed: what is left as it was must not undo what others have changed meanwhile. */
const inputId = ({ name }: Pick<TextField, 'name'>, shown: string): string => `${name}:${shown}`;

/**
 * What a submitted form asks to be changed: the inputs that do not stand as they were shown.
 * @throws ExpectedError that names every input that will not do
 */
export function readForm(
  { texts }: Section,
  inputs: Iterable<{ customId: string; value: string }>,
): SettingsChanges {
  const problems: string[] = [];
  let changes: SettingsChanges = {};
  for (const { customId: id, value } of inputs) {
    const typed = value.trim();
    const field = texts.find(({ name }) => id.startsWith(`${name}:`));
    if (!field || id === inputId(field, typed)) continue;
    try {
      changes = { ...changes, ...field.change(typed) };
    } catch (error) {
      if (!(error instanceof ExpectedError)) throw error;
      problems.push(error.message);
    }
  }
  if (problems.length > 0)
    throw new ExpectedError('setting', ['Nothing was changed.', ...problems].join('\n'));
  return changes;
}

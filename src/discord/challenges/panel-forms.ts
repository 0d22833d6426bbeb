import { createHash } from 'node:crypto';
import { type APIModalInteractionResponseCallbackData, ComponentType, TextInputStyle } from 'discord.js';
import type { Draft } from '../../challenges/editable.ts';
import { ExpectedError } from '../../lib/errors.ts';
import type { PanelForm, TypedField, TypingContext } from './panel-page.ts';

const MARK_LENGTH = 12;

/** A form of the panel, filled in with what is set. */
export const renderForm = (
  form: Pick<PanelForm, 'title' | 'inputs'>,
  id: string,
  draft: Draft | undefined,
  context: TypingContext,
): APIModalInteractionResponseCallbackData => ({
  custom_id: id,
  title: form.title,
  components: form.inputs.map((input) => {
    const value = draft === undefined ? '' : input.typed(draft, context);
    return {
      type: ComponentType.Label,
      label: input.label,
      description: input.hint,
      component: {
        type: ComponentType.TextInput,
        custom_id: inputId(input, value),
        style: input.isLong ? TextInputStyle.Paragraph : TextInputStyle.Short,
        required: input.isRequired === true,
        max_length: input.maxLength,
        ...(value === '' ? {} : { value }),
      },
    };
  }),
});

/** The id carries a mark of what the form showed: what is left as it was must not undo what others have changed meanwhile. */
export const inputId = ({ key }: Pick<TypedField, 'key'>, shown: string): string => `${key}:${mark(shown)}`;

const mark = (shown: string): string =>
  createHash('sha256').update(shown.replace(/\s+/g, ' ').trim()).digest('hex').slice(0, MARK_LENGTH);

/**
 * A draft with what was typed into a form, as far as it differs from what the form showed.
 * @throws ExpectedError that names every input that will not do
 */
export function withTyped(
  inputs: readonly TypedField[],
  typed: readonly { customId: string; value: string }[],
  before: Draft,
  context: TypingContext,
): Draft {
  const problems: string[] = [];
  let after = before;
  for (const { customId, value } of typed) {
    const text = value.trim();
    const input = inputs.find(({ key }) => customId.startsWith(`${key}:`));
    if (!input || customId === inputId(input, text)) continue;
    try {
      after = input.change(text, after, context);
    } catch (error) {
      if (!(error instanceof ExpectedError)) throw error;
      problems.push(error.message);
    }
  }
  if (problems.length > 0)
    throw new ExpectedError('setting', ['Nothing was changed.', ...problems].join('\n'));
  return after;
}

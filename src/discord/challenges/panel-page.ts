import type { ChallengeField, Draft } from '../../challenges/editable.ts';
import { type ChallengeSettings, challengeSettingsSchema } from '../../challenges/settings.ts';
import { type MenuField, menuFieldsOf } from '../menu-fields.ts';

/** What is typed and read depends on it. */
export interface TypingContext {
  timeZone: string;
  now: number;
}

/** What is typed into a form of the panel. */
export interface TypedField {
  /** In its custom id. */
  key: string;
  /** At most 45 characters. */
  label: string;
  /** What can be typed, and what nothing means: at most 100 characters. */
  hint: string;
  maxLength: number;
  /** Several lines. */
  isLong?: boolean;
  isRequired?: boolean;
  /** What stands in the form at first. */
  typed(draft: Draft, context: TypingContext): string;
  /**
   * @param text trimmed; empty for the default
   * @throws ExpectedError that says what to type
   */
  change(text: string, before: Draft, context: TypingContext): Draft;
}

export interface PanelForm {
  /** In custom ids; never given to another form. */
  name: string;
  /** On the button that opens it. */
  button: string;
  /** At most 45 characters. */
  title: string;
  /** What it changes: it cannot be opened when none of them can be changed any more. */
  fields: readonly ChallengeField[];
  /** At most five. */
  inputs: readonly TypedField[];
}

export interface PanelMenu extends MenuField<Draft, Draft> {
  field: ChallengeField;
}

/** A page of a challenge's panel. Its place in the list of pages is its name, so new ones go to the end. */
export interface PanelPage {
  title: string;
  /** What is behind it, in the list of pages. */
  description: string;
  /** What it shows. */
  fields: readonly ChallengeField[];
  menus: readonly PanelMenu[];
  /** At most four. */
  forms: readonly PanelForm[];
}

export const { oneOf, someOf, channelsField, rolesField } = menuFieldsOf<Draft, Draft>('/veo-challenge edit');

export const panelMenu = (field: ChallengeField, menu: MenuField<Draft, Draft>): PanelMenu => ({
  ...menu,
  field,
});

/** A draft with some settings changed; an undefined value is the default. */
export const withSettings = (
  before: Draft,
  changes: { [K in keyof ChallengeSettings]?: ChallengeSettings[K] | undefined },
): Draft => ({ ...before, settings: challengeSettingsSchema.parse({ ...before.settings, ...changes }) });

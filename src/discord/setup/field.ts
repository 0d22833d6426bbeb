import type { GuildSettings } from '../../moderation/guild-settings.ts';
import type { SettingsChanges } from '../../moderation/settings-store.ts';
import type { SettingName } from '../../moderation/settings-words.ts';
import type * as menus from '../menu-fields.ts';

/** A setting that is picked from a menu of the panel. */
export type MenuField = menus.MenuField<GuildSettings, SettingsChanges>;

/** A setting that is typed into the section's form. */
export interface TextField {
  name: SettingName;
  /** What can be typed, and what nothing means: at most 100 characters. */
  hint: string;
  /** What stands in the form at first. */
  typed(settings: GuildSettings): string;
  /**
   * @param text empty for the default
   * @throws ExpectedError that says what to type
   */
  change(text: string): SettingsChanges;
}

/** A page of the panel. */
export interface Section {
  title: string;
  /** What is behind it, in the list of sections. */
  description: string;
  /** The settings whose values it shows. */
  names: readonly SettingName[];
  menus: readonly MenuField[];
  /** At most five: a form holds no more. */
  texts: readonly TextField[];
}

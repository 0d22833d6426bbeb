import type { APISelectMenuComponent } from 'discord.js';
import type { GuildSettings } from '../../moderation/guild-settings.ts';
import type { SettingsChanges } from '../../moderation/settings-store.ts';
import type { SettingName } from '../../moderation/settings-words.ts';

/** A setting that is picked from a menu of the panel. */
export interface MenuField {
  /** In its menu's custom id. Never given to another setting: panels outlive the bot that showed them. */
  number: number;
  title: string;
  /** What it does, in a sentence. */
  hint: string;
  /** The menu, with what is set picked already. Picking nothing is taking the default. */
  menu(settings: GuildSettings, customId: string): APISelectMenuComponent;
  /** @throws ExpectedError for what cannot be picked */
  change(picked: readonly string[], before: GuildSettings): SettingsChanges;
}

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

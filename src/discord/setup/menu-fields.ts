import {
  type APISelectMenuComponent,
  type APISelectMenuOption,
  ChannelType,
  ComponentType,
  SelectMenuDefaultValueType,
} from 'discord.js';
import { ExpectedError } from '../../lib/errors.ts';
import type { GuildSettings } from '../../moderation/guild-settings.ts';
import type { SettingsChanges } from '../../moderation/settings-store.ts';
import type { MenuField } from './field.ts';

type About = Pick<MenuField, 'number' | 'title' | 'hint'>;

interface Choice<V> {
  value: V;
  label: string;
  description?: string;
}

/** Channels in which the bot can post messages, and threads under them. */
export const CHANNEL_TYPES: readonly ChannelType[] = [ChannelType.GuildText, ChannelType.GuildAnnouncement];

/** One of several values, or the default. */
export function oneOf<V extends string | number | boolean>(
  about: About & {
    choices: readonly Choice<V>[];
    /** Shown while nothing is picked. */
    placeholder: string;
    of: (settings: GuildSettings) => V | undefined;
    set: (value: V | undefined, before: GuildSettings) => SettingsChanges;
  },
): MenuField {
  const { choices, of, set, placeholder } = about;
  return {
    ...aboutOf(about),
    menu: (settings, customId) => {
      const value = of(settings);
      return choiceMenu(customId, placeholder, choices, value === undefined ? [] : [value], 1);
    },
    change: (picked, before) => set(valuesOf(choices, picked)[0], before),
  };
}

/** Any of several values; none of them is the default. */
export function someOf<V extends string | number>(
  about: About & {
    choices: readonly Choice<V>[];
    placeholder: string;
    of: (settings: GuildSettings) => readonly V[];
    set: (values: V[]) => SettingsChanges;
  },
): MenuField {
  const { choices, of, set, placeholder } = about;
  return {
    ...aboutOf(about),
    menu: (settings, customId) => choiceMenu(customId, placeholder, choices, of(settings), choices.length),
    change: (picked) => set(valuesOf(choices, picked)),
  };
}

/** At most so many channels. */
export function channelsField(
  about: About & {
    placeholder: string;
    max: number;
    of: (settings: GuildSettings) => readonly string[];
    set: (ids: readonly string[], before: GuildSettings) => SettingsChanges;
  },
): MenuField {
  const { of, set, max, placeholder } = about;
  return {
    ...aboutOf(about),
    menu: (settings, customId) => ({
      type: ComponentType.ChannelSelect,
      custom_id: customId,
      placeholder,
      channel_types: [...CHANNEL_TYPES],
      min_values: 0,
      max_values: max,
      default_values: of(settings).map((id) => ({ id, type: SelectMenuDefaultValueType.Channel })),
    }),
    change: set,
  };
}

export function roleField(
  about: About & {
    placeholder: string;
    of: (settings: GuildSettings) => string | undefined;
    set: (id: string | undefined) => SettingsChanges;
  },
): MenuField {
  const { of, set, placeholder } = about;
  return {
    ...aboutOf(about),
    menu: (settings, customId) => {
      const id = of(settings);
      return {
        type: ComponentType.RoleSelect,
        custom_id: customId,
        placeholder,
        min_values: 0,
        max_values: 1,
        default_values: id === undefined ? [] : [{ id, type: SelectMenuDefaultValueType.Role }],
      };
    },
    change: (picked) => set(picked[0]),
  };
}

const aboutOf = ({ number, title, hint }: About): About => ({ number, title, hint });

function choiceMenu<V extends string | number | boolean>(
  customId: string,
  placeholder: string,
  choices: readonly Choice<V>[],
  chosen: readonly V[],
  max: number,
): APISelectMenuComponent {
  return {
    type: ComponentType.StringSelect,
    custom_id: customId,
    placeholder,
    min_values: 0,
    max_values: max,
    options: choices.map(
      ({ value, ...shown }): APISelectMenuOption => ({
        ...shown,
        value: String(value),
        default: chosen.includes(value),
      }),
    ),
  };
}

const valuesOf = <V extends string | number | boolean>(
  choices: readonly Choice<V>[],
  picked: readonly string[],
): V[] =>
  picked.map((text) => {
    const choice = choices.find(({ value }) => String(value) === text);
    if (choice) return choice.value;
    throw new ExpectedError(
      'setting',
      'That choice does not exist any more: open `/veo-setup` anew and pick another.',
    );
  });

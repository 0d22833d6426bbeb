import {
  type APISelectMenuComponent,
  type APISelectMenuOption,
  type ChannelType,
  ComponentType,
  SelectMenuDefaultValueType,
} from 'discord.js';
import { ExpectedError } from '../lib/errors.ts';

/**
 * A setting that is picked from a menu of a panel.
 * @typeParam S what is set
 * @typeParam C what a pick makes of it
 */
export interface MenuField<S, C> {
  /** In its menu's custom id. Never given to another setting: panels outlive the bot that showed them. */
  number: number;
  title: string;
  /** What it does, in a sentence. */
  hint: string;
  /** The menu, with what is set picked already. Picking nothing is taking the default. */
  menu(settings: S, customId: string): APISelectMenuComponent;
  /** @throws ExpectedError for what cannot be picked */
  change(picked: readonly string[], before: S): C;
}

type About = Pick<MenuField<never, never>, 'number' | 'title' | 'hint'>;

interface Choice<V> {
  value: V;
  label: string;
  description?: string;
}

interface ChoiceMenu<V> extends About {
  choices: readonly Choice<V>[];
  /** Shown while nothing is picked. */
  placeholder: string;
}

interface EntityMenu<S, C> extends About {
  placeholder: string;
  max: number;
  of: (settings: S) => readonly string[];
  set: (ids: readonly string[], before: S) => C;
}

/**
 * The menus of one panel.
 * @param command opens the panel anew
 */
export function menuFieldsOf<S, C>(command: string) {
  const valuesOf = <V extends string | number | boolean>(
    choices: readonly Choice<V>[],
    picked: readonly string[],
  ): V[] =>
    picked.map((text) => {
      const choice = choices.find(({ value }) => String(value) === text);
      if (choice) return choice.value;
      throw new ExpectedError(
        'setting',
        `That choice does not exist any more: open \`${command}\` anew and pick another.`,
      );
    });

  return {
    /** One of several values, or the default. */
    oneOf: <V extends string | number | boolean>(
      about: ChoiceMenu<V> & {
        of: (settings: S) => V | undefined;
        set: (value: V | undefined, before: S) => C;
      },
    ): MenuField<S, C> => {
      const { choices, of, set, placeholder } = about;
      return {
        ...aboutOf(about),
        menu: (settings, customId) => {
          const value = of(settings);
          return choiceMenu(customId, placeholder, choices, value === undefined ? [] : [value], 1);
        },
        change: (picked, before) => set(valuesOf(choices, picked)[0], before),
      };
    },

    /** Any of several values; none of them is the default. */
    someOf: <V extends string | number>(
      about: ChoiceMenu<V> & {
        of: (settings: S) => readonly V[];
        set: (values: V[], before: S) => C;
      },
    ): MenuField<S, C> => {
      const { choices, of, set, placeholder } = about;
      return {
        ...aboutOf(about),
        menu: (settings, customId) =>
          choiceMenu(customId, placeholder, choices, of(settings), choices.length),
        change: (picked, before) => set(valuesOf(choices, picked), before),
      };
    },

    /** At most so many channels. */
    channelsField: (about: EntityMenu<S, C> & { types: readonly ChannelType[] }): MenuField<S, C> => {
      const { of, set, max, placeholder, types } = about;
      return {
        ...aboutOf(about),
        menu: (settings, customId) => ({
          type: ComponentType.ChannelSelect,
          custom_id: customId,
          placeholder,
          channel_types: [...types],
          min_values: 0,
          max_values: max,
          default_values: of(settings).map((id) => ({ id, type: SelectMenuDefaultValueType.Channel })),
        }),
        change: set,
      };
    },

    /** At most so many roles. */
    rolesField: (about: EntityMenu<S, C>): MenuField<S, C> => {
      const { of, set, max, placeholder } = about;
      return {
        ...aboutOf(about),
        menu: (settings, customId) => ({
          type: ComponentType.RoleSelect,
          custom_id: customId,
          placeholder,
          min_values: 0,
          max_values: max,
          default_values: of(settings).map((id) => ({ id, type: SelectMenuDefaultValueType.Role })),
        }),
        change: set,
      };
    },
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

import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APISelectMenuComponent,
  type APITextDisplayComponent,
  ButtonStyle,
  ComponentType,
} from 'discord.js';
import type { GuildSettings } from '../../moderation/guild-settings.ts';
import {
  isDefaultSetting,
  type SettingName,
  settingText,
  settingTitle,
} from '../../moderation/settings-words.ts';
import { customId } from '../custom-id.ts';
import { cut } from '../text.ts';
import type { MenuField, Section } from './field.ts';
import { SECTIONS } from './sections.ts';

/** The panel's message, in Discord's second layout: texts and rows, one below the other. */
export type PanelParts = (
  | APITextDisplayComponent
  | APIActionRowComponent<APIButtonComponentWithCustomId | APISelectMenuComponent>
)[];

/** All texts of a message together may have 4000 characters. */
const NOTE_MAX_LENGTH = 1_500;

/** The panel's first page: everything that is set, and where to change it. */
export const renderOverview = (settings: GuildSettings): PanelParts => [
  text(
    [
      '## Settings of this server',
      ...SECTIONS.flatMap(({ title, names }) => [
        `### ${title}`,
        ...names.map((name) => valueLine(settings, name)),
      ]),
    ].join('\n'),
  ),
  row({
    type: ComponentType.StringSelect,
    custom_id: customId('setup'),
    placeholder: 'What do you want to change?',
    options: SECTIONS.map(({ title, description }, index) => ({
      label: title,
      value: String(index),
      description,
    })),
  }),
  row(checkButton()),
];

/** A page of the panel. @param note what was saved just now */
export const renderSection = (section: Section, settings: GuildSettings, note?: string): PanelParts => [
  text(
    [
      `## ${section.title}`,
      ...section.names.map((name) => valueLine(settings, name)),
      ...(note === undefined ? [] : ['', cut(note, NOTE_MAX_LENGTH)]),
    ].join('\n'),
  ),
  ...section.menus.flatMap((field) => menuParts(field, settings)),
  row(
    ...(section.texts.length === 0
      ? []
      : [button('setup-edit', 'Edit numbers', ButtonStyle.Primary, SECTIONS.indexOf(section))]),
    button('setup', 'Back'),
    checkButton(),
  ),
];

function valueLine(settings: GuildSettings, name: SettingName): string {
  const value = settingText(settings, name);
  return `${settingTitle(name)}: ${isDefaultSetting(settings, name) ? `${value} *(default)*` : `**${value}**`}`;
}

const menuParts = (field: MenuField, settings: GuildSettings): PanelParts => [
  text(`**${field.title}**\n-# ${field.hint}`),
  row(field.menu(settings, customId('setup-set', field.number))),
];

const text = (content: string): APITextDisplayComponent => ({ type: ComponentType.TextDisplay, content });

const row = (
  ...components: (APIButtonComponentWithCustomId | APISelectMenuComponent)[]
): APIActionRowComponent<APIButtonComponentWithCustomId | APISelectMenuComponent> => ({
  type: ComponentType.ActionRow,
  components,
});

function button(
  action: 'setup' | 'setup-edit' | 'setup-check',
  label: string,
  style: APIButtonComponentWithCustomId['style'] = ButtonStyle.Secondary,
  id = 0,
): APIButtonComponentWithCustomId {
  return { type: ComponentType.Button, custom_id: customId(action, id), label, style };
}

const checkButton = (): APIButtonComponentWithCustomId => button('setup-check', 'Check');

import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APISelectMenuComponent,
  type APITextDisplayComponent,
  ButtonStyle,
  ComponentType,
} from 'discord.js';
import { type ComponentAction, customId } from '../custom-id.ts';

type PanelRow = APIActionRowComponent<APIButtonComponentWithCustomId | APISelectMenuComponent>;
/** A panel's message, in Discord's second layout: texts and rows, one below the other. */
export type ChallengePanel = (APITextDisplayComponent | PanelRow)[];

/** All texts of a message together may have 4000 characters. */
export const PANEL_TEXT_MAX_LENGTH = 3_900;

export const text = (content: string): APITextDisplayComponent => ({
  type: ComponentType.TextDisplay,
  content,
});

export const row = (...components: PanelRow['components']): PanelRow => ({
  type: ComponentType.ActionRow,
  components,
});

export const button = (
  action: ComponentAction,
  label: string,
  id = 0,
  argument?: string,
  style: APIButtonComponentWithCustomId['style'] = ButtonStyle.Secondary,
): APIButtonComponentWithCustomId => ({
  type: ComponentType.Button,
  custom_id: customId(action, id, argument),
  label,
  style,
});

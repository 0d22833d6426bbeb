import { type APIButtonComponentWithCustomId, type ButtonStyle, ComponentType } from 'discord.js';
import { type ComponentAction, customId } from '../custom-id.ts';

/** A button of a moderators' message. @param id what its custom id carries */
export const moderatorsButton = (
  action: ComponentAction,
  id: number,
  label: string,
  style: ButtonStyle.Primary | ButtonStyle.Secondary | ButtonStyle.Success | ButtonStyle.Danger,
): APIButtonComponentWithCustomId => ({
  type: ComponentType.Button,
  custom_id: customId(action, id),
  label,
  style,
});

import { ChannelType } from 'discord.js';
import type { GuildSettings } from '../../moderation/guild-settings.ts';
import type { SettingsChanges } from '../../moderation/settings-store.ts';
import { menuFieldsOf } from '../menu-fields.ts';
import type { MenuField } from './field.ts';

/** Channels in which the bot can post messages, and threads under them. */
export const CHANNEL_TYPES: readonly ChannelType[] = [ChannelType.GuildText, ChannelType.GuildAnnouncement];

const fields = menuFieldsOf<GuildSettings, SettingsChanges>('/veo-setup');

export const { oneOf, someOf } = fields;

/** At most so many channels. */
export const channelsField = (about: Omit<Parameters<typeof fields.channelsField>[0], 'types'>): MenuField =>
  fields.channelsField({ ...about, types: CHANNEL_TYPES });

export const roleField = (
  about: Pick<MenuField, 'number' | 'title' | 'hint'> & {
    placeholder: string;
    of: (settings: GuildSettings) => string | undefined;
    set: (id: string | undefined) => SettingsChanges;
  },
): MenuField =>
  fields.rolesField({
    ...about,
    max: 1,
    of: (settings) => {
      const id = about.of(settings);
      return id === undefined ? [] : [id];
    },
    set: ([id]) => about.set(id),
  });

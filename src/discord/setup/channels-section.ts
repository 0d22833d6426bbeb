import { SETTING_CHANNELS_MAX } from '../../moderation/guild-settings.ts';
import type { Section } from './field.ts';
import { channelsField } from './menu-fields.ts';

export const channelsSection: Section = {
  title: 'Channels',
  description: 'Where videos may be asked for',
  names: ['channelIds'],
  menus: [
    channelsField({
      number: 1,
      title: 'Where `/veo` may be used',
      hint: 'In these channels and their threads. Pick none to allow all.',
      placeholder: 'All channels',
      max: SETTING_CHANNELS_MAX,
      of: ({ channelIds }) => channelIds,
      set: (ids) => ({ channelIds: [...ids] }),
    }),
  ],
  texts: [],
};

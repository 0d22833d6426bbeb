import { AUDIO_POLICIES, DURATIONS, RESOLUTIONS } from '../../moderation/guild-settings.ts';
import type { Section } from './field.ts';
import { oneOf, someOf } from './menu-fields.ts';

const SIZES = RESOLUTIONS.map((value) => ({ value, label: value }));
const LENGTHS = DURATIONS.map((value) => ({ value, label: `${value} seconds` }));
const SOUND = { free: 'As its author likes', always: 'Always', never: 'Never' };

export const limitsSection: Section = {
  title: 'Limits of a video',
  description: 'Size, length, sound and pictures: what is usual, and what is allowed',
  names: ['defaults', 'resolutions', 'durations', 'audio', 'picturesAllowed'],
  menus: [
    oneOf({
      number: 4,
      title: 'Usual size',
      hint: 'Where an author chooses none. Pick none for the bot’s own default.',
      placeholder: 'The bot’s',
      choices: SIZES,
      of: ({ defaults }) => defaults.resolution,
      set: (resolution, { defaults }) => ({ defaults: { ...defaults, resolution } }),
    }),
    oneOf({
      number: 5,
      title: 'Usual length',
      hint: 'Where an author chooses none. Pick none for the bot’s own default.',
      placeholder: 'The bot’s',
      choices: LENGTHS,
      of: ({ defaults }) => defaults.duration,
      set: (duration, { defaults }) => ({ defaults: { ...defaults, duration } }),
    }),
    someOf({
      number: 6,
      title: 'Allowed sizes',
      hint: 'Larger ones cost more. Pick none to allow all.',
      placeholder: 'All sizes',
      choices: SIZES,
      of: ({ resolutions }) => resolutions,
      set: (resolutions) => ({ resolutions }),
    }),
    someOf({
      number: 7,
      title: 'Allowed lengths',
      hint: 'Longer ones cost more; reference pictures need 8 seconds. Pick none to allow all.',
      placeholder: 'All lengths',
      choices: LENGTHS,
      of: ({ durations }) => durations,
      set: (durations) => ({ durations }),
    }),
    oneOf({
      number: 8,
      title: 'Sound',
      hint: 'Videos without sound cost less.',
      placeholder: SOUND.free,
      choices: AUDIO_POLICIES.map((value) => ({ value, label: SOUND[value] })),
      of: ({ audio }) => audio,
      set: (audio) => ({ audio }),
    }),
    oneOf({
      number: 9,
      title: 'Pictures',
      hint: 'Whether authors may give pictures to make a video from.',
      placeholder: 'Allowed',
      choices: [
        { value: true, label: 'Allowed' },
        { value: false, label: 'Not allowed' },
      ],
      of: ({ picturesAllowed }) => picturesAllowed,
      set: (picturesAllowed) => ({ picturesAllowed }),
    }),
  ],
  texts: [],
};

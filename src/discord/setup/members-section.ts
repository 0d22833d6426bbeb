import { NOTIFY_MODES, REMIX_RULES } from '../../moderation/guild-settings.ts';
import { LANGUAGE_NAMES, LANGUAGES } from '../../moderation/language.ts';
import type { Section } from './field.ts';
import { oneOf } from './menu-fields.ts';

const REMIX = { everyone: 'Everyone', owner: 'The author of the video', moderators: 'Moderators' };
const NOTIFY = { ping: 'Mention its author', dm: 'Direct message', silent: 'Tell nobody' };

export const membersSection: Section = {
  title: 'Members',
  description: 'Who may press Again and Edit, how authors are told, in which language',
  names: ['remixBy', 'notify', 'language'],
  menus: [
    oneOf({
      number: 17,
      title: 'Again and Edit',
      hint: 'Who may press these buttons on a finished video.',
      placeholder: REMIX.everyone,
      choices: REMIX_RULES.map((value) => ({ value, label: REMIX[value] })),
      of: ({ remixBy }) => remixBy,
      set: (remixBy) => ({ remixBy }),
    }),
    oneOf({
      number: 18,
      title: 'When a video is ready',
      hint: 'How its author gets to know.',
      placeholder: NOTIFY.ping,
      choices: NOTIFY_MODES.map((value) => ({ value, label: NOTIFY[value] })),
      of: ({ notify }) => notify,
      set: (notify) => ({ notify }),
    }),
    oneOf({
      number: 19,
      title: 'Language',
      hint: 'Of cards, results and direct messages. Private answers, moderators’ texts and commands stay English.',
      placeholder: LANGUAGE_NAMES.en,
      choices: LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] })),
      of: ({ language }) => language,
      set: (language) => ({ language }),
    }),
  ],
  texts: [],
};

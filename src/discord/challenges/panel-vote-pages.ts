import { CHALLENGE_BOUNDS } from '../../challenges/settings.ts';
import { TIE_RULES, VOTING_METHODS } from '../../challenges/tally.ts';
import { scheduleOf, timesOf } from '../../challenges/times.ts';
import { oneOf, type PanelPage, panelMenu, rolesField, withSettings } from './panel-page.ts';
import { wholeNumber } from './panel-typed.ts';
import { METHOD_NAMES, TIE_NAMES } from './panel-words.ts';

export const votingPage: PanelPage = {
  title: 'Voting',
  description: 'How members vote, what decides a tie, names, review by moderators',
  fields: ['method', 'minRatings', 'ties', 'anonymous', 'reviewHours'],
  menus: [
    panelMenu(
      'method',
      oneOf({
        number: 9,
        title: 'Voting',
        hint: 'What a member’s ballot holds. It can be changed until votes are in.',
        placeholder: METHOD_NAMES.stars,
        choices: VOTING_METHODS.map((value) => ({ value, label: METHOD_NAMES[value] })),
        of: ({ settings }) => settings.method,
        set: (method, before) => withSettings(before, { method }),
      }),
    ),
    panelMenu(
      'ties',
      oneOf({
        number: 10,
        title: 'Ties',
        hint: 'What decides between entries with the same score.',
        placeholder: TIE_NAMES.order,
        choices: TIE_RULES.map((value) => ({ value, label: TIE_NAMES[value] })),
        of: ({ settings }) => settings.ties,
        set: (ties, before) => withSettings(before, { ties }),
      }),
    ),
    panelMenu(
      'anonymous',
      oneOf({
        number: 11,
        title: 'Names',
        hint: 'Who made which entry.',
        placeholder: 'Hidden until the end',
        choices: [
          { value: true, label: 'Hidden until the end' },
          { value: false, label: 'Shown' },
        ],
        of: ({ settings }) => settings.anonymous,
        set: (anonymous, before) => withSettings(before, { anonymous }),
      }),
    ),
  ],
  forms: [
    {
      name: 'votes',
      button: 'Ratings and review',
      title: 'Ratings and review',
      fields: ['minRatings', 'reviewHours'],
      inputs: [
        wholeNumber({
          key: 'ratings',
          label: 'With stars: ratings an entry needs',
          empty: '3',
          bounds: CHALLENGE_BOUNDS.minRatings,
          of: ({ settings }) => settings.minRatings,
          set: (minRatings, before) => withSettings(before, { minRatings }),
        }),
        wholeNumber({
          key: 'review',
          label: 'Hours for moderators to review entries',
          empty: 'no review',
          bounds: CHALLENGE_BOUNDS.reviewHours,
          of: ({ settings }) => settings.reviewHours,
          set: (reviewHours, before) => ({
            ...withSettings(before, { reviewHours }),
            schedule: scheduleOf(timesOf(before.schedule), reviewHours),
          }),
        }),
      ],
    },
  ],
};

export const announcementPage: PanelPage = {
  title: 'Announcement',
  description: 'A role to ping, a Discord event, a thread for talk and entries',
  fields: ['pingRoleId', 'scheduledEvent', 'thread'],
  menus: [
    panelMenu(
      'pingRoleId',
      rolesField({
        number: 15,
        title: 'Role to ping',
        hint: 'Pinged once, with the announcement.',
        placeholder: 'Nobody',
        max: 1,
        of: ({ settings: { pingRoleId } }) => (pingRoleId === undefined ? [] : [pingRoleId]),
        set: ([pingRoleId], before) => withSettings(before, { pingRoleId }),
      }),
    ),
    panelMenu(
      'scheduledEvent',
      oneOf({
        number: 16,
        title: 'Discord event',
        hint: 'The challenge in the server’s list of events.',
        placeholder: 'No',
        choices: [
          { value: true, label: 'Yes' },
          { value: false, label: 'No' },
        ],
        of: ({ settings }) => settings.scheduledEvent,
        set: (scheduledEvent, before) => withSettings(before, { scheduledEvent }),
      }),
    ),
    panelMenu(
      'thread',
      oneOf({
        number: 17,
        title: 'Thread',
        hint: 'For talk and for the entries. A forum post is one already; a thread can have none.',
        placeholder: 'Under the announcement',
        choices: [
          { value: true, label: 'Under the announcement' },
          { value: false, label: 'None: entries are shown in the channel' },
        ],
        of: ({ settings }) => settings.thread,
        set: (thread, before) => withSettings(before, { thread }),
      }),
    ),
  ],
  forms: [],
};

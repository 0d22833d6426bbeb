import { CHALLENGE_BOUNDS } from '../../challenges/settings.ts';
import { type PanelPage, panelMenu, rolesField, withSettings } from './panel-page.ts';
import { wholeNumber } from './panel-typed.ts';

/** As many as one of Discord's menus holds. */
const ROLES_MAX = 25;

export const membersPage: PanelPage = {
  title: 'Who takes part',
  description: 'Roles that may enter or vote, age of accounts, days in the server',
  fields: ['entrantRoleIds', 'voterRoleIds', 'minAccountDays', 'minMemberDays'],
  menus: [
    panelMenu(
      'entrantRoleIds',
      rolesField({
        number: 7,
        title: 'Who may enter',
        hint: 'Members with one of these roles. Pick none for everyone.',
        placeholder: 'Everyone',
        max: ROLES_MAX,
        of: ({ settings }) => settings.entrantRoleIds,
        set: (ids, before) => withSettings(before, { entrantRoleIds: [...ids] }),
      }),
    ),
    panelMenu(
      'voterRoleIds',
      rolesField({
        number: 8,
        title: 'Who may vote',
        hint: 'Members with one of these roles. Pick none for everyone.',
        placeholder: 'Everyone',
        max: ROLES_MAX,
        of: ({ settings }) => settings.voterRoleIds,
        set: (ids, before) => withSettings(before, { voterRoleIds: [...ids] }),
      }),
    ),
  ],
  forms: [
    {
      name: 'ages',
      button: 'Age and days',
      title: 'Age and days',
      fields: ['minAccountDays', 'minMemberDays'],
      inputs: [
        wholeNumber({
          key: 'account-days',
          label: 'Account is at least so many days old',
          empty: 'any age',
          bounds: CHALLENGE_BOUNDS.minDays,
          of: ({ settings }) => settings.minAccountDays,
          set: (minAccountDays, before) => withSettings(before, { minAccountDays }),
        }),
        wholeNumber({
          key: 'member-days',
          label: 'In the server for at least so many days',
          empty: 'any time',
          bounds: CHALLENGE_BOUNDS.minDays,
          of: ({ settings }) => settings.minMemberDays,
          set: (minMemberDays, before) => withSettings(before, { minMemberDays }),
        }),
      ],
    },
  ],
};

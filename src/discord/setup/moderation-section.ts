import {
  APPROVAL_MODES,
  DEFAULT_GUILD_SETTINGS,
  SETTING_BOUNDS,
  SPOILER_POLICIES,
} from '../../moderation/guild-settings.ts';
import type { Section } from './field.ts';
import { channelsField, oneOf, roleField } from './menu-fields.ts';
import { wholeNumberField } from './text-fields.ts';

const APPROVAL = { off: 'Off', 'new-members': 'Videos of new members', all: 'Every video' };
const SPOILERS = { member: 'As the author likes', always: 'Always', never: 'Never' };

export const moderationSection: Section = {
  title: 'Moderation',
  description: 'Moderators and hosts, their channels, approval, spoilers, age restriction',
  names: [
    'moderatorRoleId',
    'hostRoleId',
    'logChannelId',
    'moderatorsChannelId',
    'approval',
    'newMemberDays',
    'spoilers',
    'ageRestrictedOnly',
  ],
  menus: [
    roleField({
      number: 10,
      title: 'Moderator role',
      hint: 'Its members may use `/veo-mod`, as those with Manage Server may. Only the latter change settings.',
      placeholder: 'No role',
      of: ({ moderatorRoleId }) => moderatorRoleId,
      set: (moderatorRoleId) => ({ moderatorRoleId }),
    }),
    roleField({
      number: 20,
      title: 'Host role',
      hint: 'Its members run challenges with `/veo-challenge`; without one, members with Manage Events do.',
      placeholder: 'Members with Manage Events',
      of: ({ hostRoleId }) => hostRoleId,
      set: (hostRoleId) => ({ hostRoleId }),
    }),
    channelsField({
      number: 11,
      title: 'Log channel',
      hint: 'Cases, reports and budget warnings are posted there.',
      placeholder: 'No log',
      max: 1,
      of: ({ logChannelId }) => (logChannelId === undefined ? [] : [logChannelId]),
      set: ([logChannelId]) => ({ logChannelId }),
    }),
    channelsField({
      number: 12,
      title: 'Moderators’ channel',
      hint: 'Videos wait there for approval, entries for review; in the log channel where there is none.',
      placeholder: 'The log channel',
      max: 1,
      of: ({ moderatorsChannelId }) => (moderatorsChannelId === undefined ? [] : [moderatorsChannelId]),
      set: ([moderatorsChannelId]) => ({ moderatorsChannelId }),
    }),
    oneOf({
      number: 13,
      title: 'Approval',
      hint: 'Which videos wait for a moderator’s yes. Nothing is charged before it.',
      placeholder: APPROVAL.off,
      choices: APPROVAL_MODES.map((value) => ({ value, label: APPROVAL[value] })),
      of: ({ approval }) => approval,
      set: (approval) => ({ approval }),
    }),
    oneOf({
      number: 14,
      title: 'Spoilers',
      hint: 'Whether videos are hidden until somebody clicks them.',
      placeholder: SPOILERS.member,
      choices: SPOILER_POLICIES.map((value) => ({ value, label: SPOILERS[value] })),
      of: ({ spoilers }) => spoilers,
      set: (spoilers) => ({ spoilers }),
    }),
    oneOf({
      number: 15,
      title: 'Age-restricted channels',
      hint: 'Whether videos may be asked for only there.',
      placeholder: 'All channels',
      choices: [
        { value: false, label: 'All channels' },
        { value: true, label: 'Only age-restricted channels' },
      ],
      of: ({ ageRestrictedOnly }) => ageRestrictedOnly,
      set: (ageRestrictedOnly) => ({ ageRestrictedOnly }),
    }),
  ],
  texts: [
    wholeNumberField(
      {
        name: 'newMemberDays',
        empty: `${DEFAULT_GUILD_SETTINGS.newMemberDays} days`,
        set: (newMemberDays) => ({ newMemberDays }),
      },
      SETTING_BOUNDS.newMemberDays,
    ),
  ],
};

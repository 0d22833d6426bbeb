import { amountText } from '../quota/limit.ts';
import { DEFAULT_GUILD_SETTINGS, type GuildSettings } from './guild-settings.ts';
import { LANGUAGE_NAMES } from './language.ts';

export type SettingName = keyof GuildSettings;

/** What a setting is called, and how its value is spoken of. */
interface Words {
  title: string;
  say(settings: GuildSettings): string;
}

const WORDS: Readonly<Record<SettingName, Words>> = {
  channelIds: {
    title: 'Channels for videos',
    say: ({ channelIds }) => channelIds.map(channelText).join(', ') || 'all channels',
  },
  results: { title: 'Results go', say: ({ results }) => placeText(results) },
  logChannelId: { title: 'Log channel', say: ({ logChannelId }) => channelText(logChannelId) },
  moderatorsChannelId: {
    title: 'Moderators’ channel',
    say: ({ moderatorsChannelId }) => channelText(moderatorsChannelId),
  },
  moderatorRoleId: {
    title: 'Moderator role',
    say: ({ moderatorRoleId: id }) => (id === undefined ? 'none' : `<@&${id}>`),
  },
  hostRoleId: {
    title: 'Host role',
    say: ({ hostRoleId: id }) => (id === undefined ? 'none: members with Manage Events' : `<@&${id}>`),
  },
  defaults: { title: 'Defaults', say: ({ defaults }) => defaultsText(defaults) },
  resolutions: { title: 'Sizes', say: ({ resolutions }) => resolutions.join(', ') || 'all' },
  durations: { title: 'Lengths', say: ({ durations }) => durations.map(secondsText).join(', ') || 'all' },
  audio: { title: 'Sound', say: ({ audio }) => POLICIES[audio] },
  picturesAllowed: {
    title: 'Pictures',
    say: ({ picturesAllowed }) => (picturesAllowed ? 'allowed' : 'not allowed'),
  },
  maxRunning: {
    title: 'Videos at work at once',
    say: ({ maxRunning: most }) => (most === undefined ? 'as many as the bot allows' : `at most ${most}`),
  },
  spoilers: { title: 'Spoilers', say: ({ spoilers }) => POLICIES[spoilers] },
  ageRestrictedOnly: {
    title: 'Only in age-restricted channels',
    say: ({ ageRestrictedOnly }) => (ageRestrictedOnly ? 'yes' : 'no'),
  },
  remixBy: { title: 'Again and Edit', say: ({ remixBy }) => REMIXERS[remixBy] },
  notify: { title: 'When a video is ready', say: ({ notify }) => NOTICES[notify] },
  language: { title: 'Language', say: ({ language }) => LANGUAGE_NAMES[language] },
  retentionDays: {
    title: 'Prompts and files are kept',
    say: ({ retentionDays: kept }) => (kept === undefined ? 'for ever' : count(kept, 'day')),
  },
  timeZone: { title: 'Time zone', say: ({ timeZone }) => timeZone },
  moderatorsExempt: {
    title: 'Limits for moderators',
    say: ({ moderatorsExempt }) => (moderatorsExempt ? 'none' : 'as for everybody'),
  },
  approval: { title: 'Approval', say: ({ approval }) => APPROVALS[approval] },
  newMemberDays: {
    title: 'A member counts as new',
    say: ({ newMemberDays }) => `${count(newMemberDays, 'day')} after joining`,
  },
  confirmFromUnits: {
    title: 'Asks before it orders',
    say: ({ confirmFromUnits: from }) =>
      from === undefined ? 'never' : `from ${amountText('units', from)} on`,
  },
  budgetPerDayUnits: { title: 'Budget a day', say: ({ budgetPerDayUnits: units }) => budgetText(units) },
  budgetPerMonthUnits: {
    title: 'Budget a month',
    say: ({ budgetPerMonthUnits: units }) => budgetText(units),
  },
};

export const settingTitle = (name: SettingName): string => WORDS[name].title;

/** What a server has set, in words: "at most 3". Channels and roles are Discord's mentions. */
export const settingText = (settings: GuildSettings, name: SettingName): string => WORDS[name].say(settings);

export const isDefaultSetting = (settings: GuildSettings, name: SettingName): boolean =>
  JSON.stringify(settings[name]) === JSON.stringify(DEFAULT_GUILD_SETTINGS[name]);

/** What was changed: "Sound: as its author likes → never". Several changes stand one below the other. */
export function settingsChangeText(before: GuildSettings, after: GuildSettings): string {
  return settingNames()
    .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
    .map((name) => `${settingTitle(name)}: ${settingText(before, name)} → ${settingText(after, name)}`)
    .join('\n');
}

/** Every setting, in a fixed order. */
export const settingNames = (): SettingName[] => Object.keys(WORDS) as SettingName[]; // sound: a const object

const REMIXERS: Record<GuildSettings['remixBy'], string> = {
  everyone: 'for everyone',
  owner: 'for the video’s author',
  moderators: 'for moderators',
};

const NOTICES: Record<GuildSettings['notify'], string> = {
  ping: 'its author is mentioned',
  dm: 'its author gets a direct message',
  silent: 'nobody is told',
};

const APPROVALS: Record<GuildSettings['approval'], string> = {
  off: 'off',
  'new-members': 'for videos of new members',
  all: 'for every video',
};

const POLICIES: Record<GuildSettings['audio'] | GuildSettings['spoilers'], string> = {
  free: 'as its author likes',
  member: 'as its author likes',
  always: 'always',
  never: 'never',
};

function placeText(place: GuildSettings['results']): string {
  switch (place.kind) {
    case 'same-channel':
      return 'where the video was asked for';
    case 'gallery':
      return `to ${channelText(place.channelId)}`;
    case 'thread':
      return 'into a thread under each card';
  }
}

const defaultsText = ({ resolution, duration }: GuildSettings['defaults']): string =>
  [resolution ?? [], duration === undefined ? [] : secondsText(duration)].flat().join(', ') || 'the bot’s';

const budgetText = (units: number | undefined): string =>
  units === undefined ? 'none' : amountText('units', units);

const channelText = (id: string | undefined): string => (id === undefined ? 'none' : `<#${id}>`);

const secondsText = (seconds: number): string => `${seconds} s`;

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;

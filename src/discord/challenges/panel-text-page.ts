import { ChannelType } from 'discord.js';
import type { Draft } from '../../challenges/editable.ts';
import { CHALLENGE_TEXT_MAX } from '../../challenges/settings.ts';
import {
  checkTimes,
  lengthTyped,
  momentTyped,
  parseMoment,
  scheduleOf,
  type Times,
  timesOf,
} from '../../challenges/times.ts';
import { ExpectedError } from '../../lib/errors.ts';
import { parseDuration } from '../../moderation/duration-text.ts';
import {
  channelsField,
  type PanelForm,
  type PanelPage,
  panelMenu,
  type TypedField,
  type TypingContext,
} from './panel-page.ts';

/** Where a challenge can be announced. */
export const ANNOUNCEMENT_CHANNELS = [
  ChannelType.GuildText,
  ChannelType.GuildAnnouncement,
  ChannelType.GuildForum,
  ChannelType.PublicThread,
  ChannelType.AnnouncementThread,
] as const;

const TIME_MAX_LENGTH = 40;

/** Title, theme and rules, as they are typed when a challenge is made and when it is edited. */
export const TEXT_INPUTS: readonly TypedField[] = [
  {
    key: 'title',
    label: 'Title',
    hint: 'Short: it stands in lists and buttons.',
    maxLength: CHALLENGE_TEXT_MAX.title,
    isRequired: true,
    typed: ({ title }) => title,
    change: (text, before) => ({ ...before, title: required('Title', text) }),
  },
  {
    key: 'theme',
    label: 'Theme',
    hint: 'What the videos should be about.',
    maxLength: CHALLENGE_TEXT_MAX.theme,
    isLong: true,
    isRequired: true,
    typed: ({ theme }) => theme,
    change: (text, before) => ({ ...before, theme: required('Theme', text) }),
  },
  {
    key: 'rules',
    label: 'Rules',
    hint: 'Times, allowed settings, voting and prizes are announced by themselves; empty: no more rules.',
    maxLength: CHALLENGE_TEXT_MAX.rules,
    isLong: true,
    typed: ({ rules }) => rules ?? '',
    change: (text, before) => ({ ...before, rules: text || undefined }),
  },
];

function required(label: string, text: string): string {
  if (text !== '') return text;
  throw new ExpectedError('setting', `**${label}** is empty: type one.`);
}

const timeInput = (
  about: Pick<TypedField, 'key' | 'label' | 'hint'>,
  typed: (times: Times, context: TypingContext) => string,
  read: (text: string, context: TypingContext) => Partial<Times>,
): TypedField => ({
  ...about,
  maxLength: TIME_MAX_LENGTH,
  isRequired: true,
  typed: ({ schedule }, context) => typed(timesOf(schedule), context),
  change: (text, before, context) => withTimes(before, read(text, context), context.now),
});

const TIMES_FORM: PanelForm = {
  name: 'times',
  button: 'Times',
  title: 'Times',
  fields: ['schedule'],
  inputs: [
    timeInput(
      {
        key: 'opens',
        label: 'Entries open',
        hint: '`now` (with publishing), `in 3h`, or `2026-11-30 18:00`',
      },
      ({ opensAt }, { timeZone }) => momentTyped(opensAt, timeZone),
      (text, { now, timeZone }) => ({ opensAt: parseMoment(text, now, timeZone) }),
    ),
    timeInput(
      { key: 'entries-for', label: 'Entries are taken for', hint: 'Such as `7d`, `48h` or `1d 12h`' },
      ({ entriesMs }) => lengthTyped(entriesMs),
      (text) => ({ entriesMs: parseDuration(text) }),
    ),
    timeInput(
      { key: 'voting-for', label: 'Votes are taken for', hint: 'Such as `3d` or `48h`' },
      ({ votingMs }) => lengthTyped(votingMs),
      (text) => ({ votingMs: parseDuration(text) }),
    ),
  ],
};

function withTimes(before: Draft, changes: Partial<Times>, now: number): Draft {
  const times = { ...timesOf(before.schedule), ...changes };
  checkTimes(times, now);
  return { ...before, schedule: scheduleOf(times, before.settings.reviewHours) };
}

export const textPage: PanelPage = {
  title: 'Text, times and channel',
  description: 'Title, theme, rules; when entries and votes are taken; where it is announced',
  fields: ['title', 'theme', 'rules', 'schedule', 'channelId'],
  menus: [
    panelMenu(
      'channelId',
      channelsField({
        number: 1,
        title: 'Channel',
        hint: 'Where it is announced: a text channel, a forum (a post of its own) or a thread.',
        placeholder: 'Pick a channel',
        types: ANNOUNCEMENT_CHANNELS,
        max: 1,
        of: ({ channelId }) => [channelId],
        set: ([channelId], before) => ({ ...before, channelId: channelId ?? before.channelId }),
      }),
    ),
  ],
  forms: [
    {
      name: 'texts',
      button: 'Texts',
      title: 'Texts',
      fields: ['title', 'theme', 'rules'],
      inputs: TEXT_INPUTS,
    },
    TIMES_FORM,
  ],
};

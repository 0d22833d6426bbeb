import { ExpectedError } from '../../lib/errors.ts';
import type { GuildSettings } from '../../moderation/guild-settings.ts';
import type { SettingsChanges } from '../../moderation/settings-store.ts';
import type { Section } from './field.ts';
import { channelsField, oneOf } from './menu-fields.ts';

export const resultsSection: Section = {
  title: 'Results',
  description: 'Where finished videos are posted',
  names: ['results'],
  menus: [
    oneOf<GuildSettings['results']['kind']>({
      number: 2,
      title: 'Where finished videos go',
      hint: 'A gallery shows all of them in one channel; threads keep the channel short.',
      placeholder: 'Where the video was asked for',
      choices: [
        { value: 'same-channel', label: 'Where the video was asked for' },
        { value: 'gallery', label: 'To the gallery', description: 'Pick its channel below' },
        { value: 'thread', label: 'Into a thread under each card' },
      ],
      of: ({ results }) => results.kind,
      set: placeChange,
    }),
    channelsField({
      number: 3,
      title: 'Gallery',
      hint: 'Picking a channel sends finished videos there; clearing it sends them back.',
      placeholder: 'No gallery',
      max: 1,
      of: ({ results }) => (results.kind === 'gallery' ? [results.channelId] : []),
      set: galleryChange,
    }),
  ],
  texts: [],
};

function placeChange(
  kind: GuildSettings['results']['kind'] | undefined,
  { results }: GuildSettings,
): SettingsChanges {
  if (kind === undefined) return { results: undefined };
  if (kind !== 'gallery') return { results: { kind } };
  if (results.kind === 'gallery') return { results };
  throw new ExpectedError(
    'setting',
    'There is no gallery yet: pick its channel in the menu below, and finished videos go there.',
  );
}

function galleryChange([channelId]: readonly string[], { results }: GuildSettings): SettingsChanges {
  if (channelId !== undefined) return { results: { kind: 'gallery', channelId } };
  return { results: results.kind === 'gallery' ? undefined : results };
}

import type { GuildSettings } from '../../moderation/guild-settings.ts';
import { type ImageSlot, VEO_PARAMETERS } from '../../veo/parameters.ts';
import { checkRules } from '../../veo/rules.ts';
import type { VeoSettings } from '../../veo/settings.ts';

/** Reference pictures alone rule lengths out. */
const ONLY_WITHOUT = ' (only without its pictures)';

type PairedName = 'resolution' | 'aspectRatio' | 'duration' | 'generateAudio';

/** One entry that sets two settings at once: a form has room for five parts. */
export interface SettingChoice {
  value: string;
  label: string;
  settings: Partial<Pick<VeoSettings, PairedName>>;
}

/** Sizes and shapes that a server allows. */
export const pictureChoices = ({ resolutions }: Pick<GuildSettings, 'resolutions'>): SettingChoice[] =>
  VEO_PARAMETERS.resolution.choices
    .filter(({ value }) => isAllowed(value, resolutions))
    .flatMap((resolution) =>
      VEO_PARAMETERS.aspectRatio.choices.map((aspect) => ({
        value: `${resolution.value} ${aspect.value}`,
        label: `${resolution.value}, ${aspect.label}`,
        settings: { resolution: resolution.value, aspectRatio: aspect.value },
      })),
    );

/**
 * Lengths, with sound and without, that a server allows.
 * @param slots the pictures that the video has: lengths that are not possible with them say so
 */
export const lengthChoices = (
  { durations, audio }: Pick<GuildSettings, 'durations' | 'audio'>,
  slots: readonly ImageSlot[],
): SettingChoice[] =>
  VEO_PARAMETERS.duration.choices
    .filter(({ value }) => isAllowed(value, durations))
    .flatMap((duration) =>
      [true, false]
        .filter((generateAudio) => audio === 'free' || generateAudio === (audio === 'always'))
        .map((generateAudio) => ({
          value: `${duration.value} ${generateAudio}`,
          label: `${duration.label}, ${VEO_PARAMETERS.generateAudio.short[generateAudio ? 'true' : 'false']}${isPossible(duration.value, slots) ? '' : ONLY_WITHOUT}`,
          settings: { duration: duration.value, generateAudio },
        })),
    );

/** Both in one, where a form has no room for two: 24 at most, and one menu holds 25. */
export const lookChoices = (
  pictures: readonly SettingChoice[],
  lengths: readonly SettingChoice[],
): SettingChoice[] =>
  pictures.flatMap((picture) =>
    lengths.map((length) => ({
      value: `${picture.value} ${length.value}`,
      label: `${picture.label}, ${length.label}`,
      settings: { ...picture.settings, ...length.settings },
    })),
  );

/** What is chosen before anybody touches the menu: what the video has, or what is nearest to it. */
export function presetOf(
  choices: readonly SettingChoice[],
  settings: Pick<VeoSettings, PairedName>,
): SettingChoice | undefined {
  const shared = (choice: SettingChoice): number =>
    PAIRED_NAMES.filter(
      (name) => choice.settings[name] !== undefined && choice.settings[name] === settings[name],
    ).length;
  return choices.toSorted((one, other) => shared(other) - shared(one))[0];
}

const PAIRED_NAMES = [
  'resolution',
  'aspectRatio',
  'duration',
  'generateAudio',
] as const satisfies PairedName[];

const isAllowed = <T>(value: T, allowed: readonly T[]): boolean =>
  allowed.length === 0 || allowed.includes(value);

const isPossible = (duration: VeoSettings['duration'], slots: readonly ImageSlot[]): boolean =>
  checkRules({ settings: { prompt: '', duration }, slots }).refusals.length === 0;

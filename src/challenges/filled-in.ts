import type { GuildSettings } from '../moderation/guild-settings.ts';
import type { ImageSlot } from '../veo/parameters.ts';
import { checkRules } from '../veo/rules.ts';
import { completeSettings, type GivenSettings } from '../veo/settings.ts';
import type { Challenge } from './challenge.ts';

/**
 * What a member chose for a video, with what the challenge allows where they chose nothing: the server's usual if that is
 * allowed, else the first that server and challenge allow. What does not go together with what was chosen is left out.
 */
export function filledIn(
  { settings }: Pick<Challenge, 'settings'>,
  house: Pick<GuildSettings, 'defaults' | 'resolutions' | 'durations'>,
  given: GivenSettings,
  slots: readonly ImageSlot[],
): GivenSettings {
  const usual = { ...completeSettings({ prompt: '' }, 0), ...defined(house.defaults) };
  const preferences: Partial<GivenSettings>[] = [
    preferred('aspectRatio', settings.aspectRatios, usual.aspectRatio, []),
    preferred('resolution', settings.resolutions, usual.resolution, house.resolutions),
    preferred('duration', settings.durations, usual.duration, house.durations),
  ];
  let chosen = given;
  for (const preference of preferences) {
    const tried = { ...preference, ...chosen };
    if (checkRules({ settings: tried, slots }).refusals.length === 0) chosen = tried;
  }
  return chosen;
}

/** @param inHouse what the server allows; everything when empty */
function preferred<K extends string, V>(
  name: K,
  allowed: readonly V[],
  usual: V,
  inHouse: readonly V[],
): Partial<Record<K, V>> {
  if (allowed.length === 0) return {};
  const possible = inHouse.length === 0 ? allowed : allowed.filter((value) => inHouse.includes(value));
  const value = possible.includes(usual) ? usual : (possible[0] ?? allowed[0]);
  const preference: Partial<Record<K, V>> = {};
  if (value !== undefined) preference[name] = value;
  return preference;
}

function defined({ duration, resolution }: GuildSettings['defaults']) {
  return {
    ...(duration === undefined ? {} : { duration }),
    ...(resolution === undefined ? {} : { resolution }),
  };
}

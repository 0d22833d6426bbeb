import { ExpectedError } from '../lib/errors.ts';
import type { ImageSlot } from '../veo/parameters.ts';
import { checkRules } from '../veo/rules.ts';
import { completeSettings, type GivenSettings } from '../veo/settings.ts';
import type { GuildSettings } from './guild-settings.ts';

/** Where a video is asked for. */
export interface OrderPlace {
  channelId: string;
  /** A thread's channel. */
  parentId: string | undefined;
  ageRestricted: boolean;
}

/**
 * Refuses places in which a server does not want videos to be asked for.
 * @throws ExpectedError
 */
export function checkPlace(settings: GuildSettings, place: OrderPlace): void {
  const { channelIds, ageRestrictedOnly } = settings;
  const here = [place.channelId, ...(place.parentId === undefined ? [] : [place.parentId])];
  if (channelIds.length > 0 && !here.some((id) => channelIds.includes(id))) {
    const allowed = channelIds.map((id) => `<#${id}>`).join(', ');
    throw new ExpectedError('channel', `In this server videos may be asked for in ${allowed}: go there.`);
  }
  if (ageRestrictedOnly && !place.ageRestricted) {
    throw new ExpectedError(
      'age-restricted',
      'In this server videos may be asked for in age-restricted channels only: use one of those.',
    );
  }
}

/**
 * Fills in what the server prefers where the author chose nothing, and refuses what it does not allow. A preference that does
 * not go together with what the author chose gives way.
 * @throws ExpectedError that names what is allowed
 */
export function applyHouseRules(
  house: GuildSettings,
  given: GivenSettings,
  slots: readonly ImageSlot[],
): GivenSettings {
  if (!house.picturesAllowed && slots.length > 0) {
    throw new ExpectedError('pictures', 'This server allows no pictures with videos: leave them out.');
  }
  let chosen: GivenSettings = {
    ...(house.audio === 'free' ? {} : { generateAudio: house.audio === 'always' }),
    ...given,
  };
  for (const preference of preferences(house)) {
    const tried = { ...preference, ...chosen };
    if (checkRules({ settings: tried, slots }).refusals.length === 0) chosen = tried;
  }
  const complete = completeSettings(chosen, 0);
  checkChoice('resolution', complete.resolution, house.resolutions);
  checkChoice('duration', complete.duration, house.durations);
  checkAudio(house, complete.generateAudio);
  return chosen;
}

/** One by one, since each may give way without the others. A default that is not allowed (any more) gives way to one that is. */
function preferences({ defaults, resolutions, durations }: GuildSettings): Partial<GivenSettings>[] {
  const bot = completeSettings({ prompt: '' }, 0);
  return [
    { resolution: allowedOr(defaults.resolution ?? bot.resolution, resolutions) },
    { duration: allowedOr(defaults.duration ?? bot.duration, durations) },
  ];
}

const allowedOr = <T>(usual: T, allowed: readonly T[]): T =>
  allowed.includes(usual) ? usual : (allowed[0] ?? usual);

function checkChoice<T extends string | number>(option: string, value: T, allowed: readonly T[]): void {
  if (allowed.length === 0 || allowed.includes(value)) return;
  throw new ExpectedError(
    'bounds',
    `This server does not allow \`${option}: ${value}\`: choose ${allowed.join(' or ')}.`,
  );
}

function checkAudio({ audio }: GuildSettings, generateAudio: boolean): void {
  if (audio === 'free' || generateAudio === (audio === 'always')) return;
  throw new ExpectedError(
    'bounds',
    `This server makes videos ${audio === 'always' ? 'with' : 'without'} sound only: leave \`generate_audio\` out.`,
  );
}

/** Whether a video is posted as a spoiler. */
export function spoilerFor({ spoilers }: GuildSettings, asked: boolean): boolean {
  switch (spoilers) {
    case 'member':
      return asked;
    case 'always':
      return true;
    case 'never':
      return false;
  }
}

import type { Challenge } from '../../challenges/challenge.ts';
import { isForAdults } from '../../discord/age-restricted.ts';
import type { WorkerContext } from '../context.ts';

/**
 * Whether clips may be put up where a challenge is: not in an open channel of a server that wants videos among adults only.
 * Of a channel that the bot cannot see it is not known; there nothing can be posted anyway.
 */
export async function clipsAllowed(
  { settings, directory }: Pick<WorkerContext, 'settings' | 'directory'>,
  { guildId, channelId }: Challenge,
): Promise<boolean> {
  const { ageRestrictedOnly } = await settings.of(guildId);
  return !ageRestrictedOnly || (await isForAdults(directory, channelId)) !== false;
}

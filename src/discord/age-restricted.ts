import type { Directory } from './directory.ts';
import { isThread } from './permissions.ts';

/** Whether a channel is for adults only; a thread is what its channel is. @returns undefined where the bot cannot see it */
export async function isForAdults(
  directory: Pick<Directory, 'channel'>,
  channelId: string,
): Promise<boolean | undefined> {
  const channel = await directory.channel(channelId);
  if (!channel || !isThread(channel.type)) return channel?.ageRestricted;
  return channel.parentId === undefined
    ? undefined
    : (await directory.channel(channel.parentId))?.ageRestricted;
}

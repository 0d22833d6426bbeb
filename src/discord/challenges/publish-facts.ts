import { ExpectedError } from '../../lib/errors.ts';
import type { GuildSettings } from '../../moderation/guild-settings.ts';
import type { Directory } from '../directory.ts';
import { isThread } from '../permissions.ts';
import type { Publishable, PublishFacts } from './publish-problems.ts';

/** One that asks every time: whoever has mended something tries again at once. */
export type FreshDirectory = Pick<Directory, 'guild' | 'member' | 'channel' | 'channelOrWhyNot' | 'ownId'>;

/** Asks Discord what a challenge would meet. */
export async function publishFacts(
  directory: FreshDirectory,
  { guildId, house }: { guildId: string; house: GuildSettings },
  challenge: Publishable,
  now: number,
): Promise<PublishFacts> {
  const [guild, own, channel] = await Promise.all([
    directory.guild(guildId),
    directory.ownId().then((id) => directory.member(guildId, id)),
    directory.channelOrWhyNot(challenge.channelId),
  ]);
  if (!guild || !own) {
    throw new ExpectedError(
      'not-in-server',
      'I am not in this server as a bot, so I can post nothing: invite me again, with the scope `bot`.',
    );
  }
  const inThread = typeof channel !== 'string' && isThread(channel.type);
  const root = inThread ? await directory.channel(channel.parentId ?? '') : channel;
  return {
    challenge,
    house,
    now,
    guild,
    own,
    channel,
    root: typeof root === 'string' ? undefined : root,
  };
}

import type { GuildSettings } from '../moderation/guild-settings.ts';
import type { Notice } from '../moderation/notice.ts';
import type { WorkerContext } from './context.ts';

/** The message that it is, once it was posted. */
export const placeOf = ({ channelId, messageId }: Notice) =>
  channelId === undefined || messageId === undefined ? undefined : { channelId, messageId };

/** The channel where it stands, or is to be posted; undefined where nobody is to be told. */
export async function channelOf(context: WorkerContext, notice: Notice): Promise<string | undefined> {
  const at = placeOf(notice);
  return at ? at.channelId : channelFor(context, notice, await context.settings.of(notice.guildId));
}

/** Where a server wants it; in its other channel when that one is not set. */
async function channelFor(
  { challenges, poster }: WorkerContext,
  { kind, subjectId }: Notice,
  { logChannelId, moderatorsChannelId, notify }: GuildSettings,
): Promise<string | undefined> {
  switch (kind) {
    case 'held':
    case 'entry':
      return moderatorsChannelId ?? logChannelId;
    case 'entry-out': {
      const author = notify === 'silent' ? undefined : (await challenges.entry(subjectId))?.userId;
      return author && poster.directChannel(author);
    }
    case 'case':
    case 'budget':
    case 'report':
    case 'series-late':
    case 'role-owed':
    case 'role-kept':
      return logChannelId ?? moderatorsChannelId;
  }
}

import { DiscordAPIError, RESTJSONErrorCodes } from 'discord.js';
import type { Job } from '../jobs/job.ts';
import type { ResultCopy, ResultCopyStore } from '../jobs/result-copies.ts';
import { ExpectedError } from '../lib/errors.ts';
import { postProblem } from './post-error.ts';
import type { Poster } from './poster.ts';

/** How many of a video's messages were changed, and how many show it as a link, which cannot be hidden. */
export interface SpoilerChange {
  files: number;
  links: number;
}

/**
 * All messages that show a finished video: its result, and those in which it was posted again, in channels and in direct
 * messages. Messages that are gone are as good as done, and so are direct messages that the bot may not change, for which
 * nobody could be asked; of the others all that can be done is done before a refusal is thrown, and doing it again finishes it.
 */
export interface PostedResults {
  /** @throws ExpectedError when Discord does not let the bot */
  setSpoiler(job: Job, spoiler: boolean): Promise<SpoilerChange>;
  /** @throws ExpectedError when Discord does not let the bot */
  delete(job: Job): Promise<void>;
  /** Deletes the direct messages, to whomever, with the videos that a member made in a server. */
  deleteDirect(guildId: string, userId: string): Promise<void>;
}

type PostedMessage = Pick<ResultCopy, 'channelId' | 'messageId'> & { kind: 'result' | 'copy' | 'direct' };

export interface PostedResultsOptions {
  poster: Pick<Poster, 'setSpoiler' | 'deleteMessage'>;
  copies: Pick<ResultCopyStore, 'ofJob' | 'directOfMember' | 'forget'>;
}

export function createPostedResults({ poster, copies }: PostedResultsOptions): PostedResults {
  const messagesOf = async (job: Job): Promise<PostedMessage[]> => {
    const copied = (await copies.ofJob(job.id)).map(copyMessage);
    if (job.resultMessageId === undefined) return copied;
    const channelId = job.resultChannelId ?? job.channelId;
    return [...copied, { channelId, messageId: job.resultMessageId, kind: 'result' }];
  };

  const onEach = async (
    messages: readonly PostedMessage[],
    deed: (message: PostedMessage) => Promise<void>,
  ): Promise<void> => {
    const problems: unknown[] = [];
    for (const message of messages) {
      try {
        await deed(message);
      } catch (error) {
        const isLost = isGone(error);
        if (isLost && message.kind !== 'result') await copies.forget(message.messageId);
        if (!isLost && !isOutOfReach(error, message)) problems.push(explained(error, message));
      }
    }
    if (problems.length > 0) throw problems[0];
  };

  const remove = async ({ channelId, messageId, kind }: PostedMessage): Promise<void> => {
    await poster.deleteMessage(channelId, messageId);
    if (kind !== 'result') await copies.forget(messageId);
  };

  return {
    setSpoiler: async (job, spoiler) => {
      const change = { files: 0, links: 0 };
      await onEach(await messagesOf(job), async ({ channelId, messageId }) => {
        const hasFile = await poster.setSpoiler(channelId, messageId, spoiler);
        change[hasFile ? 'files' : 'links'] += 1;
      });
      return change;
    },
    delete: async (job) => onEach(await messagesOf(job), remove),
    deleteDirect: async (guildId, userId) =>
      onEach((await copies.directOfMember(guildId, userId)).map(copyMessage), remove),
  };
}

const copyMessage = ({ channelId, messageId, byId }: ResultCopy): PostedMessage => ({
  channelId,
  messageId,
  kind: byId === undefined ? 'direct' : 'copy',
});

/** The message, or the channel with everything in it. */
const isGone = (error: unknown): boolean =>
  postProblem(error) === 'message-gone' ||
  (error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.UnknownChannel);

/** A direct message to somebody who has shut the bot out. */
const isOutOfReach = (error: unknown, { kind }: PostedMessage): boolean =>
  kind === 'direct' && postProblem(error) === 'no-access';

function explained(cause: unknown, { channelId, kind }: PostedMessage): unknown {
  if (postProblem(cause) !== 'no-access') return cause;
  const what = kind === 'copy' ? `the message in <#${channelId}>` : 'that message';
  return new ExpectedError(
    'no-access',
    `I may not change ${what}: let me see its channel and its history, unlock its thread, and try again.`,
    { cause },
  );
}

import { DiscordAPIError, RESTJSONErrorCodes } from 'discord.js';
import type { Job } from '../jobs/job.ts';
import type { ResultCopyStore } from '../jobs/result-copies.ts';
import { ExpectedError } from '../lib/errors.ts';
import { postProblem } from './post-error.ts';
import type { Poster } from './poster.ts';

/** How many of a video's messages were changed, and how many show it as a link, which cannot be hidden. */
export interface SpoilerChange {
  files: number;
  links: number;
}

/**
 * All messages that show a finished video: its result, and those in which it was posted again. Messages that are gone are as
 * good as done; of the others all that can be done is done before a refusal is thrown, and doing it again finishes it.
 */
export interface PostedResults {
  /** @throws ExpectedError when Discord does not let the bot */
  setSpoiler(job: Job, spoiler: boolean): Promise<SpoilerChange>;
  /** @throws ExpectedError when Discord does not let the bot */
  delete(job: Job): Promise<void>;
}

interface PostedMessage {
  channelId: string;
  messageId: string;
  isCopy: boolean;
}

export interface PostedResultsOptions {
  poster: Pick<Poster, 'setSpoiler' | 'deleteMessage'>;
  copies: Pick<ResultCopyStore, 'ofJob' | 'forget'>;
}

export function createPostedResults({ poster, copies }: PostedResultsOptions): PostedResults {
  const messagesOf = async (job: Job): Promise<PostedMessage[]> => {
    const copied = (await copies.ofJob(job.id)).map((copy) => ({ ...copy, isCopy: true }));
    if (job.resultMessageId === undefined) return copied;
    const channelId = job.resultChannelId ?? job.channelId;
    return [...copied, { channelId, messageId: job.resultMessageId, isCopy: false }];
  };

  const onEach = async (job: Job, deed: (message: PostedMessage) => Promise<void>): Promise<void> => {
    const problems: unknown[] = [];
    for (const message of await messagesOf(job)) {
      try {
        await deed(message);
      } catch (error) {
        if (!isGone(error)) problems.push(explained(error, message));
        else if (message.isCopy) await copies.forget(message.messageId);
      }
    }
    if (problems.length > 0) throw problems[0];
  };

  return {
    setSpoiler: async (job, spoiler) => {
      const change = { files: 0, links: 0 };
      await onEach(job, async ({ channelId, messageId }) => {
        const hasFile = await poster.setSpoiler(channelId, messageId, spoiler);
        change[hasFile ? 'files' : 'links'] += 1;
      });
      return change;
    },
    delete: (job) =>
      onEach(job, async ({ channelId, messageId, isCopy }) => {
        await poster.deleteMessage(channelId, messageId);
        if (isCopy) await copies.forget(messageId);
      }),
  };
}

/** The message, or the channel with everything in it. */
const isGone = (error: unknown): boolean =>
  postProblem(error) === 'message-gone' ||
  (error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.UnknownChannel);

function explained(cause: unknown, { channelId, isCopy }: PostedMessage): unknown {
  if (postProblem(cause) !== 'no-access') return cause;
  const what = isCopy ? `the message in <#${channelId}>` : 'that message';
  return new ExpectedError(
    'no-access',
    `I may not change ${what}: let me see its channel and its history, unlock its thread, and try again.`,
    { cause },
  );
}

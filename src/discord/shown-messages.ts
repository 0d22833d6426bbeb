import type { Job } from '../jobs/job.ts';
import type { ResultCopyStore } from '../jobs/result-copies.ts';
import type { Poster } from './poster.ts';

/** A message of a server in which a video was shown. */
export interface ShownMessage {
  channelId: string;
  messageId: string;
}

/** Where a video was shown in its server: the message that it was delivered as, then those in which it was posted again, newest first. */
export async function shownMessages(
  copies: Pick<ResultCopyStore, 'ofJob'>,
  job: Job,
): Promise<ShownMessage[]> {
  const { resultMessageId: messageId, resultChannelId: channelId = job.channelId } = job;
  const again = (await copies.ofJob(job.id)).filter(({ byId }) => byId !== undefined).reverse();
  return [...(messageId === undefined ? [] : [{ channelId, messageId }]), ...again];
}

/** The first that is still there, as far as the bot may look. */
export async function firstStillThere(
  poster: Pick<Poster, 'lookFor'>,
  messages: readonly ShownMessage[],
): Promise<ShownMessage | undefined> {
  for (const message of messages) {
    if ((await poster.lookFor(message.channelId, message.messageId)) === 'there') return message;
  }
  return undefined;
}

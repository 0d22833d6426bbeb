import type { Job } from '../../src/jobs/job.ts';
import type { JobStore } from '../../src/jobs/job-store.ts';
import { ExpectedError } from '../../src/lib/errors.ts';

/** Leads to a message of a server. */
const MESSAGE_LINK = /^<?https:\/\/(?:\w+\.)?discord\.com\/channels\/\d+\/\d+\/(\d{1,20})>?$/;
const NUMBER = /^#?(\d{1,15})$/;

/**
 * The video of a server that is meant: by its number, or by the link to a message that shows it.
 * @throws ExpectedError when there is none
 */
export async function namedVideo(
  store: Pick<JobStore, 'find' | 'byMessage'>,
  guildId: string,
  typed: string,
): Promise<Job> {
  const messageId = MESSAGE_LINK.exec(typed.trim())?.[1];
  const number = NUMBER.exec(typed.trim())?.[1];
  const linked = messageId === undefined ? undefined : await store.byMessage(guildId, messageId);
  const job = linked ?? (number === undefined ? undefined : await store.find(Number(number)));
  if (job?.guildId === guildId) return job;
  throw new ExpectedError(
    'no-such-job',
    'I do not know this video here: give its number (`#12`) or the link to its message, or choose one that is offered.',
  );
}

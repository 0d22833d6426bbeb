import { oneLine } from '../discord/text.ts';
import type { Job } from '../jobs/job.ts';
import type { WorkerContext } from './context.ts';

/**
 * Where a result may go, in the order of preference: where the server wants its results (in a gallery, in a thread under the
 * card), and the channel of the order.
 */
export async function resultPlaces(context: WorkerContext, job: Job): Promise<string[]> {
  return [...new Set([await chosenPlace(context, job), job.channelId])];
}

async function chosenPlace({ settings, poster, logger }: WorkerContext, job: Job): Promise<string> {
  if (job.resultChannelId !== undefined) return job.resultChannelId;
  const { results } = await settings.of(job.guildId);
  if (results.kind !== 'thread' || job.cardMessageId === undefined) return job.channelId;
  const name = oneLine(job.settings.prompt);
  const threadId = await poster.threadUnder(job.channelId, job.cardMessageId, name);
  if (threadId === undefined) logger.info({ jobId: job.id }, 'a result gets no thread here');
  return threadId ?? job.channelId;
}

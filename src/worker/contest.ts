import { takesEntries } from '../challenges/entry-rules.ts';
import type { Contest } from '../discord/result-message.ts';
import type { Job } from '../jobs/job.ts';
import type { WorkerContext } from './context.ts';

/** What challenges of its server have to do with a video at this moment. */
export async function contestOf(
  { challenges, clock }: Pick<WorkerContext, 'challenges' | 'clock'>,
  job: Job,
): Promise<Contest> {
  const now = clock.now();
  const open = await challenges.ofGuild(job.guildId, ['open'], OPEN_MAX);
  const madeFor = job.challengeId === undefined ? undefined : await challenges.find(job.challengeId);
  return { madeFor: madeFor?.title, isOpen: open.some((challenge) => takesEntries(challenge, now)) };
}

const OPEN_MAX = 25;

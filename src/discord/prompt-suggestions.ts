import type { HistoryStore } from '../jobs/history.ts';
import { isUnapproved, type Job } from '../jobs/job.ts';
import type { JobStore } from '../jobs/job-store.ts';
import { cut, oneLine } from './text.ts';

/** Discord's limits on suggestions, and on the name and the value of one. */
export const SUGGESTIONS_MAX = 25;
const NAME_MAX_LENGTH = 100;
const VALUE_MAX_LENGTH = 100;

const TOKEN = /^clapper-prompt:(\d{1,15})$/;

type RecentPrompt = Awaited<ReturnType<HistoryStore['recentPrompts']>>[number];

/** A member's earlier prompts as suggestions. One that is too long for a value goes by its video's number. */
export const promptChoices = (prompts: readonly RecentPrompt[]): { name: string; value: string }[] =>
  prompts.slice(0, SUGGESTIONS_MAX).map(({ jobId, prompt }) => {
    const isWhole = prompt.length <= VALUE_MAX_LENGTH && prompt === oneLine(prompt);
    // A prompt of nothing but signs that one cannot see has no name of its own.
    const name = cut(oneLine(prompt), NAME_MAX_LENGTH) || `#${jobId}`;
    return { name, value: isWhole ? prompt : `clapper-prompt:${jobId}` };
  });

/**
 * The prompt that a member means: what they typed, or the one of their own that they picked. Anybody can type what stands for a
 * prompt; where it is not their own, of this server and still there, it is nothing but a text.
 */
export async function meantPrompt(
  typed: string,
  { userId, guildId }: Pick<Job, 'userId' | 'guildId'>,
  store: Pick<JobStore, 'find'>,
): Promise<string> {
  const jobId = TOKEN.exec(typed.trim())?.[1];
  const job = jobId === undefined ? undefined : await store.find(Number(jobId));
  const isOwn = job?.userId === userId && job.guildId === guildId;
  return isOwn && job.purgedAt === undefined && !isUnapproved(job) ? job.settings.prompt : typed;
}

import type { Job } from './job.ts';

/** How videos are sorted for whoever looks for one. */
export const HISTORY_OUTCOMES = ['delivered', 'undelivered', 'failed', 'ended', 'under-way'] as const;
/** `undelivered`: made, but could not be posted. `failed`: failed or blocked. `ended`: cancelled or not approved. */
export type HistoryOutcome = (typeof HISTORY_OUTCOMES)[number];

export interface HistoryQuery {
  guildId: string;
  userId: string;
  /** Part of a prompt, whatever its case. */
  text?: string | undefined;
  outcome?: HistoryOutcome | undefined;
  /** Those that were made for this challenge. */
  challengeId?: number | undefined;
}

export interface HistoryStore {
  /** @param page from 0 @returns newest first; purged videos only where no text is looked for */
  page(query: HistoryQuery, page: number, size: number): Promise<{ jobs: Job[]; total: number }>;
  /**
   * Prompts of a member's latest videos that hold a text, each once, newest first. Purged and unapproved ones are not among
   * them.
   */
  recentPrompts(
    guildId: string,
    userId: string,
    text: string,
    limit: number,
  ): Promise<{ jobId: number; prompt: string }[]>;
  /** The video that this one came from, that one's, and so on, nearest first. */
  ancestors(job: Job, limit: number): Promise<Job[]>;
  /** How many videos came directly from this one. */
  childCount(jobId: number): Promise<number>;
}

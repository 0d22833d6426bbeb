import type { Job } from './job.ts';

/** A card is edited no more often than this, but for the edit that shows how its job ended. */
export const CARD_EDIT_INTERVAL_MS = 15_000;

/** The interaction's answer makes the card; when that did not happen by then, it is posted. */
export const POSTED_BY_ANSWER_MS = 20_000;

/** A job whose card is to be looked at. */
export interface DueCard {
  job: Job;
  /** Hash of the card as it was last sent; undefined when none was. */
  hash: string | undefined;
}

/** Which message shows a job's progress and what it last said. */
export interface CardStore {
  /** Cards to look at, the longest due first. */
  due(now: number, limit: number): Promise<DueCard[]>;
  /** The card was posted. */
  posted(jobId: number, card: { messageId: string; hash: string }, nextLookAt: number): Promise<void>;
  /**
   * The card was edited (`editedAt`) or found unchanged. `nextLookAt` undefined: it shows how the job ended and is done with.
   * When the job has moved on from `seen` meanwhile, it is looked at again as soon as it may be edited.
   */
  looked(
    seen: Pick<Job, 'id' | 'state'>,
    card: { hash: string; editedAt?: number },
    nextLookAt: number | undefined,
  ): Promise<void>;
}

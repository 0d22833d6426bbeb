import type { Job } from './job.ts';
import type { JobState } from './states.ts';

/** Addresses under which the bot itself shows videos to whoever has them. */
export interface PublicLinks {
  /** The page of a video, for ever the same; undefined where the operator has not opened the bot to the internet. */
  pageOf(job: Pick<Job, 'id'>): string | undefined;
}

/**
 * Discord looks at a link as soon as its message is there, which may be a moment before the job knows that it was
 * delivered, and keeps what it saw for half an hour: from the first post on, the page must be there.
 */
const SHOWN_IN: readonly JobState[] = ['delivering', 'fitting', 'delivered', 'undeliverable'];

/** Whether a video may be seen at its address: it is made, and was neither removed nor purged. */
export const isShown = ({ state, removedAt, purgedAt }: Job): boolean =>
  SHOWN_IN.includes(state) && removedAt === undefined && purgedAt === undefined;

/** What is said of a video where it is shown: plain text on one line, without signs that hide or turn what follows. */
export interface PageTexts {
  /** The beginning of the prompt. */
  title: string;
  /** The whole prompt. */
  prompt: string;
  /** What a screen reader says instead of the picture. */
  label: string;
  /** ASCII letters, digits and hyphens, and `.mp4`. */
  fileName: string;
}

import type { Job } from './job.ts';

/** A message in which a result was posted again. */
export interface ResultCopy {
  messageId: string;
  jobId: number;
  channelId: string;
  byId: string;
  postedAt: number;
}

export interface ResultCopyStore {
  add(copy: ResultCopy): Promise<void>;
  /** Oldest first. */
  ofJob(jobId: number): Promise<ResultCopy[]>;
  /** The message is gone. */
  forget(messageId: string): Promise<void>;
}

/** Shows finished videos in other places than the one they were delivered to: what fits as a file, the rest as a link. */
export interface Reposts {
  /**
   * Posts a finished video once more.
   * @returns the id of the message
   * @throws ExpectedError when the video is gone or the channel does not take it
   */
  postAgain(job: Job, channelId: string, byId: string): Promise<string>;
  /** @throws ExpectedError when the video is gone, or they take no direct messages */
  sendDirect(job: Job, userId: string): Promise<void>;
}

import type { Job } from './job.ts';

/** A message in which a result was posted again. */
export interface ResultCopy {
  messageId: string;
  jobId: number;
  channelId: string;
  /** Who posted it again; undefined in a direct message, which is sent to whoever asked for it. */
  byId: string | undefined;
  postedAt: number;
}

export interface ResultCopyStore {
  add(copy: ResultCopy): Promise<void>;
  /** Oldest first. */
  ofJob(jobId: number): Promise<ResultCopy[]>;
  /** Direct messages, to whomever, with the videos that a member made in a server; oldest first. */
  directOfMember(guildId: string, userId: string): Promise<ResultCopy[]>;
  /** The message is gone. */
  forget(messageId: string): Promise<void>;
}

/** Shows finished videos in other places than the one they were delivered to: what fits as a file, the rest as a link. */
export interface Reposts {
  /**
   * Posts a finished video once more, unless the channel has it. Whoever asks for the same meanwhile gets the same message.
   * @returns the message, and whether it was there already
   * @throws ExpectedError when the video is gone or the channel does not take it
   */
  postAgain(job: Job, channelId: string, byId: string): Promise<{ messageId: string; wasThere: boolean }>;
  /**
   * Sends it to somebody's direct messages; once, however often it is asked for meanwhile.
   * @throws ExpectedError when the video is gone, or they take no direct messages
   */
  sendDirect(job: Job, userId: string): Promise<void>;
}

import type { Job } from './job.ts';

/** A video on the disk. Jobs that made the same share it: its path is made of its content's hash. */
export interface LibraryVideo {
  /** Relative to the data directory. */
  path: string;
  /** SHA-256 of its content, in hexadecimal. */
  hash: string;
  bytes: number;
  durationMs: number;
  /** Pixels, as it is shown. */
  width: number;
  height: number;
  videoCodec: string;
  /** Undefined when it is silent. */
  audioCodec: string | undefined;
  storedAt: number;
}

/** Where a video's file is, for whoever reads it. */
export interface VideoOnDisk extends LibraryVideo {
  absolutePath: string;
}

/** Gives the files of finished videos. */
export interface VideoSource {
  /**
   * The file of a finished video. One that was deleted here to make room is fetched from Scenario again.
   * @throws ExpectedError when it is gone there as well, or cannot be had now
   */
  fileOf(job: Job, signal?: AbortSignal): Promise<VideoOnDisk>;
}

/**
 * Why a video is deleted here: too old, or others need the room. One that never reached its channel gives way to age only.
 */
export type RemovalReason = 'age' | 'room';

/**
 * Which videos are on the disk. A row is written before its file gets its name, and goes after its file: so a file that is
 * there has a row, and a row may for a moment, or after a crash, have no file. Every method is one atomic operation.
 */
export interface LibraryStore {
  /** Notes a video; the same again is as young as the latest of them. */
  add(video: LibraryVideo): Promise<void>;
  find(path: string): Promise<LibraryVideo | undefined>;
  total(): Promise<{ videos: number; bytes: number }>;
  /** Those with paths after `after`, in the order of their paths. */
  list(after: string, limit: number): Promise<LibraryVideo[]>;
  /**
   * Videos that may be deleted, the oldest first: none that is still to be posted.
   * @param storedBefore only those stored before this moment
   */
  removable(reason: RemovalReason, storedBefore: number, limit: number): Promise<LibraryVideo[]>;
  /** Those that no job has any more, purged ones not counted, with paths after `after`, in the order of their paths. */
  unused(after: string, limit: number): Promise<LibraryVideo[]>;
  /** Whether a job that was not purged has this file. */
  inUse(path: string): Promise<boolean>;
  /**
   * Forgets a video whose file is gone; jobs that had it keep Scenario's id of it. One that was stored again meanwhile stays.
   * @param storedAt as its row said; undefined when it had none
   */
  forget(path: string, storedAt: number | undefined): Promise<void>;
  /** Notes that a job has a file (again). @returns false when its author has had it deleted meanwhile */
  restored(jobId: number, video: LibraryVideo): Promise<boolean>;
  /** Jobs whose file is not in the library yet, with numbers above `after`, lowest first. */
  unlisted(after: number, limit: number): Promise<Job[]>;
}

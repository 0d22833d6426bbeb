/** Stands where a prompt was that was deleted. */
export const DELETED_PROMPT = '[deleted]';

/** Servers that removed the bot, perhaps by mistake, find everything as it was for so long. */
export const DEPARTED_GRACE_DAYS = 30;

/** How much is kept of a member from the challenges of a server. */
export interface KeptOfChallenges {
  /** Whatever became of them. */
  entries: number;
  /** Ballots, and votes for themes. */
  votes: number;
  /** Entries that a deletion takes out: in challenges that are not over. */
  runningEntries: number;
  /** Votes that a deletion takes the name off: in challenges that are over. */
  votesOver: number;
  /** Reminders that a deletion deletes: of challenges that are over. */
  remindersOver: number;
  /** Challenges and series that they began as a host: a deletion leaves these to the server. */
  hosted: number;
}

/** What is kept of a member in a server. */
export interface KeptOfMember {
  /** All videos, those whose text and files were deleted included. */
  total: number;
  /** Finished, with text and files still there. */
  deletable: number;
  /** Numbers of those that still wait or are in the making. */
  underWay: number[];
  challenges: KeptOfChallenges;
}

/** Files of a job whose text was deleted, relative to the data directory or by name. */
export interface PurgedFiles {
  jobId: number;
  /** Other jobs may have the same. */
  videoPath: string | undefined;
  /** Its smaller copy. */
  fittedPath: string | undefined;
  /** Names of kept copies; other jobs may use the same. */
  pictures: string[];
}

/**
 * The end of what members wrote and got. A job is purged in two steps, each of which may be repeated: first its row loses
 * every text (prompts, links and names of pictures, reasons of others), then its files are deleted and the row forgets them.
 * What the books need stays: who, when, which settings, what it cost.
 */
export interface PrivacyStore {
  kept(guildId: string, userId: string): Promise<KeptOfMember>;
  /**
   * Deletes the texts of all finished videos of a member, takes their entries out of challenges that are not over, and their
   * name off votes in those that are.
   * @returns how many videos there were
   */
  purgeMember(guildId: string, userId: string, now: number): Promise<number>;
  /**
   * Deletes the texts of finished videos that are older than their servers keep them.
   * @returns how many; fewer than `limit` when none is left
   */
  purgeExpired(limit: number, now: number): Promise<number>;
  /** Purged jobs that still have files, with numbers above `after`, lowest first. */
  purgedFiles(after: number, limit: number): Promise<PurgedFiles[]>;
  /** Whether a job that was not purged uses a kept picture. */
  pictureInUse(name: string): Promise<boolean>;
  /** The row forgets its files. @param deletedPictures are gone from the disk: Scenario's copies are forgotten too */
  filesDeleted(jobId: number, deletedPictures: readonly string[]): Promise<void>;
}

/** Servers that the bot is in no more. */
export interface DepartedGuildStore {
  /** Notes the servers that are known here but are not among those that the bot is in, and forgets those that came back. */
  note(present: readonly string[], now: number): Promise<{ departed: string[]; returned: string[] }>;
  /** Servers that departed at this moment or before. */
  departedBy(moment: number): Promise<string[]>;
  /** Ends what waits in a server, and deletes the texts of everything finished. */
  purge(guildId: string, now: number): Promise<void>;
  /**
   * Deletes every row of a server.
   * @returns false, with nothing deleted, while files of its jobs are left or one is still in the making
   */
  forget(guildId: string): Promise<boolean>;
}

import type { Entry } from './challenge.ts';

/** The public messages of a challenge; each is there once, and put up again when it is lost. */
export const POST_KINDS = [
  /** Pinned: theme, rules, times, buttons. */
  'announcement',
  /** "Entries are open", "Voting has begun", "Cancelled because …": where a phase deserves a message of its own. */
  'phase',
  /** One entry, shown to all when voting begins. `subjectId`: the entry. */
  'entry',
  /** All entries as one picture. */
  'contact-sheet',
  /** A close is near. `subjectId`: which one, see `reminders.ts`. */
  'reminder',
  /** A second vote between the best. */
  'run-off',
  /** How it ended. */
  'podium',
] as const;
export type PostKind = (typeof POST_KINDS)[number];

/** `subjectId` of a 'phase' post. */
export const PHASE_POST = { open: 1, voting: 2, cancelled: 9 } as const;

/** A message that a challenge owes, or has. */
export interface ChallengePost {
  id: number;
  challengeId: number;
  kind: PostKind;
  /** What of its kind it is; 0 where there is only one. */
  subjectId: number;
  channelId: string | undefined;
  messageId: string | undefined;
  /** Of what it last showed. */
  hash: string | undefined;
  createdAt: number;
  attempts: number;
  /** When it is to be posted, mended or looked after; never when undefined. Another one than before whenever it was changed. */
  dueAt: number | undefined;
}

export interface ChallengePostStore {
  /** Posts to be made, mended or looked after, the longest due first. */
  due(now: number, limit: number): Promise<ChallengePost[]>;
  /** Owes a post, once for ever. @returns false when there is, or was, one already */
  owe(post: Pick<ChallengePost, 'challengeId' | 'kind' | 'subjectId'>, now: number): Promise<boolean>;
  /**
   * Posted or edited; looked after again at `nextLookAt`, never when undefined. What has changed since it was read stays due.
   * @param post as it was read
   */
  shown(
    post: Pick<ChallengePost, 'id' | 'dueAt'>,
    at: { channelId: string; messageId: string; hash: string },
    nextLookAt: number | undefined,
  ): Promise<void>;
  /** Its message is gone: it is posted anew, and has a new `createdAt`. */
  lost(id: number, now: number): Promise<void>;
  /** Tried in vain, and again at `at`. */
  postpone(id: number, at: number): Promise<void>;
  /** Not tried yet: something else has to happen first, which is looked for at `at`. */
  wait(id: number, at: number): Promise<void>;
  /** Nothing is to be shown (any more). */
  done(id: number): Promise<void>;
  ofChallenge(challengeId: number): Promise<ChallengePost[]>;
  /** The entry whose post a message of a server is. */
  entryShownBy(guildId: string, messageId: string): Promise<Entry | undefined>;
  /** What posts of a challenge show has changed: they are due. */
  changed(challengeId: number, kinds: readonly PostKind[], now: number): Promise<void>;
}

import type { CaseDraft, ModerationCase } from './case.ts';

/** A member who may not ask for videos in a server. */
export interface Block {
  guildId: string;
  userId: string;
  reason: string | undefined;
  byId: string;
  since: number;
  /** For ever when absent. */
  until: number | undefined;
}

export interface BlockStore {
  /** The block in force, if there is one. */
  active(guildId: string, userId: string, now: number): Promise<Block | undefined>;
  /** Blocks in force, newest first. */
  list(guildId: string, now: number): Promise<Block[]>;
  /** Blocks a member, in place of any earlier block. */
  block(block: Block, draft: CaseDraft, now: number): Promise<ModerationCase>;
  /** @returns undefined, with nothing changed, when no block was in force */
  unblock(
    guildId: string,
    userId: string,
    draft: CaseDraft,
    now: number,
  ): Promise<ModerationCase | undefined>;
}

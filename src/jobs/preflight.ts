import type { BudgetStanding } from '../quota/budget.ts';

/** What a server uses a channel for. */
export type ChannelUse = 'videos' | 'gallery' | 'log' | 'moderators';

/** One thing that was looked at before members run into it. */
export type Finding =
  /** The bot's commands are there, the bot itself is not. */
  | { kind: 'not-in-server' }
  | {
      kind: 'channel';
      channelId: string;
      uses: readonly ChannelUse[];
      /** `hidden`: it is there, but out of the bot's sight. */
      state: 'open' | 'hidden' | 'gone';
      /** Permissions that the bot lacks there, as the server's settings call them. */
      missing: readonly string[];
    }
  /** No channels are named: what the bot's roles lack throughout the server. */
  | { kind: 'all-channels'; missing: readonly string[] }
  | { kind: 'moderator-role'; roleId: string; exists: boolean }
  | { kind: 'host-role'; roleId: string; exists: boolean }
  /** A challenge that goes on: what stands in its way, and what is worth knowing, each with what to do. Its title is not escaped. */
  | { kind: 'challenge'; title: string; problems: readonly string[]; hints: readonly string[] }
  /** Nowhere to post what moderators should see. */
  | { kind: 'no-log' }
  | { kind: 'approval-unseen' }
  /** What authors get who choose nothing is not allowed (any more): something allowed is taken instead. */
  | { kind: 'usual-not-allowed'; usual: string }
  | { kind: 'scenario'; state: 'works' | 'refuses-keys' | 'fails' }
  | { kind: 'budget'; standing: BudgetStanding }
  | { kind: 'no-budget' }
  | { kind: 'data-folder'; writable: boolean }
  /** What is left free on the disk, and whether that is so little that nothing is ordered. */
  | { kind: 'disk'; freeBytes: number; low: boolean }
  /** What the kept videos take of it, and may take. */
  | { kind: 'library'; videos: number; bytes: number; maxBytes: number }
  /** Undefined when there is none. */
  | { kind: 'ffmpeg'; version: string | undefined }
  /** Where the bot shows videos itself; undefined when it does not. */
  | { kind: 'public-url'; url: string | undefined };

/** Looks whether everything that a server's settings need is there. */
export interface Preflight {
  /** Asks Discord and Scenario anew; takes seconds. */
  run(guildId: string): Promise<Finding[]>;
}

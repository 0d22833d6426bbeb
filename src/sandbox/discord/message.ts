import type { SandboxComponent } from './component-schema.ts';
import type { MentionRules, SandboxEmbed } from './message-body.ts';

export interface SandboxUser {
  readonly id: string;
  name: string;
  /** Whether the bot may write to them: 50007 otherwise. */
  dmsOpen: boolean;
}

/** A file that a member hands over. */
export interface SandboxUpload {
  name: string;
  contentType: string;
  bytes: Uint8Array;
  width?: number;
  height?: number;
}

export interface SandboxAttachment {
  readonly id: string;
  readonly filename: string;
  readonly description: string | undefined;
  readonly size: number;
  readonly contentType: string;
  readonly width: number | undefined;
  readonly height: number | undefined;
  readonly isSpoiler: boolean;
  /** Signed afresh at every look; good for 24 hours of the sandbox's clock. */
  readonly url: string;
  /** Where the bytes lie until the sandbox closes. */
  readonly path: string;
  bytes(): Promise<Buffer>;
}

/** How a message looked after it was sent or after one edit. */
export interface MessageVersion {
  readonly content: string;
  readonly embeds: readonly SandboxEmbed[];
  readonly components: readonly SandboxComponent[];
  readonly attachments: readonly SandboxAttachment[];
  /** Milliseconds on the sandbox's clock. */
  readonly at: number;
}

export interface SandboxMessage {
  readonly id: string;
  readonly channelId: string;
  readonly author: 'bot' | SandboxUser;
  readonly content: string;
  readonly embeds: readonly SandboxEmbed[];
  readonly components: readonly SandboxComponent[];
  readonly attachments: readonly SandboxAttachment[];
  readonly flags: number;
  /** As the bot last sent it. */
  readonly allowedMentions: MentionRules | undefined;
  /** Who the text pings by the rules of allowed mentions. */
  readonly mentionedUserIds: readonly string[];
  readonly mentionedRoleIds: readonly string[];
  readonly mentionsEveryone: boolean;
  readonly nonce: string | number | undefined;
  /** Milliseconds on the sandbox's clock. */
  readonly createdAt: number;
  readonly asSent: MessageVersion;
  /** The outcome of every edit, oldest first. */
  readonly edits: readonly MessageVersion[];
  readonly viaInteraction: string | undefined;
  readonly replyTo: string | undefined;
  /** Only of Discord's own "… pinned a message": the id of the pinned message. Such a message is empty. */
  readonly pinNoticeOf: string | undefined;
  readonly ephemeral: boolean;
  /** A deferred answer that still shows "is thinking". */
  readonly loading: boolean;
  readonly deleted: boolean;
}

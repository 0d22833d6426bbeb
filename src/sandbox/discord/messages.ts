import { MessageFlags } from 'discord.js';
import type { SandboxComponent } from './component-schema.ts';
import type { EventHub } from './events.ts';
import type { Mentions } from './mentions.ts';
import type { MessageVersion, SandboxAttachment, SandboxMessage, SandboxUser } from './message.ts';
import type { MentionRules, SandboxEmbed } from './message-body.ts';
import type { AnyChannel } from './model.ts';

/** Everything that can change about a message. */
export interface MessageState {
  content: string;
  embeds: readonly SandboxEmbed[];
  components: readonly SandboxComponent[];
  attachments: readonly SandboxAttachment[];
  flags: number;
  mentions: Mentions;
  allowedMentions: MentionRules | undefined;
}

/** What stays as it was at birth. */
export interface MessageOrigin {
  /** Given where something else fixes it: the first message of a forum post bears the post's id. */
  id?: string | undefined;
  channel: AnyChannel;
  author: 'bot' | SandboxUser;
  nonce?: string | number | undefined;
  viaInteraction?: { id: string; type: number; user: SandboxUser } | undefined;
  replyTo?: string | undefined;
  /** Of the message by which Discord tells a channel that another one was pinned: the other one's id. */
  pinNoticeOf?: string | undefined;
}

export interface MessageRecord extends SandboxMessage {
  readonly origin: MessageOrigin;
  readonly state: MessageState;
  readonly editedAt: number | undefined;
}

export interface MessageStore {
  create(origin: MessageOrigin, state: MessageState): MessageRecord;
  edit(message: MessageRecord, state: MessageState): void;
  remove(message: MessageRecord): void;
  /** Any message that is not deleted, ephemeral ones too. */
  find(id: string): MessageRecord | undefined;
  /** What everyone in a channel sees, oldest first. */
  listed(channelId: string): readonly MessageRecord[];
}

export interface MessageStoreDeps {
  now: () => number;
  snowflake: () => string;
  events: EventHub;
}

interface Entry {
  record: MessageRecord;
  state: MessageState;
  edits: MessageVersion[];
  deleted: boolean;
}

export function createMessageStore({ now, snowflake, events }: MessageStoreDeps): MessageStore {
  const entries = new Map<string, Entry>();
  /** Without ephemeral messages, of which thousands of members make very many. */
  const byChannel = new Map<string, Entry[]>();

  const versionOf = ({ content, embeds, components, attachments }: MessageState): MessageVersion => ({
    content,
    embeds,
    components,
    attachments,
    at: now(),
  });

  const entryOf = (message: MessageRecord): Entry => {
    const entry = entries.get(message.id);
    if (!entry) throw new Error(`Message ${message.id} is not of this sandbox`);
    return entry;
  };

  return {
    create(origin, state) {
      const edits: MessageVersion[] = [];
      const fixed = { id: origin.id ?? snowflake(), createdAt: now(), asSent: versionOf(state), edits };
      const entry: Entry = { record: liveRecord(fixed, origin, () => entry), state, edits, deleted: false };
      entries.set(entry.record.id, entry);
      if (!entry.record.ephemeral) {
        const siblings = byChannel.get(origin.channel.id) ?? [];
        byChannel.set(origin.channel.id, siblings);
        siblings.push(entry);
      }
      events.emit({ type: 'message-created', message: entry.record });
      return entry.record;
    },
    edit(message, state) {
      const entry = entryOf(message);
      const version = versionOf(state);
      entry.state = state;
      entry.edits.push(version);
      events.emit({ type: 'message-edited', message, version });
    },
    remove(message) {
      entryOf(message).deleted = true;
      events.emit({ type: 'message-deleted', message });
    },
    find(id) {
      const entry = entries.get(id);
      return entry && !entry.deleted ? entry.record : undefined;
    },
    listed: (channelId) =>
      (byChannel.get(channelId) ?? []).filter(({ deleted }) => !deleted).map(({ record }) => record),
  };
}

interface Fixed {
  id: string;
  createdAt: number;
  asSent: MessageVersion;
  edits: readonly MessageVersion[];
}

/** The one object by which everybody knows the message; it always shows the present state. */
function liveRecord(fixed: Fixed, origin: MessageOrigin, entry: () => Entry): MessageRecord {
  const state = () => entry().state;
  return {
    ...fixed,
    origin,
    channelId: origin.channel.id,
    author: origin.author,
    nonce: origin.nonce,
    viaInteraction: origin.viaInteraction?.id,
    replyTo: origin.replyTo,
    pinNoticeOf: origin.pinNoticeOf,
    get state() {
      return state();
    },
    get content() {
      return state().content;
    },
    get embeds() {
      return state().embeds;
    },
    get components() {
      return state().components;
    },
    get attachments() {
      return state().attachments;
    },
    get flags() {
      return state().flags;
    },
    get allowedMentions() {
      return state().allowedMentions;
    },
    get mentionedUserIds() {
      return state().mentions.userIds;
    },
    get mentionedRoleIds() {
      return state().mentions.roleIds;
    },
    get mentionsEveryone() {
      return state().mentions.everyone;
    },
    get ephemeral() {
      return (state().flags & MessageFlags.Ephemeral) !== 0;
    },
    get loading() {
      return (state().flags & MessageFlags.Loading) !== 0;
    },
    get editedAt() {
      return fixed.edits.at(-1)?.at;
    },
    get deleted() {
      return entry().deleted;
    },
  };
}

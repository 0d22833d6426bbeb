import { MessageFlags, PermissionFlagsBits } from 'discord.js';
import { checkLayout, walk } from './component-rules.ts';
import type { SandboxComponent } from './component-schema.ts';
import { refusal } from './errors.ts';
import { type Mentions, resolveMentions } from './mentions.ts';
import {
  checkAttachments,
  checkMedia,
  filenameOf,
  keptAttachments,
  publishFile,
} from './message-attachments.ts';
import type { MentionRules, WebhookMessage } from './message-body.ts';
import type { MessageOrigin, MessageRecord, MessageState } from './messages.ts';
import type { IncomingFile } from './payload.ts';
import { holds } from './permissions.ts';
import { reopen } from './thread-rules.ts';
import type { World } from './world.ts';

const MAX_ATTACHMENTS = 10;
/** What a bot may set on a message of its own. */
const SETTABLE =
  MessageFlags.SuppressEmbeds | MessageFlags.SuppressNotifications | MessageFlags.IsComponentsV2;
const EDITABLE = MessageFlags.SuppressEmbeds | MessageFlags.IsComponentsV2;

export interface Write {
  body: WebhookMessage;
  files: readonly IncomingFile[];
  /** What holds where the body has no `allowed_mentions`. */
  mentionDefault: MentionRules;
}

/** Posts a message of the bot, or throws what Discord answers. Whether it may post there is the caller's matter. */
export function postMessage(
  world: World,
  origin: Omit<MessageOrigin, 'author'>,
  write: Write,
  ephemeral = false,
): MessageRecord {
  const full: MessageOrigin = { ...origin, author: 'bot' };
  const state = composeMessage(world, full, write, ephemeral);
  if (!ephemeral) reopen(full.channel);
  return world.messages.create(full, state);
}

/** A message as it will look, posted nowhere yet, or what Discord answers is thrown. */
export function composeMessage(
  world: World,
  origin: MessageOrigin,
  { body, files, mentionDefault }: Write,
  ephemeral: boolean,
): MessageState {
  const flags = ((body.flags ?? 0) & SETTABLE) | (ephemeral ? MessageFlags.Ephemeral : 0);
  checkLayout(body, flags);
  checkAttachments(body, files, []);
  const content = (body.content ?? '').trim();
  const embeds = body.embeds ?? [];
  const components = numbered(body.components ?? []);
  checkNotEmpty({ content, embeds, components, attachments: files }, flags);
  checkMedia(
    components,
    files.map((file) => filenameOf(body, file)),
  );
  const attachments = files.map((file) => publishFile(world, origin, ephemeral, body, file));
  const allowedMentions = body.allowed_mentions ?? undefined;
  const mentions = mentionsOf(world, origin, content, components, allowedMentions ?? mentionDefault);
  return { content, embeds, components, attachments, flags, mentions, allowedMentions };
}

/** Edits a message: what the body does not name stays. */
export function editMessage(
  world: World,
  message: MessageRecord,
  { body, files, mentionDefault }: Write,
): void {
  const before = message.state;
  const editable = (body.flags ?? before.flags) & EDITABLE;
  const flags = (before.flags & ~MessageFlags.Loading & ~MessageFlags.SuppressEmbeds) | editable;
  const content = body.content === undefined ? before.content : (body.content ?? '').trim();
  const embeds = body.embeds === undefined ? before.embeds : (body.embeds ?? []);
  const given = body.components === undefined ? before.components : numbered(body.components ?? []);
  checkLayout({ content, embeds, components: given }, flags);
  checkAttachments(body, files, before.attachments);
  const kept = keptAttachments(world, body, before.attachments);
  const fresh = files.filter(
    ({ index }) => !body.attachments || body.attachments.some(({ id }) => id === index),
  );
  if (kept.length + fresh.length > MAX_ATTACHMENTS) throw refusal('tooManyAttachments');
  checkNotEmpty({ content, embeds, components: given, attachments: [...kept, ...fresh] }, flags);
  const names = [...kept.map(({ filename }) => filename), ...fresh.map((file) => filenameOf(body, file))];
  checkMedia(given, names);
  const added = fresh.map((file) => publishFile(world, message.origin, message.ephemeral, body, file));
  const allowedMentions = body.allowed_mentions ?? undefined;
  world.messages.edit(message, {
    content,
    embeds,
    components: given,
    attachments: [...kept, ...added],
    flags,
    mentions: mentionsOf(world, message.origin, content, given, allowedMentions ?? mentionDefault),
    allowedMentions,
  });
}

/** The "is thinking" message that a deferred answer shows. */
export function postLoading(
  world: World,
  origin: Omit<MessageOrigin, 'author'>,
  ephemeral: boolean,
): MessageRecord {
  const flags = MessageFlags.Loading | (ephemeral ? MessageFlags.Ephemeral : 0);
  if (!ephemeral) reopen(origin.channel);
  return world.messages.create({ ...origin, author: 'bot' }, { ...plainState(''), flags });
}

/** A message of nothing but text, which pings nobody. */
export function plainState(content: string): MessageState {
  return {
    content,
    embeds: [],
    components: [],
    attachments: [],
    flags: 0,
    mentions: { userIds: [], roleIds: [], everyone: false },
    allowedMentions: undefined,
  };
}

interface Parts {
  content: string;
  embeds: readonly unknown[];
  components: readonly unknown[];
  attachments: readonly unknown[];
}

/** In the second layout a file shows only where a component names it. */
function checkNotEmpty({ content, embeds, components, attachments }: Parts, flags: number): void {
  const isV2 = (flags & MessageFlags.IsComponentsV2) !== 0;
  const rest = isV2 ? [] : [...content, ...embeds, ...attachments];
  if (components.length === 0 && rest.length === 0) throw refusal('emptyMessage');
}

/** Components get an `id` where the bot gave none. */
function numbered(components: readonly SandboxComponent[]): SandboxComponent[] {
  const copy = structuredClone([...components]);
  walk(copy).forEach(({ part }, index) => {
    part.id ??= index + 1;
  });
  return copy;
}

function mentionsOf(
  world: World,
  origin: MessageOrigin,
  content: string,
  components: readonly SandboxComponent[],
  rules: MentionRules,
): Mentions {
  const { channel, replyTo } = origin;
  const text = [content, ...walk(components).map(({ part }) => part.content ?? '')].join('\n');
  const target = replyTo === undefined ? undefined : world.messages.find(replyTo)?.author;
  const repliesTo = target === undefined || target === 'bot' ? undefined : target.id;
  const everyone = PermissionFlagsBits.MentionEveryone;
  const mayPingEveryone = channel.kind === 'guild' && holds(channel.botPermissions, everyone);
  const mayPingRole = (roleId: string) => {
    const role = channel.kind === 'guild' && channel.guild.roles.find(({ id }) => id === roleId);
    return role ? role.mentionable || (mayPingEveryone && role.position > 0) : false;
  };
  return resolveMentions(text, rules, { mayPingEveryone, mayPingRole, repliesTo });
}

import type { SandboxInteraction } from './interaction.ts';
import type { SandboxMessage, SandboxUpload, SandboxUser } from './message.ts';
import type { SandboxEmbed } from './message-body.ts';
import type { SandboxScheduledEvent } from './scheduled-event.ts';
import type { ThreadChanges, ThreadState } from './thread-state.ts';

type PremiumTier = 0 | 1 | 2 | 3;

export interface SandboxRole {
  readonly id: string;
  readonly name: string;
  /** @everyone stands at 0; whose highest role has the greater number is above. */
  position: number;
  /** What it gives throughout the server. */
  permissions: bigint;
  /** Belongs to the application: nobody else can have it. */
  readonly managed: boolean;
  /** Whether everybody may ping it, also who may not ping @everyone. */
  mentionable: boolean;
}

export interface RoleOptions {
  /** Above all that are there when absent. */
  position?: number;
  permissions?: bigint;
  /** It is when absent. */
  mentionable?: boolean;
}

export interface GuildOptions {
  name?: string;
  premiumTier?: PremiumTier;
  features?: string[];
  /** Overrides what tier and features give. */
  uploadLimitBytes?: number;
}

export type ChannelKind = 'text' | 'thread' | 'announcement' | 'forum' | 'voice' | 'category';

/** One of those that a forum offers for its posts. */
export interface ForumTag {
  readonly id: string;
  readonly name: string;
  /** Set by those only who manage threads. */
  readonly moderated: boolean;
}

/** What a channel gives to a role or a member, and what it takes from them. The bot's role has `botPermissions` instead. */
export interface SandboxOverwrite {
  readonly id: string;
  readonly of: 'role' | 'member';
  readonly allow?: bigint;
  readonly deny?: bigint;
}

export interface ChannelOptions {
  name?: string;
  type?: ChannelKind;
  nsfw?: boolean;
  /** The bot's permissions there; all that it needs when absent. */
  botPermissions?: bigint;
  /** A category, or for a thread its channel; a thread without one gets a text channel of its own. */
  parent?: SandboxChannel;
  /** The names of a forum's tags. */
  tags?: readonly string[];
  /** Those that only moderators may set, behind the others. */
  moderatedTags?: readonly string[];
  /** Whether every post of a forum must have a tag. */
  requiresTag?: boolean;
}

export interface MemberOptions {
  name?: string;
  nick?: string;
  permissions?: bigint;
  roles?: readonly SandboxRole[];
  /** Milliseconds since the epoch; long ago when absent. */
  joinedAt?: number;
  /** Of a new person, in milliseconds since the epoch; now when absent. Their id tells it. */
  accountCreatedAt?: number;
  /** What the member's own Nitro allows. */
  nitroUploadLimitBytes?: number;
  /** The same person as the member of another server. */
  userId?: string;
}

export interface SandboxGuild {
  readonly id: string;
  name: string;
  premiumTier: PremiumTier;
  features: string[];
  uploadLimitBytes: number | undefined;
  readonly botPresent: boolean;
  /** Somebody who is nobody else, until `setOwner`. Holds every permission. */
  readonly owner: SandboxMember;
  readonly ownerId: string;
  readonly roles: readonly SandboxRole[];
  /** The one that the bot came with. Its permissions are those of the bot before channels change them. */
  readonly botRole: SandboxRole;
  /** With threads. */
  readonly channels: readonly SandboxChannel[];
  readonly members: readonly SandboxMember[];
  /** Oldest first, finished ones too. */
  readonly scheduledEvents: readonly SandboxScheduledEvent[];
  addChannel(options?: ChannelOptions): SandboxChannel;
  addMember(options?: MemberOptions): SandboxMember;
  /** They leave; their user and their messages stay. The owner cannot. */
  removeMember(member: SandboxMember): void;
  setOwner(member: SandboxMember): void;
  addRole(name: string, options?: RoleOptions): SandboxRole;
  /** Ends the bot's stay: everything in the server answers 50001 from now on. */
  removeBot(by?: 'server' | 'bot'): void;
  /** Lets a bot that was removed back in. */
  addBot(): void;
}

export interface SandboxChannel {
  readonly kind: 'guild';
  readonly id: string;
  readonly guild: SandboxGuild;
  name: string;
  readonly type: ChannelKind;
  /** The category, or for a thread the channel that it belongs to. */
  readonly parent: SandboxChannel | undefined;
  readonly parentId: string | undefined;
  /** A thread's are those of its channel. */
  nsfw: boolean;
  /** A thread's are those of its channel. Everything where the bot's role is an administrator's. */
  botPermissions: bigint;
  /** Of others than the bot. A thread has none. They are told of, not enforced. */
  overwrites: SandboxOverwrite[];
  /** Also with the channel of a thread. */
  readonly deleted: boolean;
  /** What everyone sees, oldest first: no deleted and no ephemeral messages. */
  readonly messages: readonly SandboxMessage[];
  /** Newest pin first. */
  readonly pins: readonly SandboxMessage[];
  /** Oldest first, archived ones too. */
  readonly threads: readonly SandboxChannel[];
  /** Only a forum has some. */
  readonly tags: readonly ForumTag[];
  requiresTag: boolean;
  /** Only of a thread. */
  readonly thread: Readonly<ThreadState> | undefined;
  /** What a moderator or the bot changes about a thread. Throws for every other channel. */
  changeThread(changes: ThreadChanges): void;
  delete(): void;
}

export interface DmChannel {
  readonly kind: 'dm';
  readonly id: string;
  readonly recipient: SandboxUser;
  readonly messages: readonly SandboxMessage[];
}

export type AnyChannel = SandboxChannel | DmChannel;

/** What a member can give to an option. Users, roles and channels are named by their id. */
export type OptionValue = string | number | boolean | SandboxUpload;
export type OptionValues = Readonly<Record<string, OptionValue>>;
/** What a member can fill into a modal: text, the picked values, a tick, or files. */
export type ModalValue = string | boolean | readonly string[] | readonly SandboxUpload[];

export interface ShownParts {
  files?: readonly SandboxUpload[];
  embeds?: readonly SandboxEmbed[];
}

export interface SlashExtra {
  /** The language of their client for this once. */
  locale?: string;
  subcommand?: string;
  subcommandGroup?: string;
}

/**
 * A person in a server. Every action resolves once the bot was told, and rejects with an
 * `ImpossibleAction` when Discord's client would not have let the member do it.
 */
export interface SandboxMember {
  readonly id: string;
  readonly name: string;
  readonly guild: SandboxGuild;
  readonly user: SandboxUser;
  nick: string | undefined;
  /** In every channel of the server, before what roles add. */
  permissions: bigint;
  roles: readonly SandboxRole[];
  /** Milliseconds since the epoch. */
  joinedAt: number;
  nitroUploadLimitBytes: number | undefined;
  /** The language of their client. */
  locale: string;
  slash(
    channel: SandboxChannel,
    commandName: string,
    options?: OptionValues,
    extra?: SlashExtra,
  ): Promise<SandboxInteraction>;
  /** Types into an option; `others` are the options filled in so far. */
  autocomplete(
    channel: SandboxChannel,
    commandName: string,
    focusedOption: string,
    value: string | number,
    extra?: SlashExtra & { others?: OptionValues },
  ): Promise<SandboxInteraction>;
  press(message: SandboxMessage, customId: string): Promise<SandboxInteraction>;
  select(message: SandboxMessage, customId: string, values: readonly string[]): Promise<SandboxInteraction>;
  submitModal(
    interaction: SandboxInteraction,
    values: Readonly<Record<string, ModalValue>>,
  ): Promise<SandboxInteraction>;
  contextMenu(
    channel: SandboxChannel,
    commandName: string,
    target: SandboxMessage,
  ): Promise<SandboxInteraction>;
  /** The entry in the menu of a person, who may have left the server. */
  contextMenuUser(
    channel: SandboxChannel,
    commandName: string,
    target: SandboxMember,
  ): Promise<SandboxInteraction>;
  /** Writes an ordinary message; the bot, having no intents, is not told. */
  say(channel: SandboxChannel, content: string): SandboxMessage;
  /** Writes a message with files, and with the embeds that Discord makes of its links. */
  show(channel: SandboxChannel, parts: ShownParts): Promise<SandboxMessage>;
  /** Deletes a message: one of their own, or as a moderator anybody's. */
  deleteMessage(message: SandboxMessage): void;
}

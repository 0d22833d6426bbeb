import type { SandboxInteraction } from './interaction.ts';
import type { SandboxMessage, SandboxUpload, SandboxUser } from './message.ts';

type PremiumTier = 0 | 1 | 2 | 3;

export interface SandboxRole {
  readonly id: string;
  readonly name: string;
}

export interface GuildOptions {
  name?: string;
  premiumTier?: PremiumTier;
  features?: string[];
  /** Overrides what tier and features give. */
  uploadLimitBytes?: number;
}

export interface ChannelOptions {
  name?: string;
  type?: 'text' | 'thread' | 'announcement';
  nsfw?: boolean;
  /** The bot's permissions there; all that it needs when absent. */
  botPermissions?: bigint;
}

export interface MemberOptions {
  name?: string;
  permissions?: bigint;
  roles?: readonly SandboxRole[];
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
  readonly roles: readonly SandboxRole[];
  readonly channels: readonly SandboxChannel[];
  readonly members: readonly SandboxMember[];
  addChannel(options?: ChannelOptions): SandboxChannel;
  addMember(options?: MemberOptions): SandboxMember;
  addRole(name: string): SandboxRole;
  /** Throws the bot out: everything in the server answers 50001 from now on. */
  removeBot(): void;
}

export interface SandboxChannel {
  readonly kind: 'guild';
  readonly id: string;
  readonly guild: SandboxGuild;
  readonly name: string;
  readonly type: 'text' | 'thread' | 'announcement';
  readonly parentId: string | undefined;
  nsfw: boolean;
  botPermissions: bigint;
  readonly deleted: boolean;
  /** What everyone sees, oldest first: no deleted and no ephemeral messages. */
  readonly messages: readonly SandboxMessage[];
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
  /** In every channel of the server. */
  permissions: bigint;
  roles: readonly SandboxRole[];
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
  /** Writes an ordinary message; the bot, having no intents, is not told. */
  say(channel: SandboxChannel, content: string): SandboxMessage;
}

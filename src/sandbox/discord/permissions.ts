import { PermissionFlagsBits as Can } from 'discord.js';
import { refusal } from './errors.ts';
import type { SandboxChannel } from './model.ts';

/** What the bot's invitation asks for. */
export const BOT_PERMISSIONS: bigint =
  Can.ViewChannel |
  Can.SendMessages |
  Can.SendMessagesInThreads |
  Can.EmbedLinks |
  Can.AttachFiles |
  Can.ReadMessageHistory |
  Can.UseExternalEmojis;

/** What @everyone has on a new server, as far as a bot can notice. */
export const MEMBER_PERMISSIONS: bigint =
  Can.ViewChannel |
  Can.SendMessages |
  Can.SendMessagesInThreads |
  Can.EmbedLinks |
  Can.AttachFiles |
  Can.ReadMessageHistory |
  Can.AddReactions |
  Can.UseExternalEmojis |
  Can.UseApplicationCommands;

/** An administrator holds every permission. */
export function holds(permissions: bigint, wanted: bigint): boolean {
  return (permissions & Can.Administrator) !== 0n || (permissions & wanted) === wanted;
}

/** Throws unless the bot still is in the server and sees the channel. */
export function requireView(channel: SandboxChannel): void {
  if (channel.deleted) throw refusal('unknownChannel');
  if (!channel.guild.botPresent || !holds(channel.botPermissions, Can.ViewChannel)) {
    throw refusal('missingAccess');
  }
}

/** Throws unless the bot may post this in the channel. */
export function requireSend(channel: SandboxChannel, has: { files: boolean; embeds: boolean }): void {
  requireView(channel);
  const send = channel.type === 'thread' ? Can.SendMessagesInThreads : Can.SendMessages;
  requirePermission(channel, send);
  if (has.files) requirePermission(channel, Can.AttachFiles);
  if (has.embeds) requirePermission(channel, Can.EmbedLinks);
}

export function requirePermission(channel: SandboxChannel, permission: bigint): void {
  if (!holds(channel.botPermissions, permission)) throw refusal('missingPermissions');
}

export function mayReadHistory(channel: SandboxChannel): boolean {
  return holds(channel.botPermissions, Can.ReadMessageHistory);
}

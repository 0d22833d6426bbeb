import { PermissionFlagsBits as Can } from 'discord.js';
import { refusal } from './errors.ts';
import type { SandboxChannel, SandboxGuild, SandboxMember } from './model.ts';

/** What the bot's invitation asks for. */
export const BOT_PERMISSIONS: bigint =
  Can.ViewChannel |
  Can.SendMessages |
  Can.SendMessagesInThreads |
  Can.EmbedLinks |
  Can.AttachFiles |
  Can.ReadMessageHistory |
  Can.CreatePublicThreads |
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
  Can.UseApplicationCommands |
  Can.Connect;

export const ALL_PERMISSIONS: bigint = Object.values(Can).reduce((all, one) => all | one, 0n);

/** An administrator holds every permission. */
export function holds(permissions: bigint, wanted: bigint): boolean {
  return (permissions & Can.Administrator) !== 0n || (permissions & wanted) === wanted;
}

/** What a member holds throughout the server: their own and their roles', everything for owner and administrators. */
export function memberPermissions(member: SandboxMember): bigint {
  const sum = member.roles.reduce((all, role) => all | role.permissions, member.permissions);
  return member.guild.owner === member || holds(sum, Can.Administrator) ? ALL_PERMISSIONS : sum;
}

/** What @everyone and the bot's role give it, before a channel's overwrites. */
export function botBasePermissions({ id, roles, botRole }: SandboxGuild): bigint {
  const everyone = roles.find((role) => role.id === id);
  return botRole.permissions | (everyone?.permissions ?? 0n);
}

/** Throws unless the bot still is in the server and sees the channel. */
export function requireView(channel: SandboxChannel): void {
  if (channel.deleted) throw refusal('unknownChannel');
  if (!channel.guild.botPresent || !mayView(channel)) throw refusal('missingAccess');
}

/** Categories are seen by whoever sees a channel in them. */
export function mayView(channel: SandboxChannel): boolean {
  if (holds(channel.botPermissions, Can.ViewChannel)) return true;
  if (channel.type !== 'category') return false;
  return channel.guild.channels.some((child) => child.parent === channel && mayView(child));
}

/** Throws unless the bot may post this in the channel. */
export function requireSend(channel: SandboxChannel, has: { files: boolean; embeds: boolean }): void {
  requireView(channel);
  if (channel.type === 'forum' || channel.type === 'category') throw refusal('nonTextChannel');
  requireConnect(channel);
  requirePermission(channel, channel.type === 'thread' ? Can.SendMessagesInThreads : Can.SendMessages);
  requireContents(channel, has);
}

/** Throws unless the bot may put files and embeds into what it may post. */
export function requireContents(channel: SandboxChannel, has: { files: boolean; embeds: boolean }): void {
  if (has.files) requirePermission(channel, Can.AttachFiles);
  if (has.embeds) requirePermission(channel, Can.EmbedLinks);
}

export function requirePermission(channel: SandboxChannel, permission: bigint): void {
  if (!holds(channel.botPermissions, permission)) throw refusal('missingPermissions');
}

/** The chat of a voice channel is for those who may enter it. */
export function requireConnect(channel: SandboxChannel): void {
  if (channel.type === 'voice' && !holds(channel.botPermissions, Can.Connect)) throw refusal('missingAccess');
}

export function mayReadHistory(channel: SandboxChannel): boolean {
  return holds(channel.botPermissions, Can.ReadMessageHistory);
}

import { PermissionFlagsBits as Can } from 'discord.js';
import { refusal } from './errors.ts';
import type { AnyChannel, SandboxChannel } from './model.ts';
import { holds } from './permissions.ts';

/** Throws where the thread is locked to the bot. Being archived hinders no post: it opens the thread again. */
export function requireOpenForPosts(channel: SandboxChannel): void {
  if (!isLockedTo(channel, channel.botPermissions)) return;
  throw refusal(channel.thread?.archived ? 'closedThread' : 'lockedThread');
}

/** Throws where messages cannot be changed: in archived threads, and in those that are locked to the bot. */
export function requireOpenForEdits(channel: SandboxChannel): void {
  if (channel.thread?.archived) throw refusal('archivedThread');
  if (isLockedTo(channel, channel.botPermissions)) throw refusal('lockedThread');
}

/** Throws where messages cannot even be deleted: in archived threads that are locked to the bot as well. */
export function requireOpenForDeletes(channel: SandboxChannel): void {
  if (channel.thread?.archived && isLockedTo(channel, channel.botPermissions)) {
    throw refusal('archivedThread');
  }
}

/** Only who manages threads can do anything in a locked one. */
export function isLockedTo({ thread }: SandboxChannel, permissions: bigint): boolean {
  return thread?.locked === true && !holds(permissions, Can.ManageThreads);
}

/** What a message does to the thread that it is sent to. */
export function reopen(channel: AnyChannel): void {
  if (channel.kind === 'guild' && channel.thread?.archived) channel.changeThread({ archived: false });
}

import { PermissionFlagsBits as Can } from 'discord.js';
import { refusal } from './errors.ts';
import type { SandboxChannel } from './model.ts';
import { holds, requirePermission } from './permissions.ts';
import type { ThreadChangesBody } from './thread-body.ts';
import { isLockedTo } from './thread-rules.ts';
import type { ThreadChanges, ThreadState } from './thread-state.ts';
import type { World } from './world.ts';

/** What a body asks for; what it has not, or has as null, stays. */
export function changesOf(body: ThreadChangesBody): ThreadChanges {
  return {
    ...(body.name == null ? {} : { name: body.name }),
    ...(body.archived == null ? {} : { archived: body.archived }),
    ...(body.locked == null ? {} : { locked: body.locked }),
    ...(body.auto_archive_duration == null ? {} : { autoArchiveMinutes: body.auto_archive_duration }),
    ...(body.rate_limit_per_user == null ? {} : { slowmodeSeconds: body.rate_limit_per_user }),
  };
}

/**
 * Throws unless the bot may change a thread in this way. Who may write in a thread may open it again; its maker may rename
 * and archive it; everything else, and everything in a locked thread, is for those who manage threads.
 */
export function requireChange(
  world: World,
  channel: SandboxChannel,
  thread: ThreadState,
  changes: ThreadChanges,
): void {
  if (!holds(channel.botPermissions, Can.ManageThreads)) {
    const { name, archived, locked, autoArchiveMinutes, slowmodeSeconds } = changes;
    if (locked !== undefined || slowmodeSeconds !== undefined) throw refusal('missingPermissions');
    if (isLockedTo(channel, channel.botPermissions)) throw refusal('missingPermissions');
    const makersOnly = name !== undefined || archived === true || autoArchiveMinutes !== undefined;
    if (makersOnly && thread.ownerId !== world.botUserId) throw refusal('missingPermissions');
    requirePermission(channel, Can.SendMessagesInThreads);
  }
  if (thread.archived && changes.archived !== false) throw refusal('archivedThread');
}

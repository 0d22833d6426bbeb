import type { SandboxChannel } from './model.ts';
import type { World } from './world.ts';

/** What only threads have. Times are milliseconds on the sandbox's clock. */
export interface ThreadState {
  ownerId: string;
  /** Only for those who were invited. */
  isPrivate: boolean;
  archived: boolean;
  locked: boolean;
  autoArchiveMinutes: number;
  slowmodeSeconds: number;
  /** Of a post in a forum. */
  tagIds: readonly string[];
  createdAt: number;
  /** When it was made, archived or opened, or its duration was changed. */
  archiveChangedAt: number;
}

export type ThreadChanges = Partial<
  Pick<ThreadState, 'archived' | 'locked' | 'autoArchiveMinutes' | 'slowmodeSeconds'> & { name: string }
>;

const DEFAULT_AUTO_ARCHIVE_MINUTES = 1440;

/** Everything that whoever makes a thread may choose. */
export type ThreadBirth = Partial<
  Pick<ThreadState, 'ownerId' | 'isPrivate' | 'autoArchiveMinutes' | 'slowmodeSeconds' | 'tagIds'>
>;

/** A new thread is open to all; without a maker it is the server's owner's. */
export function newThreadState(world: World, parent: SandboxChannel, birth: ThreadBirth): ThreadState {
  return {
    ownerId: birth.ownerId ?? parent.guild.ownerId,
    isPrivate: birth.isPrivate ?? false,
    archived: false,
    locked: false,
    autoArchiveMinutes: birth.autoArchiveMinutes ?? DEFAULT_AUTO_ARCHIVE_MINUTES,
    slowmodeSeconds: birth.slowmodeSeconds ?? 0,
    tagIds: birth.tagIds ?? [],
    createdAt: world.now(),
    archiveChangedAt: world.now(),
  };
}

/** Applies what is to change, all but the name. */
export function applyChanges(
  state: ThreadState,
  { name: _name, ...changes }: ThreadChanges,
  now: number,
): void {
  const before = { ...state };
  Object.assign(state, changes);
  const moved = state.archived !== before.archived || state.autoArchiveMinutes !== before.autoArchiveMinutes;
  if (moved) state.archiveChangedAt = now;
}

import type { SandboxGuild } from '../../discord/model.ts';

/** What ids are called, and what time it is for the reader. */
export interface Names {
  user(id: string): string;
  role(id: string): string;
  /** Without the sign before it. */
  channel(id: string): string;
  /** Milliseconds. */
  now(): number;
}

/** The names of everything in a server, as it is when asked. */
export function namesOf(
  guild: Pick<SandboxGuild, 'name' | 'members' | 'roles' | 'channels'>,
  now: () => number,
): Names {
  const called = (list: readonly { id: string; name: string }[], id: string, kind: string): string => {
    const found = list.find((one) => one.id === id);
    if (!found) throw new Error(`The picture names a ${kind} that is not in ${guild.name}: ${id}`);
    return found.name;
  };
  return {
    user: (id) => called(guild.members, id, 'member'),
    role: (id) => called(guild.roles, id, 'role'),
    channel: (id) => called(guild.channels, id, 'channel'),
    now,
  };
}

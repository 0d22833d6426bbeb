import { PermissionFlagsBits as Can } from 'discord.js';
import type { ChannelOptions, SandboxChannel, SandboxGuild } from './model.ts';
import { ALL_PERMISSIONS, BOT_PERMISSIONS, botBasePermissions, holds } from './permissions.ts';
import { applyChanges, newThreadState, type ThreadBirth } from './thread-state.ts';
import type { World } from './world.ts';

interface Birth extends ChannelOptions, ThreadBirth {
  /** Given where something else fixes it: a thread bears the id of the message that it starts from. */
  id?: string;
}

/** Makes a channel. It is nowhere yet: `openChannel` puts it into the world. */
export function newChannel(world: World, guild: SandboxGuild, birth: Birth): SandboxChannel {
  const id = birth.id ?? world.snowflake();
  const type = birth.type ?? 'text';
  const parent = type === 'thread' ? (birth.parent ?? parentOf(world, guild, birth)) : birth.parent;
  const state = type === 'thread' && parent ? newThreadState(world, parent, birth) : undefined;
  const home = state ? parent : undefined;
  let nsfw = birth.nsfw ?? false;
  let botPermissions = birth.botPermissions ?? defaultPermissions(type);
  let deleted = false;

  const channel: SandboxChannel = {
    kind: 'guild',
    id,
    guild,
    name: birth.name ?? 'general',
    type,
    parent,
    parentId: parent?.id,
    get nsfw() {
      return home?.nsfw ?? nsfw;
    },
    set nsfw(value) {
      if (home) home.nsfw = value;
      else nsfw = value;
    },
    get botPermissions() {
      if (holds(botBasePermissions(guild), Can.Administrator)) return ALL_PERMISSIONS;
      return home?.botPermissions ?? botPermissions;
    },
    set botPermissions(value) {
      if (home) home.botPermissions = value;
      else botPermissions = value;
    },
    overwrites: [],
    get deleted() {
      return deleted || home?.deleted === true;
    },
    get messages() {
      return world.messages.listed(id);
    },
    get pins() {
      return world.pins.listed(id);
    },
    get threads() {
      return guild.channels.filter((one) => one.type === 'thread' && one.parent === channel);
    },
    tags: [
      ...(birth.tags ?? []).map((name) => ({ id: world.snowflake(), name, moderated: false })),
      ...(birth.moderatedTags ?? []).map((name) => ({ id: world.snowflake(), name, moderated: true })),
    ],
    requiresTag: birth.requiresTag ?? false,
    thread: state,
    changeThread(changes) {
      if (!state) throw new Error(`${channel.name} is no thread`);
      channel.name = changes.name ?? channel.name;
      applyChanges(state, changes, world.now());
      world.events.emit({ type: 'thread-updated', channel });
    },
    delete() {
      deleted = true;
    },
  };
  return channel;
}

export function openChannel(world: World, channel: SandboxChannel): SandboxChannel {
  world.channels.set(channel.id, channel);
  if (channel.type === 'thread') world.events.emit({ type: 'thread-created', channel });
  return channel;
}

function parentOf(world: World, guild: SandboxGuild, { nsfw, botPermissions }: Birth): SandboxChannel {
  const same = {
    ...(nsfw === undefined ? {} : { nsfw }),
    ...(botPermissions === undefined ? {} : { botPermissions }),
  };
  return openChannel(world, newChannel(world, guild, { name: 'general', ...same }));
}

/** Everyone may enter voice channels on a new server, the bot too. */
function defaultPermissions(type: SandboxChannel['type']): bigint {
  return type === 'voice' ? BOT_PERMISSIONS | Can.Connect : BOT_PERMISSIONS;
}

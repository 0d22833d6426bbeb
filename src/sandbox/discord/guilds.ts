import type {
  ChannelOptions,
  GuildOptions,
  SandboxChannel,
  SandboxGuild,
  SandboxMember,
  SandboxRole,
} from './model.ts';
import { BOT_PERMISSIONS } from './permissions.ts';
import type { World } from './world.ts';

/** Makes the people of a guild. */
export type MemberFactory = (
  guild: SandboxGuild,
  options: Parameters<SandboxGuild['addMember']>[0],
) => SandboxMember;

export function createGuild(
  world: World,
  newMember: MemberFactory,
  options: GuildOptions = {},
): SandboxGuild {
  const id = world.snowflake();
  // A server's first role, @everyone, bears the server's own id.
  const roles: SandboxRole[] = [{ id, name: '@everyone' }];
  const channels: SandboxChannel[] = [];
  const members: SandboxMember[] = [];
  let botPresent = true;

  const guild: SandboxGuild = {
    id,
    name: options.name ?? 'A server',
    premiumTier: options.premiumTier ?? 0,
    features: options.features ?? [],
    uploadLimitBytes: options.uploadLimitBytes,
    get botPresent() {
      return botPresent;
    },
    roles,
    get channels() {
      return channels.filter(({ deleted }) => !deleted);
    },
    members,
    addChannel(channelOptions = {}) {
      const channel = createChannel(world, guild, channelOptions);
      channels.push(channel);
      return channel;
    },
    addMember(memberOptions) {
      const member = newMember(guild, memberOptions);
      members.push(member);
      return member;
    },
    addRole(name) {
      const role = { id: world.snowflake(), name };
      roles.push(role);
      return role;
    },
    removeBot() {
      botPresent = false;
    },
  };
  world.guilds.set(id, guild);
  return guild;
}

function createChannel(world: World, guild: SandboxGuild, options: ChannelOptions): SandboxChannel {
  const id = world.snowflake();
  const type = options.type ?? 'text';
  let deleted = false;
  const channel: SandboxChannel = {
    kind: 'guild',
    id,
    guild,
    name: options.name ?? 'general',
    type,
    parentId: type === 'thread' ? world.snowflake() : undefined,
    nsfw: options.nsfw ?? false,
    botPermissions: options.botPermissions ?? BOT_PERMISSIONS,
    get deleted() {
      return deleted;
    },
    get messages() {
      return world.messages.listed(id);
    },
    delete() {
      deleted = true;
    },
  };
  world.channels.set(id, channel);
  return channel;
}

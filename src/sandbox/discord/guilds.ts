import { newChannel, openChannel } from './channels.ts';
import type { GuildOptions, SandboxChannel, SandboxGuild, SandboxMember } from './model.ts';
import { createRoles } from './roles.ts';
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
  const roles = createRoles(world, id);
  const members: SandboxMember[] = [];
  let owner: SandboxMember | undefined;
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
    get owner() {
      owner ??= guild.addMember({ name: 'The owner' });
      return owner;
    },
    get ownerId() {
      return guild.owner.id;
    },
    roles: roles.all,
    botRole: roles.botRole,
    get channels() {
      return channelsOf(world, guild);
    },
    members,
    get scheduledEvents() {
      return world.scheduledEvents.of(id);
    },
    addChannel: (channelOptions = {}) => openChannel(world, newChannel(world, guild, channelOptions)),
    addMember(memberOptions) {
      const member = newMember(guild, memberOptions);
      members.push(member);
      return member;
    },
    removeMember(member) {
      if (member === guild.owner) throw new Error('The owner cannot leave');
      const index = members.indexOf(member);
      if (index >= 0) members.splice(index, 1);
    },
    setOwner(member) {
      if (!members.includes(member)) throw new Error(`${member.name} is not in ${guild.name}`);
      owner = member;
    },
    addRole: roles.add,
    removeBot(by = 'server') {
      if (!botPresent) return;
      botPresent = false;
      world.events.emit({ type: 'bot-left', guild, by });
    },
    addBot() {
      botPresent = true;
    },
  };
  world.guilds.set(id, guild);
  return guild;
}

function channelsOf(world: World, guild: SandboxGuild): SandboxChannel[] {
  const all = [...world.channels.values()];
  return all.flatMap((one) => (one.kind === 'guild' && one.guild === guild && !one.deleted ? [one] : []));
}

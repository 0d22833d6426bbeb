import { PermissionFlagsBits as Can } from 'discord.js';
import type { SandboxCommand } from './command-schema.ts';
import type { CommandRegistry } from './commands.ts';
import { ImpossibleAction } from './errors.ts';
import type { SandboxChannel, SandboxMember } from './model.ts';
import { holds, memberPermissions } from './permissions.ts';

const CONTEXT_GUILD = 0;

/** The registered command, if Discord's client offers it to this member in this channel. */
export function usableCommand(
  commands: CommandRegistry,
  member: SandboxMember,
  channel: SandboxChannel,
  type: SandboxCommand['type'],
  name: string,
): SandboxCommand {
  const { guild } = member;
  requirePlace(member, channel);
  if (channel.thread?.archived) throw new ImpossibleAction(`${channel.name} is archived`);
  const command = guild.botPresent ? commands.find(guild.id, type, name) : undefined;
  if (!command) throw new ImpossibleAction(`There is no command '${name}' in ${guild.name}`);
  if (command.contexts && !command.contexts.includes(CONTEXT_GUILD)) {
    throw new ImpossibleAction(`'${name}' is not for servers`);
  }
  if (command.nsfw && !channel.nsfw) throw new ImpossibleAction(`'${name}' is for age-restricted channels`);
  // "0" leaves the command to administrators.
  const needed =
    BigInt(command.default_member_permissions ?? Can.UseApplicationCommands) || Can.Administrator;
  if (!holds(memberPermissions(member), needed | Can.ViewChannel | Can.UseApplicationCommands)) {
    throw new ImpossibleAction(`${member.name} has not the permissions for '${name}' in ${channel.name}`);
  }
  return command;
}

/** Throws unless the channel is one that the member can write in. */
export function requirePlace(member: SandboxMember, channel: SandboxChannel): void {
  const { guild } = member;
  if (!guild.members.includes(member)) throw new ImpossibleAction(`${member.name} is not in ${guild.name}`);
  if (channel.guild !== guild || channel.deleted)
    throw new ImpossibleAction(`No such channel in ${guild.name}`);
  if (channel.type === 'forum' || channel.type === 'category') {
    throw new ImpossibleAction(`Nobody can write in ${channel.name}, a ${channel.type}`);
  }
}

import { ApplicationCommandType, PermissionFlagsBits as Can } from 'discord.js';
import type { SandboxCommand } from './command-schema.ts';
import type { CommandRegistry } from './commands.ts';
import { useComponent, visibleMessage } from './component-use.ts';
import { ImpossibleAction } from './errors.ts';
import { LONG_AGO_MS } from './guild-json.ts';
import type { InteractionBook } from './interactions.ts';
import type { SandboxAttachment, SandboxMessage } from './message.ts';
import { messageJson } from './message-json.ts';
import { plainState } from './message-writer.ts';
import type { MessageState } from './messages.ts';
import { modalComponents } from './modal-values.ts';
import type { MemberOptions, SandboxChannel, SandboxGuild, SandboxMember } from './model.ts';
import { holds, MEMBER_PERMISSIONS, memberPermissions } from './permissions.ts';
import { createResolved, publishUpload } from './resolved.ts';
import { slashOptions } from './slash-options.ts';
import { isLockedTo, reopen } from './thread-rules.ts';
import { requirePlace, usableCommand } from './usable-command.ts';
import type { World } from './world.ts';

const DEFAULT_LOCALE = 'en-US';
/** With Nitro. */
const MAX_FILE_BYTES = 500 * 1_024 * 1_024;

export interface MemberDeps {
  world: World;
  book: InteractionBook;
  commands: CommandRegistry;
}

/** A person in a guild, with everything that they can do to the bot. */
export function createMember(
  deps: MemberDeps,
  guild: SandboxGuild,
  options: MemberOptions = {},
): SandboxMember {
  const { world, book, commands } = deps;
  const user = userOf(world, options);

  const act = (member: SandboxMember, channel: SandboxChannel, locale = member.locale) => ({
    user,
    member,
    channel,
    locale,
  });

  const write = (
    channel: SandboxChannel,
    content: string,
    parts: Pick<MessageState, 'embeds' | 'attachments'>,
  ): SandboxMessage => {
    requirePlace(member, channel);
    if (isLockedTo(channel, memberPermissions(member)))
      throw new ImpossibleAction(`${channel.name} is locked`);
    reopen(channel);
    return world.messages.create({ channel, author: user }, { ...plainState(content), ...parts });
  };

  const member: SandboxMember = {
    id: user.id,
    name: user.name,
    guild,
    user,
    nick: options.nick,
    permissions: options.permissions ?? MEMBER_PERMISSIONS,
    roles: options.roles ?? [],
    joinedAt: options.joinedAt ?? LONG_AGO_MS,
    nitroUploadLimitBytes: options.nitroUploadLimitBytes,
    locale: DEFAULT_LOCALE,

    async slash(channel, commandName, values = {}, extra = {}) {
      const command = usableCommand(commands, member, channel, ApplicationCommandType.ChatInput, commandName);
      const resolved = createResolved(world, member);
      const given = await slashOptions(command, values, extra, resolved);
      const data = { ...commandJson(command), options: given, ...resolved.json() };
      const label = `/${commandName} by ${user.name}`;
      return book.open({ kind: 'command', label, ...act(member, channel, extra.locale), data });
    },

    async autocomplete(channel, commandName, focusedOption, value, extra = {}) {
      const command = usableCommand(commands, member, channel, ApplicationCommandType.ChatInput, commandName);
      const resolved = createResolved(world, member);
      const focus = { name: focusedOption, value };
      const given = await slashOptions(command, extra.others ?? {}, extra, resolved, focus);
      const data = { ...commandJson(command), options: given, ...resolved.json() };
      const label = `typing into '${focusedOption}' of /${commandName} by ${user.name}`;
      return book.open({ kind: 'autocomplete', label, ...act(member, channel, extra.locale), data });
    },

    async contextMenu(channel, commandName, target) {
      const command = usableCommand(commands, member, channel, ApplicationCommandType.Message, commandName);
      const message = world.messages.find(target.id);
      if (message?.channelId !== channel.id || message.ephemeral) {
        throw new ImpossibleAction(`The message is not in ${channel.name}`);
      }
      const resolved = { messages: { [target.id]: messageJson(world, message) } };
      const data = { ...commandJson(command), target_id: target.id, resolved };
      const label = `'${commandName}' on a message by ${user.name}`;
      return book.open({ kind: 'command', label, ...act(member, channel), data });
    },

    async contextMenuUser(channel, commandName, target) {
      const command = usableCommand(commands, member, channel, ApplicationCommandType.User, commandName);
      const resolved = createResolved(world, member);
      const data = { ...commandJson(command), target_id: resolved.user(target.id), ...resolved.json() };
      const label = `'${commandName}' on ${target.name} by ${user.name}`;
      return book.open({ kind: 'command', label, ...act(member, channel), data });
    },

    press: async (message, customId) => useComponent(deps, member, message, customId, undefined),
    select: async (message, customId, values) => useComponent(deps, member, message, customId, values),

    async submitModal(interaction, values) {
      const { modal } = interaction;
      if (!modal) throw new ImpossibleAction(`${interaction.label} was not answered with a modal`);
      if (interaction.user !== user)
        throw new ImpossibleAction(`The modal was shown to ${interaction.user.name}`);
      const resolved = createResolved(world, member);
      const components = await modalComponents(modal, values, resolved);
      const data = { custom_id: modal.custom_id, components, ...resolved.json() };
      const source = book.byToken(interaction.token)?.deed.source;
      const label = `modal '${modal.custom_id}' by ${user.name}`;
      const { channel } = interaction;
      return book.open({ kind: 'modal', label, user, member, channel, locale: member.locale, source, data });
    },

    say: (channel, content) => write(channel, content, { embeds: [], attachments: [] }),

    async show(channel, { files = [], embeds = [] }) {
      const attachments: SandboxAttachment[] = [];
      for (const upload of files)
        attachments.push(await publishUpload(world, upload, MAX_FILE_BYTES, channel.id));
      return write(channel, '', { embeds, attachments });
    },

    deleteMessage({ id }) {
      const message = visibleMessage(world, member, id);
      const mayDelete = message.author === user || holds(memberPermissions(member), Can.ManageMessages);
      if (message.ephemeral || !mayDelete) throw new ImpossibleAction(`${user.name} may not delete this`);
      world.messages.remove(message);
    },
  };
  return member;
}

function userOf(world: World, { userId, name, accountCreatedAt }: MemberOptions) {
  if (userId !== undefined) {
    const known = world.users.get(userId);
    if (!known) throw new Error(`No user ${userId} in the sandbox`);
    return known;
  }
  const id = world.snowflake(accountCreatedAt);
  const user = { id, name: name ?? `Member ${id.slice(-4)}`, dmsOpen: true };
  world.users.set(id, user);
  return user;
}

function commandJson({ id, name, type, guildId }: SandboxCommand): Record<string, unknown> {
  return { id, name, type, ...(guildId === undefined ? {} : { guild_id: guildId }) };
}

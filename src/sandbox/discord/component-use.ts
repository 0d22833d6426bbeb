import { ComponentType } from 'discord.js';
import { walk } from './component-rules.ts';
import type { SandboxComponent } from './component-schema.ts';
import { resolveEntity } from './entity-menus.ts';
import { ImpossibleAction } from './errors.ts';
import type { SandboxInteraction } from './interaction.ts';
import type { MemberDeps } from './member.ts';
import type { SandboxMessage } from './message.ts';
import type { MessageRecord } from './messages.ts';
import type { SandboxMember } from './model.ts';
import { createResolved } from './resolved.ts';
import type { World } from './world.ts';

/** Presses a button (no values) or picks from a select menu of a message that the member can see. */
export function useComponent(
  { world, book }: MemberDeps,
  member: SandboxMember,
  message: SandboxMessage,
  customId: string,
  values: readonly string[] | undefined,
): SandboxInteraction {
  const source = visibleMessage(world, member, message.id);
  const part = enabledPart(source, customId);
  const resolved = createResolved(world, member);
  if ((part.type === ComponentType.Button) !== (values === undefined)) {
    throw new ImpossibleAction(`'${customId}' is ${values ? 'no select menu' : 'no button'}`);
  }
  const picked = values && {
    values: checkedValues(part, values).map((id) => resolveEntity(part, id, resolved)),
  };
  const { channel } = source.origin;
  return book.open({
    kind: 'component',
    label: `'${customId}' by ${member.name}`,
    user: member.user,
    member: channel.kind === 'guild' ? member : undefined,
    channel,
    locale: member.locale,
    source,
    data: { custom_id: customId, component_type: part.type, id: part.id, ...picked, ...resolved.json() },
  });
}

/** A message that the member has before them. */
export function visibleMessage(world: World, member: SandboxMember, messageId: string): MessageRecord {
  const message = world.messages.find(messageId);
  if (!message || !canSee(member, message))
    throw new ImpossibleAction('The member does not see this message');
  return message;
}

function canSee(member: SandboxMember, { ephemeral, origin }: MessageRecord): boolean {
  const { channel, viaInteraction } = origin;
  if (channel.kind === 'dm') return channel.recipient === member.user;
  if (!member.guild.members.includes(member)) return false;
  if (channel.guild !== member.guild || channel.deleted || !channel.guild.botPresent) return false;
  return !ephemeral || viaInteraction?.user === member.user;
}

function enabledPart(source: MessageRecord, customId: string): SandboxComponent {
  const parts = walk(source.components).map(({ part }) => part);
  const part = parts.find((one) => one.custom_id === customId);
  if (!part) {
    const known = parts.flatMap((one) => one.custom_id ?? []).join(', ');
    throw new ImpossibleAction(`The message has no component '${customId}'; there are: ${known || 'none'}`);
  }
  if (part.disabled) throw new ImpossibleAction(`The component '${customId}' is disabled`);
  return part;
}

function checkedValues(part: SandboxComponent, values: readonly string[]): readonly string[] {
  const min = part.min_values ?? 1;
  const max = part.max_values ?? 1;
  if (values.length < min || values.length > max) {
    throw new ImpossibleAction(`'${part.custom_id}' takes ${min} to ${max} values, not ${values.length}`);
  }
  if (new Set(values).size < values.length) {
    throw new ImpossibleAction(`'${part.custom_id}' takes every value once`);
  }
  const stranger = values.find(
    (value) => part.options && !part.options.some((option) => option.value === value),
  );
  if (stranger !== undefined) throw new ImpossibleAction(`'${part.custom_id}' has no option '${stranger}'`);
  return values;
}

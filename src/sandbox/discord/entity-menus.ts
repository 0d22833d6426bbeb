import { ComponentType } from 'discord.js';
import type { Resolved } from './resolved.ts';

/** A member, role or channel that was picked from a menu; string menus have nothing to be resolved. */
export function resolveEntity(
  menu: { type: number; channel_types?: readonly number[] | null | undefined },
  id: string,
  resolved: Resolved,
): string {
  switch (menu.type) {
    case ComponentType.UserSelect:
      return resolved.member(id);
    case ComponentType.RoleSelect:
      return resolved.role(id);
    case ComponentType.MentionableSelect:
      return resolved.mentionable(id);
    case ComponentType.ChannelSelect:
      return resolved.channel(id, menu.channel_types);
    default:
      return id;
  }
}

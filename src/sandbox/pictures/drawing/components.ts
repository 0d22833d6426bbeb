import { ButtonStyle, ComponentType } from 'discord.js';
import type { SandboxComponent } from '../../discord/component-schema.ts';
import { type Html, html, joined } from './html.ts';
import { drawMarkdown } from './markdown.ts';
import type { Names } from './names.ts';

const BUTTON_CLASSES: Readonly<Record<number, string>> = {
  [ButtonStyle.Primary]: 'primary',
  [ButtonStyle.Secondary]: 'secondary',
  [ButtonStyle.Success]: 'success',
  [ButtonStyle.Danger]: 'danger',
  [ButtonStyle.Link]: 'secondary',
};

/** Texts, and rows of buttons and menus. @throws Error for a kind that the bot did not use when this was written */
export const drawComponents = (parts: readonly SandboxComponent[], names: Names): Html =>
  joined(parts.map((part) => drawTop(part, names)));

function drawTop(part: SandboxComponent, names: Names): Html {
  switch (part.type) {
    case ComponentType.TextDisplay:
      return html`<div class="text">${drawMarkdown(part.content ?? '', names)}</div>`;
    case ComponentType.ActionRow:
      return html`<div class="row">${part.components?.map((inside) => drawPart(inside, names))}</div>`;
    default:
      throw undrawable(part.type);
  }
}

function drawPart(part: SandboxComponent, names: Names): Html {
  switch (part.type) {
    case ComponentType.Button: {
      const off = part.disabled ? ' off' : '';
      return html`<span class="${`button ${BUTTON_CLASSES[part.style ?? 0]}${off}`}">${part.label ?? ''}${
        part.style === ButtonStyle.Link ? html` <small>↗</small>` : undefined
      }</span>`;
    }
    case ComponentType.StringSelect:
    case ComponentType.UserSelect:
    case ComponentType.RoleSelect:
    case ComponentType.ChannelSelect:
      return drawMenu(part, names);
    default:
      throw undrawable(part.type);
  }
}

/** What a menu of a message or a modal is drawn by. */
export type Menu = Pick<SandboxComponent, 'options' | 'default_values' | 'placeholder' | 'max_values'>;

/** A closed menu: what is picked, or what it asks. */
export function drawMenu(
  { options, default_values: entities, placeholder, max_values: max }: Menu,
  names: Names,
): Html {
  const picked = [
    ...(options ?? []).flatMap((option) => (option.default ? [option.label] : [])),
    ...(entities ?? []).map(({ id, type }) => nameOf(id, type, names)),
  ];
  const isOneOfMany = entities == null && (max ?? 1) === 1;
  const chips = picked.map((name) => (isOneOfMany ? html`${name}` : html`<span class="chip">${name}</span>`));
  const empty = html`<span class="placeholder">${placeholder ?? 'Make a selection'}</span>`;
  return html`<span class="menu"><span>${chips.length > 0 ? chips : empty}</span><i></i></span>`;
}

function nameOf(id: string, type: 'user' | 'role' | 'channel', names: Names): string {
  switch (type) {
    case 'user':
      return `@${names.user(id)}`;
    case 'role':
      return `@${names.role(id)}`;
    case 'channel':
      return `# ${names.channel(id)}`;
  }
}

const undrawable = (type: number): Error =>
  new Error(`Pictures cannot show components of type ${type} (${ComponentType[type] ?? 'unknown'}) yet`);

import { ComponentType, MessageFlags } from 'discord.js';
import type { SandboxComponent } from './component-schema.ts';
import { type FormFault, invalidForm } from './form.ts';

const MAX_ROWS = 5;
const MAX_V2_COMPONENTS = 40;
const MAX_V2_TEXT_CHARACTERS = 4000;

const SELECTS: ReadonlySet<number> = new Set([
  ComponentType.StringSelect,
  ComponentType.UserSelect,
  ComponentType.RoleSelect,
  ComponentType.MentionableSelect,
  ComponentType.ChannelSelect,
]);

const IN_CONTAINER: ReadonlySet<number> = new Set([
  ComponentType.ActionRow,
  ComponentType.TextDisplay,
  ComponentType.Section,
  ComponentType.MediaGallery,
  ComponentType.Separator,
  ComponentType.File,
]);

interface Layout {
  content?: string | null | undefined;
  embeds?: readonly unknown[] | null | undefined;
  components?: readonly SandboxComponent[] | null | undefined;
}

/** Throws a 50035 unless the components may stand where they stand, given the flags that the message has. */
export function checkLayout(message: Layout, flags: number): void {
  const components = message.components ?? [];
  const faults = (flags & MessageFlags.IsComponentsV2) !== 0 ? v2Faults(message) : v1Faults(components);
  faults.push(...duplicatedIds(components));
  if (faults.length > 0) throw invalidForm(faults);
}

/** Every component of a tree with its path. */
export function walk(
  components: readonly SandboxComponent[],
  path: readonly PropertyKey[] = ['components'],
): { part: SandboxComponent; path: readonly PropertyKey[] }[] {
  return components.flatMap((part, index) => {
    const here = [...path, index];
    const accessory = part.accessory ? [{ part: part.accessory, path: [...here, 'accessory'] }] : [];
    return [{ part, path: here }, ...walk(part.components ?? [], [...here, 'components']), ...accessory];
  });
}

function v1Faults(components: readonly SandboxComponent[]): FormFault[] {
  const faults: FormFault[] = [];
  if (components.length > MAX_ROWS) {
    faults.push({
      path: ['components'],
      code: 'BASE_TYPE_BAD_LENGTH',
      message: 'Must be between 1 and 5 in length.',
    });
  }
  components.forEach((row, index) => {
    if (row.type === ComponentType.ActionRow) faults.push(...rowFaults(row, ['components', index]));
    else faults.push(wrongType(['components', index, 'type'], [ComponentType.ActionRow]));
  });
  return faults;
}

function v2Faults(message: Layout): FormFault[] {
  const faults: FormFault[] = [];
  const components = message.components ?? [];
  for (const field of ['content', 'embeds'] as const) {
    if (!message[field]?.length) continue;
    const text = `The '${field}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`;
    faults.push({
      path: [field],
      code: 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
      message: text,
    });
  }
  components.forEach((part, index) => {
    faults.push(...placeFaults(part, ['components', index], true));
  });
  const all = walk(components);
  if (all.length > MAX_V2_COMPONENTS) {
    faults.push({
      path: ['components'],
      code: 'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED',
      message: `Must be ${MAX_V2_COMPONENTS} or fewer in total.`,
    });
  }
  const characters = all.reduce((sum, { part }) => sum + (part.content?.length ?? 0), 0);
  if (characters > MAX_V2_TEXT_CHARACTERS) {
    faults.push({
      path: ['components'],
      code: 'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED',
      message: `Must be ${MAX_V2_TEXT_CHARACTERS} or fewer characters in total.`,
    });
  }
  return faults;
}

function placeFaults(part: SandboxComponent, path: readonly PropertyKey[], top: boolean): FormFault[] {
  if (part.type === ComponentType.ActionRow) return rowFaults(part, path);
  if (top && part.type === ComponentType.Container) {
    const children = part.components ?? [];
    return children.flatMap((child, index) => placeFaults(child, [...path, 'components', index], false));
  }
  return IN_CONTAINER.has(part.type) ? [] : [wrongType([...path, 'type'], [...IN_CONTAINER])];
}

function rowFaults(row: SandboxComponent, path: readonly PropertyKey[]): FormFault[] {
  const parts = row.components ?? [];
  const faults: FormFault[] = [];
  parts.forEach((part, index) => {
    if (part.type === ComponentType.Button || SELECTS.has(part.type)) return;
    faults.push(wrongType([...path, 'components', index, 'type'], [ComponentType.Button, ...SELECTS]));
  });
  if (parts.length > 1 && parts.some(({ type }) => SELECTS.has(type))) {
    const text = 'The maximum width of an action row is 5; a select takes all of it.';
    faults.push({ path: [...path, 'components'], code: 'COMPONENT_LAYOUT_WIDTH_EXCEEDED', message: text });
  }
  return faults;
}

function duplicatedIds(components: readonly SandboxComponent[]): FormFault[] {
  const seen = new Set<string>();
  return walk(components).flatMap(({ part, path }) => {
    if (part.custom_id == null) return [];
    if (!seen.has(part.custom_id)) {
      seen.add(part.custom_id);
      return [];
    }
    const message = 'Component custom id cannot be duplicated';
    return [{ path: [...path, 'custom_id'], code: 'COMPONENT_CUSTOM_ID_DUPLICATED', message }];
  });
}

function wrongType(path: readonly PropertyKey[], allowed: readonly number[]): FormFault {
  return {
    path,
    code: 'UNION_TYPE_CHOICES',
    message: `Value of field "type" must be one of (${allowed.join(', ')}).`,
  };
}

import { ComponentType } from 'discord.js';
import { ImpossibleAction } from './errors.ts';
import type { ModalInput, ModalPart, SandboxModal } from './modal-schema.ts';
import type { ModalValue } from './model.ts';
import type { Resolved } from './resolved.ts';

type Json = Record<string, unknown>;
type Values = Readonly<Record<string, ModalValue>>;

/** The components of a submitted modal as the bot gets them, or an `ImpossibleAction` where the client would balk. */
export async function modalComponents(
  modal: SandboxModal,
  values: Values,
  resolved: Resolved,
): Promise<Json[]> {
  const known = modal.components.flatMap((part) => inputsOf(part).map((input) => input.custom_id));
  const stranger = Object.keys(values).find((name) => !known.includes(name));
  if (stranger !== undefined) {
    throw new ImpossibleAction(`The modal has no input '${stranger}'; there are: ${known.join(', ')}`);
  }
  const components: Json[] = [];
  for (const part of modal.components) components.push(await partJson(part, values, resolved));
  return components.map((part, index) => ({ id: index + 1, ...part }));
}

function inputsOf(part: ModalPart): readonly ModalInput[] {
  switch (part.type) {
    case ComponentType.ActionRow:
      return part.components;
    case ComponentType.Label:
      return [part.component];
    case ComponentType.TextDisplay:
      return [];
  }
}

async function partJson(part: ModalPart, values: Values, resolved: Resolved): Promise<Json> {
  switch (part.type) {
    case ComponentType.ActionRow:
      return { type: part.type, components: [await inputJson(part.components[0], values, resolved)] };
    case ComponentType.Label:
      return { type: part.type, component: await inputJson(part.component, values, resolved) };
    case ComponentType.TextDisplay:
      return { type: part.type };
  }
}

async function inputJson(input: ModalInput, values: Values, resolved: Resolved): Promise<Json> {
  const base = { type: input.type, custom_id: input.custom_id };
  const value = values[input.custom_id];
  switch (input.type) {
    case ComponentType.TextInput:
      return { ...base, value: textOf(input, value) };
    case ComponentType.Checkbox: {
      if (value !== undefined && typeof value !== 'boolean') throw wrongKind(input, 'true or false');
      return { ...base, value: value ?? input.default ?? false };
    }
    case ComponentType.RadioGroup: {
      if (value !== undefined && typeof value !== 'string') throw wrongKind(input, 'one value');
      const picked = value ?? input.options.find((option) => option.default)?.value ?? null;
      checkOptions(input, picked === null ? [] : [picked]);
      checkCount(input, picked === null ? 0 : 1);
      return { ...base, value: picked };
    }
    case ComponentType.StringSelect:
    case ComponentType.CheckboxGroup: {
      const defaults = input.options.filter((option) => option.default).map((option) => option.value);
      const picked = idsOf(input, value, defaults);
      checkOptions(input, picked);
      checkCount(input, picked.length);
      return { ...base, values: picked };
    }
    case ComponentType.FileUpload: {
      const uploads = filesOf(input, value);
      checkCount(input, uploads.length);
      const ids: string[] = [];
      for (const upload of uploads) ids.push(await resolved.attachment(upload, input.file_types));
      return { ...base, values: ids };
    }
    default: {
      const picked = idsOf(input, value, []);
      checkCount(input, picked.length);
      return { ...base, values: picked.map((id) => resolveEntity(input.type, id, resolved)) };
    }
  }
}

/** A user, role or channel that a select menu named. */
export function resolveEntity(type: number, id: string, resolved: Resolved): string {
  switch (type) {
    case ComponentType.UserSelect:
      return resolved.user(id);
    case ComponentType.RoleSelect:
      return resolved.role(id);
    case ComponentType.MentionableSelect:
      return resolved.mentionable(id);
    case ComponentType.ChannelSelect:
      return resolved.channel(id);
    default:
      return id;
  }
}

function textOf(
  input: Extract<ModalInput, { type: ComponentType.TextInput }>,
  value: ModalValue | undefined,
): string {
  if (value !== undefined && typeof value !== 'string') throw wrongKind(input, 'text');
  const text = value ?? input.value ?? '';
  const min = Math.max(input.min_length ?? 0, input.required === false ? 0 : 1);
  const max = input.max_length ?? 4000;
  if (text === '' && input.required === false) return text;
  if (text.length < min || text.length > max) {
    throw new ImpossibleAction(
      `Input '${input.custom_id}' takes ${min} to ${max} characters, not ${text.length}`,
    );
  }
  return text;
}

function idsOf(
  input: ModalInput,
  value: ModalValue | undefined,
  defaults: readonly string[],
): readonly string[] {
  if (value === undefined) return defaults;
  const picked: string[] = [];
  if (typeof value === 'object') for (const one of value) if (typeof one === 'string') picked.push(one);
  if (typeof value !== 'object' || picked.length !== value.length) throw wrongKind(input, 'a list of values');
  return picked;
}

function filesOf(input: ModalInput, value: ModalValue | undefined) {
  if (value === undefined) return [];
  if (typeof value !== 'object') throw wrongKind(input, 'a list of files');
  return value.map((one) => {
    if (typeof one === 'string') throw wrongKind(input, 'a list of files');
    return one;
  });
}

function checkOptions(
  input: { custom_id: string; options: readonly { value: string }[] },
  picked: readonly string[],
): void {
  const stranger = picked.find((value) => !input.options.some((option) => option.value === value));
  if (stranger !== undefined)
    throw new ImpossibleAction(`Input '${input.custom_id}' has no option '${stranger}'`);
}

interface Counted {
  custom_id: string;
  required?: boolean | null | undefined;
  min_values?: number | null | undefined;
  max_values?: number | null | undefined;
}

function checkCount(input: Counted, count: number): void {
  if (count === 0 && input.required === false) return;
  const min = Math.max(input.min_values ?? 1, input.required === false ? 0 : 1);
  const max = input.max_values ?? Math.max(min, 1);
  if (count < min || count > max) {
    throw new ImpossibleAction(`Input '${input.custom_id}' takes ${min} to ${max} values, not ${count}`);
  }
}

function wrongKind(input: { custom_id: string }, wanted: string): ImpossibleAction {
  return new ImpossibleAction(`Input '${input.custom_id}' takes ${wanted}`);
}

import { ComponentType } from 'discord.js';
import { resolveEntity } from './entity-menus.ts';
import { ImpossibleAction } from './errors.ts';
import { checkCount, checkOptions, filesOf, idsOf, optionsOf, textOf, wrongKind } from './modal-checks.ts';
import { inputsOf, type ModalInput, type ModalPart, type SandboxModal } from './modal-schema.ts';
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
  const numbers = numbered(modal);
  const inputs: Inputs = (input) => inputJson(input, numbers.get(input), values, resolved);
  const components: Json[] = [];
  for (const part of modal.components) {
    components.push({ type: part.type, id: numbers.get(part), ...(await contentJson(part, inputs)) });
  }
  return components;
}

/** Parts get an `id` where the bot gave none. */
function numbered(modal: SandboxModal): Map<ModalPart | ModalInput, number> {
  const all = modal.components.flatMap((part) => [part, ...inputsOf(part)]);
  return new Map(all.map((part, index) => [part, part.id || index + 1]));
}

type Inputs = (input: ModalInput) => Promise<Json>;

async function contentJson(part: ModalPart, inputs: Inputs): Promise<Json> {
  switch (part.type) {
    case ComponentType.ActionRow:
      return { components: [await inputs(part.components[0])] };
    case ComponentType.Label:
      return { component: await inputs(part.component) };
    case ComponentType.TextDisplay:
      return {};
  }
}

async function inputJson(
  input: ModalInput,
  id: number | undefined,
  values: Values,
  resolved: Resolved,
): Promise<Json> {
  const base = { type: input.type, id, custom_id: input.custom_id };
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
      return { ...base, values: optionsOf(input, value, 1) };
    case ComponentType.CheckboxGroup:
      return { ...base, values: optionsOf(input, value, input.options.length) };
    case ComponentType.FileUpload: {
      const uploads = filesOf(input, value);
      checkCount(input, uploads.length);
      const ids: string[] = [];
      for (const upload of uploads) ids.push(await resolved.attachment(upload, input.file_types));
      return { ...base, values: ids };
    }
    default: {
      const defaults = input.default_values?.map((one) => one.id) ?? [];
      const picked = idsOf(input, value, defaults);
      checkCount(input, picked.length);
      return { ...base, values: picked.map((one) => resolveEntity(input, one, resolved)) };
    }
  }
}

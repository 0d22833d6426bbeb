import type { ComponentType } from 'discord.js';
import { ImpossibleAction } from './errors.ts';
import type { SandboxUpload } from './message.ts';
import type { ModalInput } from './modal-schema.ts';
import type { ModalValue } from './model.ts';

export function textOf(
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

export function idsOf(
  input: { custom_id: string },
  value: ModalValue | undefined,
  defaults: readonly string[],
): readonly string[] {
  if (value === undefined) return defaults;
  const picked: string[] = [];
  if (typeof value === 'object') for (const one of value) if (typeof one === 'string') picked.push(one);
  if (typeof value !== 'object' || picked.length !== value.length) throw wrongKind(input, 'a list of values');
  if (new Set(picked).size < picked.length) throw wrongKind(input, 'every value once');
  return picked;
}

interface WithOptions extends Counted {
  options: readonly { value: string; default?: boolean | null | undefined }[];
}

/** What was picked of a menu or of boxes; what the bot preset when nothing was touched. */
export function optionsOf(
  input: WithOptions,
  value: ModalValue | undefined,
  defaultMax: number,
): readonly string[] {
  const presets = input.options.filter((option) => option.default).map((option) => option.value);
  const picked = idsOf(input, value, presets);
  checkOptions(input, picked);
  checkCount(input, picked.length, defaultMax);
  return picked;
}

export function filesOf(
  input: { custom_id: string },
  value: ModalValue | undefined,
): readonly SandboxUpload[] {
  if (value === undefined) return [];
  if (typeof value !== 'object') throw wrongKind(input, 'a list of files');
  return value.map((one) => {
    if (typeof one === 'string') throw wrongKind(input, 'a list of files');
    return one;
  });
}

export function checkOptions(
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

/** @param defaultMax what may be picked at most where the bot does not say */
export function checkCount(input: Counted, count: number, defaultMax = 1): void {
  if (count === 0 && input.required === false) return;
  const min = Math.max(input.min_values ?? 1, input.required === false ? 0 : 1);
  const max = input.max_values ?? defaultMax;
  if (count < min || count > max) {
    throw new ImpossibleAction(`Input '${input.custom_id}' takes ${min} to ${max} values, not ${count}`);
  }
}

export function wrongKind(input: { custom_id: string }, wanted: string): ImpossibleAction {
  return new ImpossibleAction(`Input '${input.custom_id}' takes ${wanted}`);
}

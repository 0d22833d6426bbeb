import { ComponentType } from 'discord.js';
import type { SandboxComponent } from '../discord/component-schema.ts';
import type { SandboxInteraction } from '../discord/interaction.ts';
import type { SandboxMessage } from '../discord/message.ts';
import { inputsOf } from '../discord/modal-schema.ts';
import type { ModalValue, SandboxMember } from '../discord/model.ts';

/** Presses the button that says so. */
export function press(
  member: SandboxMember,
  message: SandboxMessage,
  label: string,
): Promise<SandboxInteraction> {
  const button = partsOf(message).find((part) => part.label === label);
  return member.press(message, idOf(button, `button “${label}”`));
}

/**
 * Picks from the menu that stands below a text, or has it as its placeholder.
 * @param picked labels of a menu of texts, ids of others
 */
export function pick(
  member: SandboxMember,
  message: SandboxMessage,
  title: string,
  picked: readonly string[],
): Promise<SandboxInteraction> {
  const { components } = message;
  const above = components.findIndex(({ content }) => content?.startsWith(`**${title}**`));
  const menu =
    above >= 0
      ? components[above + 1]?.components?.[0]
      : partsOf(message).find((part) => part.placeholder === title);
  const values = picked.map((one) => menu?.options?.find(({ label }) => label === one)?.value ?? one);
  return member.select(message, idOf(menu, `menu “${title}”`), values);
}

/** Fills in the form that an interaction opened, by the labels of its inputs, and sends it. */
export async function fillIn(
  member: SandboxMember,
  opened: SandboxInteraction,
  answers: Readonly<Record<string, ModalValue>>,
): Promise<SandboxInteraction> {
  await opened.response;
  const values = Object.entries(answers).map(([label, value]) => {
    const part = opened.modal?.components.find(
      (one) => one.type === ComponentType.Label && one.label === label,
    );
    const [input] = part ? inputsOf(part) : [];
    if (!input) throw new Error(`The form has no input “${label}”`);
    return [input.custom_id, value] as const;
  });
  return member.submitModal(opened, Object.fromEntries(values));
}

const partsOf = ({ components }: SandboxMessage): SandboxComponent[] =>
  components.flatMap((row) => row.components ?? []);

function idOf(part: SandboxComponent | undefined, what: string): string {
  if (part?.custom_id == null) throw new Error(`The message has no ${what}`);
  return part.custom_id;
}

import { SECTIONS } from '../../src/discord/setup/sections.ts';
import type { SettingName } from '../../src/moderation/settings-words.ts';
import type { SandboxInteraction } from '../../src/sandbox/discord/interaction.ts';
import type { SandboxMessage } from '../../src/sandbox/discord/message.ts';
import { inputsOf } from '../../src/sandbox/discord/modal-schema.ts';
import type { SandboxMember } from '../../src/sandbox/discord/model.ts';
import { partsOf } from './looking.ts';
import { answerTo, type World } from './world.ts';

/** A member with `/veo-setup` before them. */
export interface Panel {
  member: SandboxMember;
  message: SandboxMessage;
}

export async function openPanel({ channel }: Pick<World, 'channel'>, member: SandboxMember): Promise<Panel> {
  const message = await answerTo(await member.slash(channel, 'veo-setup'));
  if (!message.ephemeral) throw new Error('the panel is there for all to see');
  return { member, message };
}

/** Opens the panel at a section. */
export async function openSection(
  world: Pick<World, 'channel'>,
  member: SandboxMember,
  title: string,
): Promise<Panel> {
  const panel = await openPanel(world, member);
  await answerTo(await member.select(panel.message, 'v1:setup:0', [String(sectionIndex(title))]));
  return panel;
}

/** Everything that can be read on the page. */
export const pageText = ({ message }: Panel): string =>
  message.components.map(({ content }) => content ?? '').join('\n');

/** What was saved last, as the page says. */
export const savedText = (panel: Panel): string | undefined =>
  /✅ Saved as case \d+:\n[\s\S]*?(?=\n\*\*|$)/.exec(pageText(panel))?.[0];

/** Picks from the menu under a title. */
export async function pick(
  { member, message }: Panel,
  title: string,
  values: readonly string[],
): Promise<SandboxInteraction> {
  const field = SECTIONS.flatMap(({ menus }) => menus).find((one) => one.title === title);
  if (!field) throw new Error(`no menu ${title}`);
  return member.select(message, `v1:setup-set:${field.number}`, values);
}

/** What the menu under a title shows as picked. */
export function pickedIn({ message }: Panel, title: string): string[] {
  const field = SECTIONS.flatMap(({ menus }) => menus).find((one) => one.title === title);
  const menu = partsOf(message).find(({ custom_id }) => custom_id === `v1:setup-set:${field?.number}`);
  if (!menu) throw new Error(`no menu ${title} on this page`);
  const options = menu.options?.filter((option) => option.default).map(({ value }) => value);
  return options ?? menu.default_values?.map(({ id }) => id) ?? [];
}

/** Opens the form of the page. */
export async function openForm({ member, message }: Panel): Promise<SandboxInteraction> {
  const button = partsOf(message).find(({ label }) => label === 'Edit numbers');
  const pressed = await member.press(message, button?.custom_id ?? 'no form on this page');
  await pressed.response;
  return pressed;
}

/** Sends an opened form with some inputs changed. */
export async function sendForm(
  { member }: Panel,
  form: SandboxInteraction,
  typed: Partial<Record<SettingName, string>>,
): Promise<SandboxInteraction> {
  const ids =
    form.modal?.components.flatMap((part) => inputsOf(part).map(({ custom_id }) => custom_id)) ?? [];
  const values = Object.entries(typed).map(([name, text]) => {
    const id = ids.find((one) => one.startsWith(`${name}:`));
    if (id === undefined) throw new Error(`no input ${name} among: ${ids.join(', ')}`);
    return [id, text] as const;
  });
  return member.submitModal(form, Object.fromEntries(values));
}

/** Opens the form of the page, types and sends it. */
export const type = async (
  panel: Panel,
  typed: Partial<Record<SettingName, string>>,
): Promise<SandboxInteraction> => sendForm(panel, await openForm(panel), typed);

/** Presses Check, and gives what it found line by line. */
export async function check(world: World, { member, message }: Panel): Promise<string[]> {
  const pressed = await member.press(message, 'v1:setup-check:0');
  const answer = await world.until('the check to end', () => {
    const original = pressed.original();
    return original && !original.loading && original;
  });
  if (!answer.ephemeral) throw new Error('the check is there for all to see');
  return answer.embeds.flatMap(({ description }) => description?.split('\n') ?? []);
}

function sectionIndex(title: string): number {
  const index = SECTIONS.findIndex((section) => section.title === title);
  if (index < 0) throw new Error(`no section ${title}`);
  return index;
}

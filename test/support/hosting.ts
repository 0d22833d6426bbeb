import type { Challenge } from '../../src/challenges/challenge.ts';
import { PHASES } from '../../src/challenges/phases.ts';
import { PANEL_PAGES } from '../../src/discord/challenges/panel-pages.ts';
import type { SandboxInteraction } from '../../src/sandbox/discord/interaction.ts';
import type { SandboxMessage } from '../../src/sandbox/discord/message.ts';
import { inputsOf } from '../../src/sandbox/discord/modal-schema.ts';
import type { OptionValues, SandboxMember } from '../../src/sandbox/discord/model.ts';
import { createStores } from '../../src/store/stores.ts';
import type { ChallengeWorld } from './challenges.ts';
import { partsOf } from './looking.ts';
import { databaseOf, settled } from './moderating.ts';
import { textOf } from './world.ts';

/** A host with a challenge's panel before them. */
export interface HostPanel {
  member: SandboxMember;
  message: SandboxMessage;
}

export const challengesOf = (world: ChallengeWorld) => createStores(databaseOf(world)).challenges;

/** The newest challenge of the server. */
export async function newest(world: ChallengeWorld): Promise<Challenge> {
  const [challenge] = await challengesOf(world).ofGuild(world.guild.id, PHASES, 1);
  if (!challenge) throw new Error('there is no challenge');
  return challenge;
}

/** Sends `/veo-challenge subcommand` as the host. */
export const hosting = (
  { host, channel }: Pick<ChallengeWorld, 'host' | 'channel'>,
  subcommand: string,
  options: OptionValues = {},
  member = host,
): Promise<SandboxInteraction> => member.slash(channel, 'veo-challenge', options, { subcommand });

/** The same, with everything that can be read in the private answer. */
export const hostingText = async (
  world: ChallengeWorld,
  subcommand: string,
  options: OptionValues = {},
  member = world.host,
): Promise<string> => readOf(await answerOf(world, await hosting(world, subcommand, options, member)));

/** The private message that answers what was done. */
export async function answerOf(
  world: Pick<ChallengeWorld, 'until'>,
  interaction: SandboxInteraction,
): Promise<SandboxMessage> {
  const message = await settled(world, interaction);
  if (!message.ephemeral) throw new Error(`answered for all to see: ${readOf(message)}`);
  return message;
}

/** Texts of both layouts. */
export const readOf = (message: SandboxMessage): string =>
  [textOf(message), ...message.components.map(({ content }) => content ?? '')].join('\n').trim();

/** Fills in a form that was opened; inputs are named by what stands before the colon in their id. */
export async function fillIn(
  member: SandboxMember,
  opened: SandboxInteraction,
  typed: Readonly<Record<string, string>>,
): Promise<SandboxInteraction> {
  await opened.response;
  const ids =
    opened.modal?.components.flatMap((part) => inputsOf(part).map(({ custom_id }) => custom_id)) ?? [];
  const values = Object.entries(typed).map(([key, text]) => {
    const id = ids.find((one) => one.split(':')[0] === key);
    if (id === undefined) throw new Error(`no input ${key} among: ${ids.join(', ')}`);
    return [id, text] as const;
  });
  return member.submitModal(opened, Object.fromEntries(values));
}

export const TEXTS = { title: 'Boats', theme: 'Everything that floats' } as const;

/** Makes a draft by command and form, and gives its panel. */
export async function createDraft(
  world: ChallengeWorld,
  options: OptionValues = {},
  texts: Readonly<Record<string, string>> = TEXTS,
  member = world.host,
): Promise<HostPanel> {
  const opened = await hosting(world, 'create', { channel: world.arena.id, ...options }, member);
  const message = await answerOf(world, await fillIn(member, opened, texts));
  return { member, message };
}

/** Opens a page of the panel by its title. */
export async function openPage(world: ChallengeWorld, panel: HostPanel, title: string): Promise<void> {
  const index = PANEL_PAGES.findIndex((page) => page.title === title);
  const back = partsOf(panel.message).find(({ label }) => label === 'Back')?.custom_id;
  if (back) await answerOf(world, await panel.member.press(panel.message, back));
  const id = partsOf(panel.message).find(
    (part) => part.placeholder === 'What do you want to change?',
  )?.custom_id;
  await answerOf(world, await panel.member.select(panel.message, id ?? 'no pages here', [String(index)]));
}

/** Picks from the menu under a title, on its page; gives what follows. */
export async function pick(
  world: ChallengeWorld,
  panel: HostPanel,
  title: string,
  values: readonly string[],
): Promise<string> {
  const page = PANEL_PAGES.find(({ menus }) => menus.some((menu) => menu.title === title));
  const number = page?.menus.find((menu) => menu.title === title)?.number;
  if (!page) throw new Error(`no menu ${title}`);
  await openPage(world, panel, page.title);
  const id = partsOf(panel.message).find(({ custom_id }) => custom_id?.endsWith(`:${number}`))?.custom_id;
  const { member, message } = panel;
  const seen = message.edits.length;
  const picked = await member.select(message, id ?? `no menu ${title}`, values);
  // The panel is changed a moment later, or stays as it was beside a refusal.
  const followed = await world.until('what follows', () => {
    const [refusal] = picked.followups;
    return refusal ?? (message.edits.length > seen && message);
  });
  return readOf(followed);
}

/** Opens a form of the panel. */
export async function openForm(
  world: ChallengeWorld,
  panel: HostPanel,
  name: string,
): Promise<SandboxInteraction> {
  const page = PANEL_PAGES.find(({ forms }) => forms.some((form) => form.name === name));
  if (!page) throw new Error(`no form ${name}`);
  await openPage(world, panel, page.title);
  const id = partsOf(panel.message).find(({ custom_id }) => custom_id?.endsWith(`:${name}`))?.custom_id;
  const opened = await panel.member.press(panel.message, id ?? `no form ${name}`);
  await opened.response;
  return opened;
}

/** Types into a form of the panel; gives what follows. */
export async function type(
  world: ChallengeWorld,
  panel: HostPanel,
  form: string,
  typed: Readonly<Record<string, string>>,
): Promise<string> {
  const sent = await fillIn(panel.member, await openForm(world, panel, form), typed);
  return readOf(await answerOf(world, sent));
}

/** Makes a draft and publishes it as it is, by commands. */
export async function publishDraft(world: ChallengeWorld, options: OptionValues = {}): Promise<Challenge> {
  await createDraft(world, options);
  const { id } = await newest(world);
  const answer = await hostingText(world, 'publish', { challenge: String(id) });
  if (!answer.startsWith('✅')) throw new Error(`not published: ${answer}`);
  return newest(world);
}

import { PermissionFlagsBits as Can } from 'discord.js';
import type { SandboxInteraction } from '../discord/interaction.ts';
import type { SandboxMessage } from '../discord/message.ts';
import type { SandboxChannel, SandboxMember, SandboxRole } from '../discord/model.ts';
import { BOT_PERMISSIONS } from '../discord/permissions.ts';
import { fillIn, pick, press } from './hands.ts';
import { posted } from './house.ts';
import type { Stage } from './stage.ts';

/** Where a challenge of the pictures is held, and what is won in it. */
export interface Contest {
  channel: SandboxChannel;
  champion: SandboxRole;
}

/** What challenge and panel are about. */
export const TITLE = 'Rain';
const TEXTS = {
  Title: TITLE,
  Theme: 'A place that you know, in the rain',
  Rules: 'One idea, one shot. No text in the picture.',
};

/** A channel for challenges in which the bot may do everything, and a role to be won. */
export function openContest(stage: Stage): Contest {
  const { guild } = stage;
  const channel = guild.addChannel({
    name: 'challenges',
    botPermissions: BOT_PERMISSIONS | Can.PinMessages,
  });
  const champion = guild.addRole('Champion');
  guild.botRole.permissions |= Can.ManageRoles | Can.CreateEvents;
  guild.botRole.position = champion.position + 1;
  return { channel, champion };
}

/** Mia makes a draft; entries are taken for five days, votes for two. @returns its panel */
export async function draftChallenge(stage: Stage, { channel }: Contest): Promise<SandboxMessage> {
  return stage.answer(await fillIn(stage.people.mia, await openCreate(stage, channel), TEXTS));
}

/** The form that `/veo-challenge create` opens. */
export function openCreate(stage: Stage, channel: SandboxChannel): Promise<SandboxInteraction> {
  const times = { entries_for: '5d', voting_for: '2d' };
  return stage.type(stage.people.mia, channel, '/veo-challenge create', times);
}

/** Opens another page of a challenge's panel. */
export async function turnTo(stage: Stage, panel: SandboxMessage, title: string): Promise<void> {
  const { mia } = stage.people;
  const isPage = !panel.components.some(({ components }) =>
    components?.some(({ placeholder }) => placeholder === PAGES),
  );
  if (isPage) await stage.answer(await press(mia, panel, 'Back'));
  await stage.answer(await pick(mia, panel, PAGES, [title]));
}

const PAGES = 'What do you want to change?';

/** Mia fills in a form of the page that is open. */
export async function typeInto(
  stage: Stage,
  panel: SandboxMessage,
  button: string,
  answers: Readonly<Record<string, string>>,
): Promise<void> {
  const { mia } = stage.people;
  await stage.answer(await fillIn(mia, await press(mia, panel, button), answers));
}

/** Publishes a draft. @returns the announcement */
export async function publish(
  stage: Stage,
  { channel }: Contest,
  panel: SandboxMessage,
): Promise<SandboxMessage> {
  const { mia } = stage.people;
  const isPage = panel.components.some(({ components }) => components?.some(({ label }) => label === 'Back'));
  if (isPage) await stage.answer(await press(mia, panel, 'Back'));
  await stage.answer(await press(mia, panel, 'Publish'));
  return posted(channel, /Open for entries/);
}

/** Somebody enters a video, with a title. @returns the receipt */
export async function enter(
  stage: Stage,
  member: SandboxMember,
  video: SandboxMessage,
  title: string,
): Promise<SandboxMessage> {
  const form = await press(member, video, '🏆 Enter');
  return stage.answer(await fillIn(member, form, { 'Title of your entry': title }));
}

/** Somebody goes through the viewer and gives stars, by the entries' numbers. @returns the viewer */
export async function rate(
  stage: Stage,
  member: SandboxMember,
  channel: SandboxChannel,
  stars: Readonly<Record<number, number>>,
): Promise<SandboxMessage> {
  const viewer = await stage.answer(await stage.type(member, channel, '/veo-challenge vote'));
  while (positionIn(viewer) > 1) await stage.answer(await press(member, viewer, '◀'));
  for (;;) {
    const given = stars[Number(/\*\*Entry (\d+)\*\*/.exec(viewer.content)?.[1])];
    if (given !== undefined) await stage.answer(await press(member, viewer, `${given} ★`));
    if (isLast(viewer)) return viewer;
    await stage.answer(await press(member, viewer, '▶'));
  }
}

const positionIn = ({ content }: SandboxMessage): number => Number(/^(\d+) of \d+/m.exec(content)?.[1] ?? 1);

function isLast({ content }: SandboxMessage): boolean {
  const [, at, of] = /^(\d+) of (\d+)/m.exec(content) ?? [];
  return at === of;
}

import sharp from 'sharp';
import type { SandboxMessage, SandboxUpload } from '../../src/sandbox/discord/message.ts';
import type { ModalValue, SandboxMember } from '../../src/sandbox/discord/model.ts';
import { cardOf, fillIn, type WorldWithVideo } from './around.ts';
import { idOf, sentBodies, untilDelivered } from './looking.ts';

export type Values = Readonly<Record<string, ModalValue>>;

/** A picture of one colour, wide. */
export const picture = async (colour: string): Promise<SandboxUpload> => ({
  name: 'picture.png',
  contentType: 'image/png',
  bytes: await sharp({ create: { width: 64, height: 36, channels: 3, background: colour } })
    .png()
    .toBuffer(),
});

/** Opens the form of **Edit**, and sends it off with some of it filled in anew. */
export const edit = (
  world: WorldWithVideo,
  values: Values,
  by: SandboxMember = world.eve,
  message = world.video,
) => fillIn(message, 'edit', values, by);

/** Edits the video and returns what Scenario was sent for it and for the first one. */
export async function edited(world: WorldWithVideo, values: Values) {
  await edit(world, values);
  await untilDelivered(world, await cardOf(world, 2));
  const [before, after] = sentBodies(world).map((body): Record<string, unknown> => ({ ...body, seed: 0 }));
  return { before: before ?? {}, after: after ?? {} };
}

/** The form of a video: what can be filled in, by its label. */
export async function formOf(
  world: WorldWithVideo,
  by: SandboxMember = world.eve,
  message: SandboxMessage = world.video,
) {
  const opened = await by.press(message, idOf(message, 'edit'));
  await opened.response;
  const parts = (opened.modal?.components ?? []).flatMap((part) => ('label' in part ? [part] : []));
  return new Map(parts.map(({ label, description, component }) => [label, { ...component, description }]));
}

/** What can be chosen in one part of a form. */
export const optionsOf = (part: object | undefined): { value: string; label: string; default?: boolean }[] =>
  part && 'options' in part && Array.isArray(part.options) ? part.options : [];

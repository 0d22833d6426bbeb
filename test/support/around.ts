import type { SandboxInteraction } from '../../src/sandbox/discord/interaction.ts';
import type { SandboxMessage } from '../../src/sandbox/discord/message.ts';
import type {
  ModalValue,
  OptionValues,
  SandboxChannel,
  SandboxMember,
} from '../../src/sandbox/discord/model.ts';
import { quotaLedger } from '../../src/store/schema.ts';
import { buttonRow, idOf, postAsBot, untilDelivered } from './looking.ts';
import { databaseOf, type ModeratedWorld, openModeratedWorld } from './moderating.ts';
import { type RunningApp, textOf, type World, type WorldOptions } from './world.ts';

/** A world in which Ada has a video, and Eve may want one like it. */
export interface WorldWithVideo extends ModeratedWorld {
  app: RunningApp;
  eve: SandboxMember;
  card: SandboxMessage;
  video: SandboxMessage;
}

export interface VideoOptions {
  /** What `/veo` is given besides a prompt. */
  order?: OptionValues;
  environment?: Record<string, string>;
  world?: WorldOptions;
}

export async function openWorldWithVideo(options: VideoOptions = {}): Promise<WorldWithVideo> {
  const world = await openModeratedWorld(options.world);
  const eve = world.guild.addMember({ name: 'Eve' });
  const app = await world.startApp(options.environment);
  const card = await world.order(options.order);
  const video = await untilDelivered(world, card);
  return { ...world, app, eve, card, video };
}

/** Opens a button's form, and sends it off with some of it filled in anew. */
export async function fillIn(
  message: SandboxMessage,
  action: string,
  values: Readonly<Record<string, ModalValue>>,
  by: SandboxMember,
): Promise<SandboxInteraction> {
  const opened = await by.press(message, idOf(message, action));
  const answer = await opened.response;
  if (answer.kind !== 'modal') throw new Error(`answered with ${answer.kind}`);
  return by.submitModal(opened, values);
}

/** What an interaction was answered in private in the end: its last message. */
export async function lastWord(
  { until }: Pick<World, 'until'>,
  interaction: SandboxInteraction,
): Promise<string> {
  const first = await interaction.response;
  const message =
    first.kind === 'message' && interaction.followups.length === 0
      ? first.message
      : await until('an answer', () => interaction.followups.at(-1));
  if (!message.ephemeral) throw new Error(`answered for all to see: ${textOf(message)}`);
  return message.content;
}

/** What a refused form was answered: the text that was given back, and the refusal. */
export async function refusedForm(
  { until }: Pick<World, 'until'>,
  interaction: SandboxInteraction,
): Promise<{ givenBack: string; refusal: string }> {
  const first = await interaction.response;
  const replies = () => [...(first.kind === 'message' ? [first.message] : []), ...interaction.followups];
  const [back, refused] = await until('both answers', () => (replies().length > 1 ? replies() : undefined));
  const bytes = await back?.attachments[0]?.bytes();
  if (!bytes || !refused?.ephemeral || !back?.ephemeral) throw new Error('nothing was given back in private');
  return { givenBack: Buffer.from(bytes).toString('utf8'), refusal: refused.content };
}

/** The card of a video, once it is there. */
export const cardOf = (
  { until, channel }: Pick<World, 'until' | 'channel'>,
  jobId: number,
  where: SandboxChannel = channel,
): Promise<SandboxMessage> =>
  until(`the card of video ${jobId}`, () =>
    where.messages.find((message) => textOf(message).includes(`-# #${jobId} · for`)),
  );

/** A button that stands where the bot would not put it. */
export async function pressForged(
  world: World,
  action: string,
  jobId: number,
  by: SandboxMember,
  channel: SandboxChannel = world.channel,
): Promise<SandboxInteraction> {
  const id = `v1:${action}:${jobId}`;
  return by.press(await postAsBot(world, channel, { content: 'Old', components: [buttonRow(id)] }), id);
}

/** For whom how many videos were reserved. */
export const reservedFor = (world: Pick<World, 'dataDir'>): string[] =>
  databaseOf(world)
    .select()
    .from(quotaLedger)
    .all()
    .filter(({ entry }) => entry === 'reserve')
    .map(({ userId }) => userId);

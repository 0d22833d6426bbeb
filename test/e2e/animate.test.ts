import { PermissionFlagsBits as Can } from 'discord.js';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import type { SandboxInteraction } from '../../src/sandbox/discord/interaction.ts';
import type { SandboxMessage, SandboxUpload } from '../../src/sandbox/discord/message.ts';
import { inputsOf } from '../../src/sandbox/discord/modal-schema.ts';
import type { ModalValue, SandboxMember } from '../../src/sandbox/discord/model.ts';
import { pictureDrafts } from '../../src/store/schema.ts';
import { idOf, jobsOf, partsOf, quotaText, sentBodies, untilDelivered } from '../support/looking.ts';
import { changeSettings, databaseOf, moderated } from '../support/moderating.ts';
import { answerTo, openWorld, orders, textOf, type World } from '../support/world.ts';

const DAY_MS = 24 * 3_600_000;

async function picture(
  name: string,
  colour: string,
  [width, height]: readonly [number, number] = [640, 360],
): Promise<SandboxUpload> {
  const bytes = await sharp({ create: { width, height, channels: 3, background: colour } })
    .png()
    .toBuffer();
  return { name, contentType: 'image/png', bytes, width, height };
}

const use = (
  { ada, channel }: Pick<World, 'ada' | 'channel'>,
  message: SandboxMessage,
  member: SandboxMember = ada,
): Promise<SandboxInteraction> => member.contextMenu(channel, 'Animate with Veo', message);

/** Opens the form on a message. */
async function openForm(world: World, message: SandboxMessage, member?: SandboxMember) {
  const opened = await use(world, message, member);
  const answer = await opened.response;
  if (answer.kind !== 'modal') throw new Error(`answered with ${answer.kind}: ${opened.original()?.content}`);
  return opened;
}

/** What is said instead of a form. */
async function refusal(world: World, message: SandboxMessage, member?: SandboxMember): Promise<string> {
  const answer = await answerTo(await use(world, message, member));
  if (!answer.ephemeral) throw new Error('answered for all to see');
  return answer.content;
}

const inputs = ({ modal }: SandboxInteraction) => (modal?.components ?? []).flatMap((part) => inputsOf(part));

function input(opened: SandboxInteraction, name: string) {
  const found = inputs(opened).find(({ custom_id }) => custom_id === name);
  if (!found) throw new Error(`no ${name} in the form`);
  return found;
}

const optionsIn = (opened: SandboxInteraction, name: string) => {
  const found = input(opened, name);
  return 'options' in found ? found.options : [];
};
const preset = (opened: SandboxInteraction, name: string): string | undefined =>
  optionsIn(opened, name).find((option) => option.default)?.value;

/** Sends the form, and gives the card that follows. */
async function animate(
  world: World,
  opened: SandboxInteraction,
  values: Record<string, ModalValue>,
  member: SandboxMember = world.ada,
): Promise<SandboxMessage> {
  const before = new Set(world.channel.messages);
  await member.submitModal(opened, values);
  return world.until('the card', () =>
    world.channel.messages.find((message) => !before.has(message) && message.author === 'bot'),
  );
}

/** Sends the form, and gives everything that is said in private. */
async function refused(
  world: World,
  opened: SandboxInteraction,
  values: Record<string, ModalValue>,
  member: SandboxMember = world.ada,
): Promise<SandboxMessage[]> {
  const sent = await member.submitModal(opened, values);
  // Before time runs fast: Discord waits three seconds for it.
  await sent.response;
  return world.until('the typed text and the refusal', () => {
    const said = [sent.original(), ...sent.followups].filter(
      (message): message is SandboxMessage => message !== undefined && !message.loading && !message.deleted,
    );
    return said.length >= 2 && said;
  });
}

const typedIn = async (messages: readonly SandboxMessage[]): Promise<string | undefined> =>
  (await messages.flatMap(({ attachments }) => attachments)[0]?.bytes())?.toString('utf8');

/** The first frame that Scenario got, as red, green and blue. */
async function firstFrame(world: World, index = 0): Promise<number[]> {
  const asset = world.scenario.assets.find(({ id }) => id === sentBodies(world)[index]?.image);
  if (!asset) throw new Error('no first frame was sent');
  const { channels } = await sharp(asset.bytes).stats();
  return channels.slice(0, 3).map(({ mean }) => Math.round(mean / 16));
}
const BLUE = [0, 0, 16];
const RED = [16, 0, 0];

test('a picture of anybody’s message becomes a video that begins with it, charged to whoever asked', async () => {
  const world = await openWorld();
  await world.startApp();
  const bob = world.guild.addMember({ name: 'Bob' });
  const message = await bob.show(world.channel, { files: [await picture('cat.png', '#0000ff')] });
  const opened = await openForm(world, message);
  expect(opened.modal?.title).toBe('Animate with Veo');
  expect(inputs(opened).map(({ custom_id }) => custom_id)).toEqual(['prompt', 'aspect', 'length']);
  expect([preset(opened, 'aspect'), preset(opened, 'length')]).toEqual(['16:9', '8 true']);

  const card = await animate(world, opened, { prompt: 'It *jumps*', length: '4 false' });
  expect(textOf(card)).toContain('It \\*jumps\\*');
  expect(textOf(card)).toContain(`for <@${world.ada.id}>`);
  await untilDelivered(world, card);
  expect(sentBodies(world)[0]).toMatchObject({ duration: 4, generateAudio: false, aspectRatio: '16:9' });
  expect(await firstFrame(world)).toEqual(BLUE);
  expect(await quotaText(world)).toContain('4 of 5 videos left');
  expect(await quotaText(world, bob)).toContain('5 of 5 videos left');
});

test('nothing but the card is left of the answer', async () => {
  const world = await openWorld();
  await world.startApp();
  const message = await world.ada.show(world.channel, { files: [await picture('cat.png', '#0000ff')] });
  const sent = await world.ada.submitModal(await openForm(world, message), { prompt: 'It jumps' });
  const answer = await sent.response;
  if (answer.kind !== 'deferred') throw new Error(`answered with ${answer.kind}`);
  expect(answer.message.ephemeral).toBe(true);
  await world.until('the answer to be gone', () => answer.message.deleted);
  expect(sent.followups).toEqual([]);
});

test.for([
  [[300, 400], '9:16'],
  [[400, 300], '16:9'],
  [[400, 400], '16:9'],
] as const)('the shape follows the picture: %o is %s', async ([size, aspect]) => {
  const world = await openWorld();
  await world.startApp();
  const message = await world.ada.show(world.channel, { files: [await picture('a.png', '#0000ff', size)] });
  expect(preset(await openForm(world, message), 'aspect')).toBe(aspect);
});

test('of several pictures one is chosen, also after a restart; other files are passed over', async () => {
  const world = await openWorld();
  const app = await world.startApp();
  const text = { name: 'notes.txt', contentType: 'text/plain', bytes: Buffer.from('hello') };
  const files = [text, await picture('red.png', '#ff0000'), await picture('blue.png', '#0000ff')];
  const message = await world.ada.show(world.channel, { files });
  const opened = await openForm(world, message);
  const options = optionsIn(opened, 'which');
  expect(options.map(({ label }) => label)).toEqual(['1. red.png', '2. blue.png']);
  await app.stop();
  await world.startApp();
  const chosen = options[1]?.value ?? '';
  await untilDelivered(world, await animate(world, opened, { prompt: 'It jumps', which: [chosen] }));
  expect(await firstFrame(world)).toEqual(BLUE);
  await untilDelivered(world, await animate(world, await openForm(world, message), { prompt: 'Again' }));
  expect(await firstFrame(world, 1)).toEqual(RED);
});

test('a picture in an embed does, where it lies at Discord', async () => {
  const world = await openWorld();
  await world.startApp();
  const source = await world.ada.show(world.channel, { files: [await picture('blue.png', '#0000ff')] });
  const url = source.attachments[0]?.url ?? '';
  const elsewhere = await world.ada.show(world.channel, {
    embeds: [{ image: { url: 'https://example.com/a.png' } }],
  });
  expect(await refusal(world, elsewhere)).toContain('There is no picture in this message that I can use.');
  const message = await world.ada.show(world.channel, {
    embeds: [{ image: { url: 'https://example.com/a.png' } }, { image: { url } }],
  });
  await untilDelivered(world, await animate(world, await openForm(world, message), { prompt: 'It jumps' }));
  expect(await firstFrame(world)).toEqual(BLUE);
});

test('a veiled picture makes a veiled video', async () => {
  const world = await openWorld();
  await world.startApp();
  const message = await world.ada.show(world.channel, { files: [await picture('SPOILER_a.png', '#0000ff')] });
  const opened = await openForm(world, message);
  const video = await untilDelivered(world, await animate(world, opened, { prompt: 'It jumps' }));
  expect(video.attachments[0]?.isSpoiler).toBe(true);
});

test('messages without a picture, and those of the bot with a video, are refused with what to do', async () => {
  const world = await openWorld();
  await world.startApp();
  const none =
    'There is no picture in this message that I can use. Use this on a message with a picture, or attach one to `/veo` as `image`. A video of mine goes on with its button **Continue**.';
  expect(await refusal(world, world.ada.say(world.channel, 'Hello'))).toBe(none);
  expect(await refusal(world, await untilDelivered(world, await world.order()))).toBe(none);
  const svg = { name: 'a.svg', contentType: 'image/svg+xml', bytes: Buffer.from('<svg/>') };
  expect(await refusal(world, await world.ada.show(world.channel, { files: [svg] }))).toBe(none);
  const large = { name: 'a.png', contentType: 'image/png', bytes: new Uint8Array(21 * 1_024 * 1_024) };
  expect(await refusal(world, await world.ada.show(world.channel, { files: [large] }))).toContain(
    'too large',
  );
  expect(databaseOf(world).select().from(pictureDrafts).all()).toEqual([]);
});

test('where the server allows no pictures, or the bot may not post, no form opens', async () => {
  const world = await openWorld();
  await world.startApp();
  const message = await world.ada.show(world.channel, { files: [await picture('a.png', '#0000ff')] });
  const opened = await openForm(world, message);
  const allowed = world.channel.botPermissions;
  world.channel.botPermissions &= ~Can.AttachFiles;
  expect(await refusal(world, message)).toContain('I lack Attach Files');
  world.channel.botPermissions = allowed;
  await changeSettings(world, { picturesAllowed: false });
  expect(await refusal(world, message)).toContain('This server allows no pictures');
  const said = await refused(world, opened, { prompt: 'typed with care' });
  expect(await typedIn(said)).toContain('typed with care');
  expect(said.map(({ content }) => content).join()).toContain('This server allows no pictures');
  expect(orders(world.scenario)).toEqual([]);
});

test('the form offers what the server allows', async () => {
  const world = await openWorld();
  await changeSettings(world, { durations: [4, 6], audio: 'never', defaults: { duration: 6 } });
  await world.startApp();
  const message = await world.ada.show(world.channel, { files: [await picture('a.png', '#0000ff')] });
  const opened = await openForm(world, message);
  expect(optionsIn(opened, 'length').map(({ value }) => value)).toEqual(['4 false', '6 false']);
  expect(preset(opened, 'length')).toBe('6 false');
  // Where only one is left there is nothing to choose, and Discord takes no such choice.
  await changeSettings(world, { durations: [4] });
  const narrow = await openForm(world, message);
  expect(inputs(narrow).map(({ custom_id }) => custom_id)).toEqual(['prompt', 'aspect']);
  await untilDelivered(world, await animate(world, narrow, { prompt: 'It jumps' }));
  expect(sentBodies(world)[0]).toMatchObject({ duration: 4, generateAudio: false });
});

test('a form that is older than a day gives the prompt back, and its picture is forgotten', async () => {
  const world = await openWorld();
  await world.startApp();
  const message = await world.ada.show(world.channel, { files: [await picture('a.png', '#0000ff')] });
  const opened = await openForm(world, message);
  world.clock.jump(DAY_MS + 1_000);
  const said = await refused(world, opened, { prompt: 'typed with care' });
  expect(await typedIn(said)).toContain('typed with care');
  expect(said.map(({ content }) => content).join()).toContain(
    'use **Animate with Veo** on the message again',
  );
  expect(said.every(({ ephemeral }) => ephemeral)).toBe(true);
  expect(databaseOf(world).select().from(pictureDrafts).all()).toEqual([]);
});

test('pictures that nobody animated are forgotten after a day, also of themselves', async () => {
  const world = await openWorld();
  const app = await world.startApp();
  const message = await world.ada.show(world.channel, { files: [await picture('a.png', '#0000ff')] });
  await openForm(world, message);
  const kept = () => databaseOf(world).select().from(pictureDrafts).all();
  expect(kept()).toHaveLength(1);
  await app.stop();
  world.clock.jump(DAY_MS + 1_000);
  await world.startApp();
  await world.until('the sweep', () => kept().length === 0);
});

test('the picture of somebody else’s form is out of reach', async () => {
  const world = await openWorld();
  await world.startApp();
  const message = await world.ada.show(world.channel, { files: [await picture('a.png', '#0000ff')] });
  const bob = world.guild.addMember();
  const opened = await openForm(world, message);
  await openForm(world, message, bob);
  // A row that has changed hands is what a forged number looks like from here.
  databaseOf(world).update(pictureDrafts).set({ userId: bob.id }).run();
  const said = await refused(world, opened, { prompt: 'typed' });
  expect(said.map(({ content }) => content).join()).toContain('I no longer know which picture it was for');
  databaseOf(world).update(pictureDrafts).set({ userId: world.ada.id, guildId: '1' }).run();
  await refused(world, opened, { prompt: 'typed' });
  expect(await jobsOf(world).find(1)).toBeUndefined();
});

test('a prompt that the filter refuses is given back, and the form opens again with the same picture', async () => {
  const world = await moderated(await openWorld());
  await world.startApp();
  await world.mod('filter add', { kind: 'word', text: 'unicorn', action: 'refuse' });
  const message = await world.ada.show(world.channel, {
    files: [await picture('a.png', '#0000ff', [300, 400])],
  });
  const said = await refused(world, await openForm(world, message), { prompt: 'A unicorn' });
  expect(await typedIn(said)).toContain('A unicorn');
  const [giving] = said.filter((one) => partsOf(one).length > 0);
  if (!giving) throw new Error('no way back to the form');
  const again = await world.ada.press(giving, idOf(giving, 'animate'));
  await again.response;
  expect(preset(again, 'aspect')).toBe('9:16');
  await untilDelivered(world, await animate(world, again, { prompt: 'A horse' }));
  expect(await firstFrame(world)).toEqual(BLUE);
});

test('a price that needs a yes is asked for in private', async () => {
  const world = await openWorld();
  await changeSettings(world, { confirmFromUnits: 1 });
  await world.startApp();
  const message = await world.ada.show(world.channel, { files: [await picture('a.png', '#0000ff')] });
  const sent = await world.ada.submitModal(await openForm(world, message), { prompt: 'It jumps' });
  const question = await world.until('the question', () =>
    [sent.original(), ...sent.followups].find((one) => one && partsOf(one).length > 0),
  );
  expect(question).toMatchObject({ ephemeral: true, deleted: false });
  await world.ada.press(question, idOf(question, 'confirm'));
  await world.until('the video', () =>
    world.channel.messages.some(({ attachments, author }) => author === 'bot' && attachments.length > 0),
  );
  expect(orders(world.scenario)).toHaveLength(1);
});

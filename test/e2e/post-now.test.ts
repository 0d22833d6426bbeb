import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PermissionFlagsBits } from 'discord.js';
import { expect, test } from 'vitest';
import type { SandboxMessage } from '../../src/sandbox/discord/message.ts';
import type { SandboxMember } from '../../src/sandbox/discord/model.ts';
import { quotaLedger } from '../../src/store/schema.ts';
import { idOf, partsOf, quotaText, untilDelivered } from '../support/looking.ts';
import { databaseOf, type ModeratedWorld, openModeratedWorld } from '../support/moderating.ts';
import { POST_MESSAGE } from '../support/uploads.ts';
import { answerTo, results, textOf, type World } from '../support/world.ts';

const FORBIDDEN = {
  kind: 'status',
  status: 403,
  body: { message: 'Missing Permissions', code: 50013 },
} as const;

const untilUndeliverable = (world: World, card: SandboxMessage) =>
  world.until('the card to say so', () => textOf(card).includes('Could not be posted'));

/** A video that could not be posted, and the channel open again. */
async function openUndeliverable(): Promise<{ world: ModeratedWorld; card: SandboxMessage }> {
  const world = await openModeratedWorld();
  await world.startApp();
  const card = await world.order();
  await world.until('it to be ordered', () => world.scenario.jobs.length === 1);
  const { botPermissions } = world.channel;
  world.channel.botPermissions &= ~PermissionFlagsBits.AttachFiles;
  await untilUndeliverable(world, card);
  world.channel.botPermissions = botPermissions;
  return { world, card };
}

const press = async (
  { ada }: World,
  card: SandboxMessage,
  by: SandboxMember = ada,
): Promise<SandboxMessage> => answerTo(await by.press(card, idOf(card, 'post-now')));

test('its author has it posted once the channel works again, and its quota stays given back', async () => {
  const { world, card } = await openUndeliverable();
  expect(partsOf(card).map(({ label }) => label)).toContain('📮 Post it now');
  const answer = await press(world, card);
  expect(answer.id).toBe(card.id);
  expect(partsOf(answer).map(({ label }) => label)).not.toContain('📮 Post it now');
  const result = await untilDelivered(world, card);
  expect(result.attachments).toHaveLength(1);
  expect(results(world.channel)).toEqual([result]);
  expect(await quotaText(world)).toContain('5 of 5 videos left');
  const entries = databaseOf(world).select({ entry: quotaLedger.entry }).from(quotaLedger).all();
  expect(entries).toEqual([{ entry: 'reserve' }, { entry: 'release' }]);
});

test('it is posted after a restart as well, by a moderator', async () => {
  const world = await openModeratedWorld();
  const first = await world.startApp();
  const card = await world.order();
  await world.until('it to be ordered', () => world.scenario.jobs.length === 1);
  const fault = world.discord.faults.add({ ...POST_MESSAGE, effect: FORBIDDEN });
  await untilUndeliverable(world, card);
  fault.remove();
  await first.stop();
  await world.startApp();
  await press(world, card, world.mo);
  const result = await untilDelivered(world, card);
  expect(result.mentionedUserIds).toEqual([world.ada.id]);
});

test('a stranger has it not posted', async () => {
  const { world, card } = await openUndeliverable();
  const stranger = world.guild.addMember({ name: 'Sam' });
  const refusal = await press(world, card, stranger);
  expect(refusal.ephemeral).toBe(true);
  expect(refusal.content).toContain('for moderators');
  expect(textOf(card)).toContain('Could not be posted');
});

test('pressed twice at once it is posted once, and the second press told so', async () => {
  const { world, card } = await openUndeliverable();
  const answers = await Promise.all([press(world, card), press(world, card)]);
  const refusals = answers.filter(({ ephemeral }) => ephemeral).map(({ content }) => content);
  expect(refusals).toEqual([expect.stringMatching(/posting this video already|was posted already/)]);
  await untilDelivered(world, card);
  expect(results(world.channel)).toHaveLength(1);
});

test('where the bot still may not post, the press is refused and names what is missing', async () => {
  const { world, card } = await openUndeliverable();
  world.channel.botPermissions &= ~PermissionFlagsBits.AttachFiles;
  const refusal = await press(world, card);
  expect(refusal.content).toMatch(/I lack Attach Files/);
  expect(textOf(card)).toContain('Could not be posted');
});

test('one that cannot be posted again says so again', async () => {
  const { world, card } = await openUndeliverable();
  const fault = world.discord.faults.add({ ...POST_MESSAGE, effect: FORBIDDEN });
  expect(textOf(await press(world, card))).toContain('Posting');
  await untilUndeliverable(world, card);
  fault.remove();
  await press(world, card);
  await untilDelivered(world, card);
  expect(results(world.channel)).toHaveLength(1);
});

test('one whose file is gone, here and at Scenario, says so', async () => {
  const { world, card } = await openUndeliverable();
  await rm(join(world.dataDir, 'videos'), { recursive: true });
  world.scenario.faults.add({ path: /\/assets\//, effect: { kind: 'status', status: 404 } });
  await press(world, card);
  await world.until('the card to say so', () => textOf(card).includes('its file is gone'));
  await world.until('its author to be told', () =>
    world.discord.dms(world.ada.id).some(({ content }) => content.includes('its file is gone')),
  );
  expect(results(world.channel)).toEqual([]);
});

test('what had arrived although nobody knew is found, not posted again', async () => {
  const world = await openModeratedWorld();
  await world.startApp();
  const card = await world.order();
  await world.until('it to be ordered', () => world.scenario.jobs.length === 1);
  const lost = world.discord.faults.add({ ...POST_MESSAGE, times: 1, effect: { kind: 'lose-answer' } });
  const unreadable = {
    kind: 'status',
    status: 403,
    body: { message: 'Missing Access', code: 50001 },
  } as const;
  const blind = world.discord.faults.add({ path: POST_MESSAGE.path, effect: unreadable });
  await world.until('it to arrive unheard of', () => lost.hits > 0);
  await untilUndeliverable(world, card);
  blind.remove();
  const [arrived] = results(world.channel);
  await press(world, card);
  expect(await untilDelivered(world, card)).toBe(arrived);
  expect(results(world.channel)).toHaveLength(1);
});

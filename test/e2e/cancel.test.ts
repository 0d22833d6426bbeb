import { PermissionFlagsBits as Can } from 'discord.js';
import { expect, test } from 'vitest';
import { MEMBER_PERMISSIONS } from '../../src/sandbox/discord/permissions.ts';
import {
  BLOCKABLE,
  blockQueue,
  buttonRow,
  idOf,
  jobsOf,
  partsOf,
  postAsBot,
  quotaText,
  sentBodies,
  untilDelivered,
} from '../support/looking.ts';
import { answerTo, openWorld, orders, results, textOf } from '../support/world.ts';

/** A bot whose only place is taken by another member's job. */
async function openBusyWorld() {
  const world = await openWorld(BLOCKABLE);
  await world.startApp({ MAX_RUNNING: '1' });
  const other = world.guild.addMember({ name: 'Other' });
  const unblock = await blockQueue(world, other);
  return { ...world, other, unblock };
}

const GONE = 'I do not know this video any more.';
const ENDED = 'This video has already ended: there is nothing left to cancel.';

test('the owner cancels a waiting video: it is never ordered and the quota comes back', async () => {
  const world = await openBusyWorld();
  const card = await world.order();
  expect(await quotaText(world)).toContain('4 of 5 videos left');

  const answer = await (await world.ada.press(card, idOf(card, 'cancel'))).response;
  expect(answer).toMatchObject({ kind: 'update', message: { id: card.id } });
  expect(textOf(card)).toContain('🚫 **Cancelled** · nothing was charged to your quota.');
  expect(partsOf(card)).toEqual([]);
  expect(await quotaText(world)).toContain('5 of 5 videos left');

  world.unblock();
  // One that comes later is served: the cancelled one was passed over.
  const next = await world.order({ prompt: 'the next' });
  await untilDelivered(world, next);
  expect(sentBodies(world).map(({ prompt }) => prompt)).toEqual(['blocks the queue', 'the next']);
  expect(textOf(card)).toContain('Cancelled');
});

test('a moderator with Manage Messages cancels for others', async () => {
  const world = await openBusyWorld();
  const card = await world.order();
  const moderator = world.guild.addMember({ permissions: MEMBER_PERMISSIONS | Can.ManageMessages });
  await (await moderator.press(card, idOf(card, 'cancel'))).response;
  expect(textOf(card)).toContain('Cancelled');
  expect(await quotaText(world)).toContain('5 of 5 videos left');
});

test('a stranger is refused privately, and the video goes on waiting', async () => {
  const world = await openBusyWorld();
  const card = await world.order();
  const before = card.edits.length;
  const answer = await answerTo(await world.other.press(card, idOf(card, 'cancel')));
  expect(answer.ephemeral).toBe(true);
  expect(answer.content).toBe(
    `Only <@${world.ada.id}> or a member with Manage Messages can cancel this video.`,
  );
  expect(answer.mentionedUserIds).toEqual([]);
  expect(card.edits).toHaveLength(before);
  expect(await quotaText(world)).toContain('4 of 5 videos left');
  world.unblock();
  await untilDelivered(world, card);
});

test('once Scenario works on it, Cancel is gone from the card; where it is still seen it tells why, and the video is delivered', async () => {
  const world = await openWorld();
  await world.startApp();
  const card = await world.order();
  const cancel = idOf(card, 'cancel');
  await world.until('Scenario to be at work', () => textOf(card).includes('Generating'));
  expect(partsOf(card)).toEqual([]);
  const stale = await postAsBot(world, world.channel, {
    content: 'As it was',
    components: [buttonRow(cancel)],
  });
  const answer = await answerTo(await world.ada.press(stale, cancel));
  expect(answer.ephemeral).toBe(true);
  expect(answer.content).toBe(
    'Scenario already works on this video, and cannot stop once it has begun: it will be posted when it is done.',
  );
  await untilDelivered(world, card);
  expect(await quotaText(world)).toContain('4 of 5 videos left');
  expect(world.scenario.requests.filter(({ path }) => path.endsWith('/action'))).toEqual([]);
});

test('on a card that was left behind, Cancel tells that the video has ended', async () => {
  const world = await openWorld();
  await world.startApp();
  const card = await world.order();
  const fault = world.discord.faults.add({
    method: 'PATCH',
    path: new RegExp(`/messages/${card.id}$`),
    effect: { kind: 'status', status: 500 },
  });
  await world.until('the result', () => results(world.channel).length === 1);
  const jobs = jobsOf(world);
  await world.until('the end', async () => (await jobs.find(1))?.state === 'delivered');

  const answer = await answerTo(await world.ada.press(card, idOf(card, 'cancel')));
  expect(answer).toMatchObject({ ephemeral: true, content: ENDED });
  expect(await quotaText(world)).toContain('4 of 5 videos left');
  fault.remove();
  await untilDelivered(world, card);
});

test('pressing twice at once cancels once and gives the quota back once', async () => {
  const world = await openBusyWorld();
  const [kept, card] = [await world.order(), await world.order()];
  expect(await quotaText(world)).toContain('3 of 5 videos left');
  const cancel = idOf(card, 'cancel');
  const presses = await Promise.all([world.ada.press(card, cancel), world.ada.press(card, cancel)]);
  const answers = await Promise.all(presses.map(({ response }) => response));
  expect(answers.map(({ kind }) => kind).sort()).toEqual(['message', 'update']);
  const refusal = answers.find(({ kind }) => kind === 'message');
  expect(refusal).toMatchObject({ message: { content: ENDED, ephemeral: true } });
  expect(await quotaText(world)).toContain('4 of 5 videos left');

  world.unblock();
  await untilDelivered(world, kept);
  expect(orders(world.scenario)).toHaveLength(2);
});

test('the menu of /veo-queue cancels, and the card tells so', async () => {
  const world = await openBusyWorld();
  const [first, second] = [await world.order({ prompt: 'first' }), await world.order({ prompt: 'second' })];
  const list = await answerTo(await world.ada.slash(world.channel, 'veo-queue'));
  const [menu] = partsOf(list);
  expect(menu?.options?.map(({ label }) => label)).toEqual(['1. first', '2. second']);

  await (await world.ada.select(list, idOf(list, 'cancel-one'), ['2'])).response;
  expect(partsOf(list)[0]?.options?.map(({ label }) => label)).toEqual(['1. second']);
  await (await world.ada.select(list, idOf(list, 'cancel-one'), ['3'])).response;
  expect(partsOf(list)).toEqual([]);
  expect(list.content).toContain('You have no waiting video here.');
  await world.until('the cards to show it', () =>
    [first, second].every((card) => textOf(card).includes('Cancelled')),
  );
  expect(await quotaText(world)).toContain('5 of 5 videos left');
});

test('a menu that is out of date tells so', async () => {
  const world = await openBusyWorld();
  const card = await world.order();
  const list = await answerTo(await world.ada.slash(world.channel, 'veo-queue'));
  await (await world.ada.press(card, idOf(card, 'cancel'))).response;
  const answer = await answerTo(await world.ada.select(list, idOf(list, 'cancel-one'), ['2']));
  expect(answer).toMatchObject({ ephemeral: true, content: ENDED });
  expect(await quotaText(world)).toContain('5 of 5 videos left');
});

test("a button for another server's video does nothing, whoever presses", async () => {
  const world = await openBusyWorld();
  const card = await world.order();
  const elsewhere = world.discord.addGuild();
  const channel = elsewhere.addChannel();
  const sameAda = elsewhere.addMember({ userId: world.ada.id, permissions: Can.Administrator });
  for (const customId of [idOf(card, 'cancel'), 'v1:prompt:2', 'v1:cancel:999', 'v1:prompt:999']) {
    const copy = await postAsBot(world, channel, { content: 'A copy', components: [buttonRow(customId)] });
    const answer = await answerTo(await sameAda.press(copy, customId));
    expect(answer).toMatchObject({ ephemeral: true, content: GONE });
  }
  expect((await jobsOf(world).find(2))?.state).toBe('queued');
  expect(await quotaText(world)).toContain('4 of 5 videos left');
});

import { expect, test } from 'vitest';
import type { SandboxMessage } from '../../src/sandbox/discord/message.ts';
import { BLOCKABLE, blockQueue, idOf, jobsOf, quotaText, untilDelivered } from '../support/looking.ts';
import { answerTo, openWorld, orders, results, textOf, type World } from '../support/world.ts';

const EDIT_INTERVAL_MS = 15_000;
/** An edit is on its way for some milliseconds, in which the clock jumps ahead. */
const ON_THE_WAY_MS = 3_000;
const TOKEN_LIFE_MS = 15 * 60_000;

const passed = (world: World, ms: number): Promise<boolean> => {
  const until = world.clock.now() + ms;
  return world.until(`${ms} ms`, () => world.clock.now() >= until);
};

/** What a card said, from its beginning on. */
const history = (card: SandboxMessage) => [card.asSent, ...card.edits];

const editRequests = (world: World, card: SandboxMessage) =>
  world.discord.requests.filter(({ method, path }) => method === 'PATCH' && path.endsWith(`/${card.id}`));

test('a waiting card counts down to its turn', async () => {
  const world = await openWorld(BLOCKABLE);
  await world.startApp({ MAX_RUNNING: '1', QUOTA_VIDEOS_PER_DAY: '20' });
  const unblock = await blockQueue(world);
  const cards: SandboxMessage[] = [];
  for (let count = 1; count <= 7; count += 1) cards.push(await world.order({ prompt: `video ${count}` }));
  const [first, second, third, fourth] = cards;
  if (!first || !second || !third || !fourth) throw new Error('no cards');
  expect(textOf(fourth)).toContain('**Queued** · 4th of 4');
  await world.until('the fourth to see the others', () => textOf(fourth).includes('4th of 7'));
  expect(textOf(second)).toContain('2nd of 7');
  expect(textOf(third)).toContain('3rd of 7');

  await (await world.ada.press(second, idOf(second, 'cancel'))).response;
  await world.until('the third to move up', () => textOf(third).includes('2nd of 6'));
  unblock();
  await untilDelivered(world, third);
  await world.until('the fourth to be at work', () => textOf(fourth).includes('Generating'));
  const places = history(fourth).flatMap(({ embeds }) => {
    const place = /(\d+)(?:st|nd|rd|th) of/.exec(JSON.stringify(embeds))?.[1];
    return place === undefined ? [] : [Number(place)];
  });
  expect(places).toEqual(places.toSorted((a, b) => b - a));
});

test('no card is edited twice within 15 seconds, but for the edit that ends it', async () => {
  const world = await openWorld();
  await world.startApp({ QUOTA_VIDEOS_PER_DAY: '20' });
  const cards: SandboxMessage[] = [];
  for (let count = 1; count <= 6; count += 1) cards.push(await world.order({ prompt: `video ${count}` }));
  for (const card of cards) await untilDelivered(world, card);

  for (const card of cards) {
    const times = card.edits.map(({ at }) => at);
    expect(times.length).toBeGreaterThan(1);
    const gaps = times.slice(1, -1).map((at, index) => at - (times[index] ?? 0));
    for (const gap of gaps) expect(gap).toBeGreaterThan(EDIT_INTERVAL_MS - ON_THE_WAY_MS);
    const versions = history(card);
    for (const [index, version] of versions.slice(1).entries()) {
      const before = versions[index];
      // None is made for its buttons alone.
      if (JSON.stringify(version.components) !== JSON.stringify(before?.components)) {
        expect(textOf(version)).not.toBe(before && textOf(before));
      }
    }
    expect(card.content).toContain('✅ Delivered');
  }
});

test('a card that would say the same is not edited', async () => {
  const world = await openWorld(BLOCKABLE);
  await world.startApp({ MAX_RUNNING: '1' });
  await blockQueue(world);
  const card = await world.order();
  await world.until('the price on the card', () => textOf(card).includes('400 CU'));
  const edits = card.edits.length;
  await passed(world, 20 * EDIT_INTERVAL_MS);
  expect(card.edits).toHaveLength(edits);
  const texts = history(card).map((version) => JSON.stringify([version.content, version.embeds]));
  expect(new Set(texts).size).toBe(texts.length);
});

test('cards are edited by the bot itself, also when the interaction is long over', async () => {
  const world = await openWorld(BLOCKABLE);
  await world.startApp({ MAX_RUNNING: '1' });
  const unblock = await blockQueue(world);
  const card = await world.order();
  const jobs = jobsOf(world);
  await world.until('the card to be noted', async () => (await jobs.find(2))?.cardMessageId === card.id);
  world.clock.jump(2 * TOKEN_LIFE_MS);
  unblock();
  await untilDelivered(world, card);

  const edits = editRequests(world, card);
  expect(edits.length).toBe(card.edits.length);
  for (const { path, status } of edits) {
    expect(path).toBe(`/channels/${world.channel.id}/messages/${card.id}`);
    expect(status).toBe(200);
  }
  expect(world.discord.requests.filter(({ path }) => path.startsWith('/webhooks/'))).toEqual([]);
});

test('a deleted card does no harm: the video is posted, and the card is left alone', async () => {
  const world = await openWorld();
  const { log } = await world.startApp();
  const card = await world.order();
  const response = await fetch(`${world.discord.apiUrl}/channels/${world.channel.id}/messages/${card.id}`, {
    method: 'DELETE',
    headers: { authorization: `Bot ${world.discord.token}` },
  });
  expect(response.status).toBe(204);

  await world.until('the video', () => results(world.channel).length === 1);
  await passed(world, 4 * EDIT_INTERVAL_MS);
  expect(world.channel.messages).toEqual(results(world.channel));
  const failed = editRequests(world, card);
  expect(failed.every(({ status }) => status === 404)).toBe(true);
  // Each new stage may try once; nothing is tried again by itself.
  expect(failed.length).toBeLessThanOrEqual(4);
  expect(log.filter((line) => line.includes('"level":50'))).toEqual([]);
  expect(await quotaText(world)).toContain('4 of 5 videos left');
});

test('an ended card that Discord refuses to change, for whatever reason, is left alone after one try', async () => {
  const world = await openWorld();
  await world.startApp();
  const card = await world.order();
  world.discord.faults.add({
    path: new RegExp(`/messages/${card.id}$`),
    method: 'PATCH',
    effect: { kind: 'status', status: 403, body: { message: 'No', code: 50_009 } },
  });
  await world.until('the video', () => results(world.channel).length === 1);
  await passed(world, EDIT_INTERVAL_MS);
  const tries = editRequests(world, card).length;
  await passed(world, 10 * EDIT_INTERVAL_MS);
  expect(tries).toBeGreaterThan(0);
  expect(editRequests(world, card)).toHaveLength(tries);
});

test('when the answer with the card is lost on its way back, there is one card and one video', async () => {
  const world = await openWorld();
  const { log } = await world.startApp();
  const fault = world.discord.faults.add({
    path: /\/callback$/,
    times: 1,
    effect: { kind: 'lose-answer' },
  });
  const card = await world.order();
  expect(fault.hits).toBe(1);
  await untilDelivered(world, card);
  await passed(world, 4 * EDIT_INTERVAL_MS);
  expect(world.channel.messages).toHaveLength(2);
  expect(results(world.channel)).toHaveLength(1);
  expect(orders(world.scenario)).toHaveLength(1);
  expect(log.filter((line) => line.includes('"level":50'))).toEqual([]);
});

test('when the answer with the card does not reach Discord, the member is told that the card follows', async () => {
  const world = await openWorld();
  await world.startApp();
  world.discord.faults.add({ path: /\/callback$/, times: 1, effect: { kind: 'cut' } });
  const interaction = await world.ada.slash(world.channel, 'veo', { prompt: 'A boat at dusk' });
  const answer = await answerTo(interaction);
  expect(answer).toMatchObject({
    ephemeral: true,
    content: 'Your video is in the queue: its card follows here shortly.',
  });
  await world.until('the card', () => world.channel.messages.length === 1);
  const [card] = world.channel.messages;
  if (!card) throw new Error('no card');
  await untilDelivered(world, card);
  expect(world.channel.messages).toHaveLength(2);
  expect(orders(world.scenario)).toHaveLength(1);
});

test('when Discord does not take the answer any more, the bot posts the card itself', async () => {
  const world = await openWorld();
  await world.startApp();
  world.discord.faults.add({
    path: /\/callback$/,
    times: 1,
    effect: { kind: 'status', status: 404, body: { message: 'Unknown interaction', code: 10062 } },
  });
  const interaction = await world.ada.slash(world.channel, 'veo', { prompt: 'A boat at dusk' });
  interaction.response.catch(() => undefined);
  await world.until('the card', () => world.channel.messages.length === 1);
  const [card] = world.channel.messages;
  if (!card) throw new Error('no card');
  expect(card.viaInteraction).toBeUndefined();
  expect(textOf(card)).toContain('> A boat at dusk');
  expect(card.mentionedUserIds).toEqual([]);

  await untilDelivered(world, card);
  expect(world.channel.messages).toHaveLength(2);
  expect(results(world.channel)).toHaveLength(1);
  expect(orders(world.scenario)).toHaveLength(1);
  expect(await quotaText(world)).toContain('4 of 5 videos left');
});

test('buttons still work after the bot was started anew', async () => {
  const world = await openWorld(BLOCKABLE);
  const first = await world.startApp({ MAX_RUNNING: '1' });
  await blockQueue(world);
  const card = await world.order();
  await first.stop();
  await world.startApp({ MAX_RUNNING: '1' });
  const answer = await answerTo(await world.ada.press(card, idOf(card, 'cancel')));
  expect(answer.id).toBe(card.id);
  expect(textOf(card)).toContain('Cancelled');
});

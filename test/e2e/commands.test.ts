import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import {
  BLOCKABLE,
  blockQueue,
  buttonRow,
  idOf,
  partsOf,
  postAsBot,
  quotaText,
  untilDelivered,
} from '../support/looking.ts';
import { answerTo, openWorld, textOf, type World } from '../support/world.ts';

const DAY_MS = 24 * 3_600_000;

/** The bot's database, on a connection of the test's own. */
function databaseOf({ dataDir }: World) {
  const database = new SqliteDatabase(join(dataDir, 'clapper.db'));
  onTestFinished(() => void database.close());
  return database;
}

const queueOf = async ({ ada, channel }: World, member = ada) =>
  answerTo(await member.slash(channel, 'veo-queue'));

test('/veo-queue shows privately what runs and what waits, and offers only one’s own to cancel', async () => {
  const world = await openWorld(BLOCKABLE);
  await world.startApp({ MAX_RUNNING: '1' });
  const empty = await queueOf(world);
  expect(empty).toMatchObject({ ephemeral: true, components: [] });
  expect(empty.content.split('\n')).toEqual([
    '**In the making: 0 videos**',
    '**Waiting: 0 videos**',
    '-# You have no waiting video here.',
  ]);

  const bob = world.guild.addMember({ name: 'Bob' });
  await blockQueue(world, bob);
  await world.order({ prompt: 'first' });
  await world.order({ prompt: 'second' });
  await world.order({ prompt: 'of Bob' }, { member: bob });
  const list = await queueOf(world);
  expect(list.ephemeral).toBe(true);
  expect(list.content.replace(/<t:\d+:R>/g, 'TIME').split('\n')).toEqual([
    '**In the making: 1 video**',
    `🎬 <@${bob.id}> blocks the queue · since TIME`,
    '**Waiting: 3 videos**',
    `1. <@${world.ada.id}> first · asked TIME`,
    `2. <@${bob.id}> of Bob · asked TIME`,
    `3. <@${world.ada.id}> second · asked TIME`,
  ]);
  expect(list.mentionedUserIds).toEqual([]);
  expect(partsOf(list)[0]?.options?.map(({ label }) => label)).toEqual(['1. first', '3. second']);
  expect(partsOf(await queueOf(world, bob))[0]?.options?.map(({ label }) => label)).toEqual(['2. of Bob']);
  expect(world.channel.messages).toHaveLength(4);
});

test('/veo-queue shows nothing of other servers', async () => {
  const world = await openWorld(BLOCKABLE);
  await world.startApp({ MAX_RUNNING: '1' });
  await blockQueue(world);
  await world.order();
  const elsewhere = world.discord.addGuild();
  const channel = elsewhere.addChannel();
  const ada = elsewhere.addMember({ userId: world.ada.id });
  const list = await answerTo(await ada.slash(channel, 'veo-queue'));
  expect(list.content).toContain('**In the making: 0 videos**\n**Waiting: 0 videos**');
  expect(list.components).toEqual([]);
  const quota = await answerTo(await ada.slash(channel, 'veo-quota'));
  expect(quota.content).toContain('5 of 5 videos left');
});

test('/veo-quota counts an order at once and gives it back a day later', async () => {
  const world = await openWorld();
  await world.startApp({ QUOTA_VIDEOS_PER_DAY: '2' });
  const before = await answerTo(await world.ada.slash(world.channel, 'veo-quota'));
  expect(before.ephemeral).toBe(true);
  expect(before.content).toContain('▱▱ **2 of 2 videos left**');
  expect(before.content).toContain('Nothing is used up.');
  expect(before.content).toContain('Nothing of yours is waiting or in the making.');

  const firstAt = world.clock.now();
  const card = await world.order();
  const during = await quotaText(world);
  expect(during).toContain('▰▱ **1 of 2 videos left**');
  expect(during).toContain('1 video of yours waiting or in the making: see `/veo-queue`.');
  const returnsAt = Number(/comes back <t:(\d+):R>/.exec(during)?.[1]) * 1_000;
  expect(returnsAt).toBeGreaterThanOrEqual(firstAt + DAY_MS - 1_000);
  expect(returnsAt).toBeLessThanOrEqual(world.clock.now() + DAY_MS + 1_000);
  await untilDelivered(world, card);
  await untilDelivered(world, await world.order());
  expect(await quotaText(world)).toContain('▰▰ **0 of 2 videos left**');
  const freeAt = Number(/There is room again <t:(\d+):R>/.exec(await world.refusal())?.[1]) * 1_000;
  expect(Math.abs(freeAt - returnsAt)).toBeLessThanOrEqual(1_000);

  world.clock.jump(returnsAt - world.clock.now() - 2_000);
  expect(await quotaText(world)).toContain('0 of 2 videos left');
  world.clock.jump(3_000);
  expect(await quotaText(world)).toContain('1 of 2 videos left');
  await untilDelivered(world, await world.order());
  world.clock.jump(DAY_MS + 1_000);
  expect(await quotaText(world)).toContain('2 of 2 videos left');
});

test('what fails gives its quota back', async () => {
  const world = await openWorld();
  await world.startApp();
  for (const prompt of ['[fail] a boat', '[blocked] a boat', '[empty] a boat']) {
    const card = await world.order({ prompt });
    expect(await quotaText(world)).toContain('4 of 5 videos left');
    await world.until('the end', () => /Failed|Blocked/.test(textOf(card)));
    expect(await quotaText(world)).toContain('5 of 5 videos left');
  }
});

test.for([
  "update key_values set value = 'of an older set' where key = 'commands-hash'",
  "delete from key_values where key = 'commands-hash'",
])('the commands are registered once, and again after: %s', async (change) => {
  const world = await openWorld();
  const first = await world.startApp();
  const names = world.discord.commands.map(({ name }) => name);
  expect(names).toContain('veo');
  expect(world.discord.commandPuts).toBe(1);
  await first.stop();

  const second = await world.startApp();
  expect(world.discord.commandPuts).toBe(1);
  expect(databaseOf(world).prepare(change).run().changes).toBe(1);
  await second.stop();

  const third = await world.startApp();
  expect(world.discord.commandPuts).toBe(2);
  await third.stop();
  await world.startApp();
  expect(world.discord.commandPuts).toBe(2);
});

test('the commands are registered again when Discord refused them the first time', async () => {
  const world = await openWorld();
  world.discord.faults.add({
    method: 'PUT',
    path: /\/commands$/,
    times: 1,
    effect: { kind: 'status', status: 403 },
  });
  await expect(world.startApp()).rejects.toThrow();
  expect(world.discord.commands).toEqual([]);
  await world.startApp();
  expect(world.discord.commands.map(({ name }) => name)).toContain('veo');
});

test('buttons that no version of the bot made answer that they do nothing', async () => {
  const world = await openWorld();
  await world.startApp();
  for (const customId of [
    'garbage',
    'v1:fly:1',
    'v1:cancel:one',
    'v1:cancel:-1',
    'v9:cancel:1',
    'v1:cancel',
  ]) {
    const message = await postAsBot(world, world.channel, {
      content: 'Old',
      components: [buttonRow(customId)],
    });
    const answer = await answerTo(await world.ada.press(message, customId));
    expect(answer).toMatchObject({ ephemeral: true, content: 'This button no longer does anything.' });
  }
});

test('while the database fails, a command answers with a reference that the log has, without the prompt', async () => {
  const world = await openWorld(BLOCKABLE);
  const { log } = await world.startApp({ MAX_RUNNING: '1' });
  await blockQueue(world);
  const waiting = await world.order();
  const database = databaseOf(world);
  const prompt = `A secret plan ${randomUUID()}`;

  database.exec('alter table jobs rename to jobs_away');
  const texts = [
    await world.refusal({ prompt, negative_prompt: prompt }),
    (await queueOf(world)).content,
    await quotaText(world),
    (await answerTo(await world.ada.press(waiting, idOf(waiting, 'cancel')))).content,
  ];
  database.exec('alter table jobs_away rename to jobs');

  const references = texts.map((text) => {
    const [, reference] =
      /^Something went wrong on my side\. Try again, and if it stays so, tell whoever runs the bot: reference `([\w-]+)`\.$/.exec(
        text,
      ) ?? [];
    if (reference === undefined) throw new Error(`no reference in: ${text}`);
    return reference;
  });
  expect(new Set(references).size).toBe(texts.length);
  for (const reference of references) {
    const lines = log.filter((line) => line.includes(reference));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('no such table');
    expect(lines[0]).toContain(world.guild.id);
  }
  expect(log.join('')).not.toContain(prompt);

  // It goes on where it was.
  expect(await quotaText(world)).toContain('3 of 5 videos left');
  await (await world.ada.press(waiting, idOf(waiting, 'cancel'))).response;
  expect(await quotaText(world)).toContain('4 of 5 videos left');
});

test('an order that cannot be written leaves nothing behind, and its prompt not in the log either', async () => {
  const world = await openWorld();
  const { log } = await world.startApp();
  const database = databaseOf(world);
  const prompt = `A secret plan ${randomUUID()}`;
  database.exec(
    "create trigger full before insert on quota_ledger begin select raise(abort, 'disk full'); end",
  );
  expect(await world.refusal({ prompt })).toContain('Something went wrong on my side.');
  database.exec('drop trigger full');
  database.exec("create trigger full before insert on jobs begin select raise(abort, 'disk full'); end");
  expect(await world.refusal({ prompt })).toContain('Something went wrong on my side.');
  database.exec('drop trigger full');

  expect(log.filter((line) => line.includes('disk full'))).toHaveLength(2);
  expect(log.join('')).not.toContain(prompt);
  expect(await quotaText(world)).toContain('5 of 5 videos left');
  expect((await queueOf(world)).content).toContain('**Waiting: 0 videos**');
  await untilDelivered(world, await world.order({ prompt }));
});

test('the log of a whole run has no prompt, no token and no signed link', async () => {
  const world = await openWorld();
  const { log } = await world.startApp();
  const prompt = `A secret plan ${randomUUID()}`;
  world.discord.faults.add({
    path: /\/callback$/,
    times: 1,
    effect: { kind: 'status', status: 404, body: { code: 10062 } },
  });
  world.discord.faults.add({
    method: 'POST',
    path: /\/messages$/,
    times: 1,
    effect: { kind: 'status', status: 400 },
  });
  const interaction = await world.ada.slash(world.channel, 'veo', { prompt });
  interaction.response.catch(() => undefined);
  world.scenario.faults.add({ path: /^\/cdn\//, times: 2, effect: { kind: 'status', status: 503 } });
  await world.until('the video', () =>
    world.channel.messages.some(({ attachments }) => attachments.length > 0),
  );
  const text = log.join('');
  expect(text).toContain('a step failed');
  for (const secret of [
    prompt,
    world.discord.token,
    'sandbox-secret',
    interaction.token,
    'Signature=',
    'ex=',
  ]) {
    expect(text.includes(secret) ? secret : 'none').toBe('none');
  }
});

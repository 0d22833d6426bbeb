import { expect, test, vi } from 'vitest';
import type { SettingsChanges } from '../../src/moderation/settings-store.ts';
import type { SandboxMessage } from '../../src/sandbox/discord/message.ts';
import type { OptionValues, SandboxMember } from '../../src/sandbox/discord/model.ts';
import { prices, quotaLedger } from '../../src/store/schema.ts';
import { buttonRow, idOf, partsOf, postAsBot, quotaText, untilDelivered } from '../support/looking.ts';
import {
  changeSettings,
  databaseOf,
  type ModeratedWorld,
  openModeratedWorld,
} from '../support/moderating.ts';
import { answerTo, orders, results, textOf, type World, type WorldOptions } from '../support/world.ts';

const MINUTE_MS = 60_000;
const KINDS_WITHOUT_PICTURES = 12;
/** 8 seconds in 720p with sound, as the sandbox prices them. */
const USUAL_UNITS = 400;

const dryRuns = ({ scenario }: World) =>
  scenario.requests.filter(
    ({ path, query }) => path.includes('/generate/') && JSON.stringify(query).includes('dryRun'),
  );

const untilPricesKnown = (world: World) => {
  const db = databaseOf(world);
  return world.until(
    'the prices to be known',
    () => db.select().from(prices).all().length >= KINDS_WITHOUT_PICTURES,
  );
};

/** A server that asks from 300 CU on, and knows the prices. */
async function openAskingWorld(
  changes: SettingsChanges = {},
  environment: Record<string, string> = {},
  options: WorldOptions = {},
) {
  const world = await openModeratedWorld(options);
  await changeSettings(world, { confirmFromUnits: 300, ...changes });
  const app = await world.startApp(environment);
  await untilPricesKnown(world);
  return { world, app };
}

/** Orders a video and returns the private question. */
async function asked(world: World, values: OptionValues = {}, member: SandboxMember = world.ada) {
  const question = await answerTo(
    await member.slash(world.channel, 'veo', { prompt: 'A boat at dusk', ...values }),
  );
  expect(question.ephemeral).toBe(true);
  expect(partsOf(question).map(({ label }) => label)).toEqual(['Order it', 'No']);
  return question;
}

const press = async (message: SandboxMessage, action: string, by: SandboxMember) =>
  answerTo(await by.press(message, idOf(message, action)));

const cardOf = ({ channel, until }: World): Promise<SandboxMessage> =>
  until('the card', () => channel.messages.find(({ author }) => author === 'bot'));

test('the prices of all kinds without pictures are known soon after the start, for twelve dry runs', async () => {
  const world = await openModeratedWorld();
  await world.startApp();
  await untilPricesKnown(world);
  expect(dryRuns(world)).toHaveLength(KINDS_WITHOUT_PICTURES);
  expect(orders(world.scenario)).toHaveLength(0);
  const card = await world.order({ resolution: '1080p', duration: 6, generate_audio: false });
  expect(textOf(card)).toContain('240 CU');
  await untilDelivered(world, card);
  expect(dryRuns(world)).toHaveLength(KINDS_WITHOUT_PICTURES);
});

test('a kind that Scenario does not price keeps no other kind from its price', async () => {
  const world = await openModeratedWorld();
  world.scenario.faults.add({
    method: 'POST',
    path: /\/generate\//,
    times: 1,
    effect: { kind: 'status', status: 400, body: { message: 'No such kind' } },
  });
  await world.startApp();
  const db = databaseOf(world);
  // The clock is not moved: a search that had stopped would go on a minute later only.
  await vi.waitFor(() => expect(db.select().from(prices).all()).toHaveLength(KINDS_WITHOUT_PICTURES - 1), {
    timeout: 30_000,
  });
  expect(dryRuns(world)).toHaveLength(KINDS_WITHOUT_PICTURES);
});

test('prices are asked for again after a day', async () => {
  const { world } = await openAskingWorld();
  world.clock.jump(24 * 60 * MINUTE_MS + MINUTE_MS);
  await world.until('more dry runs', () => dryRuns(world).length >= 2 * KINDS_WITHOUT_PICTURES);
});

test('from the price on that the server set, the author is asked in private; yes orders the video', async () => {
  const { world } = await openAskingWorld();
  const question = await asked(world, { prompt: 'A *boat* at dusk' });
  expect(question.content.split('\n')).toEqual([
    `This video costs **${USUAL_UNITS} CU**.`,
    '> A \\*boat\\* at dusk',
    expect.stringContaining('720p'),
    'Shall I order it? Nothing is charged before your yes; without one I forget it in a quarter of an hour.',
  ]);
  expect(world.channel.messages).toEqual([]);
  expect(databaseOf(world).select().from(quotaLedger).all()).toEqual([]);
  expect(await quotaText(world)).toContain('5 of 5 videos left');

  const answer = await press(question, 'confirm', world.ada);
  expect(answer.content).toBe('Ordered: its card follows.');
  expect(answer.components).toEqual([]);
  const card = await cardOf(world);
  expect(card.ephemeral).toBe(false);
  await untilDelivered(world, card);
  expect(orders(world.scenario)).toHaveLength(1);
  expect(world.channel.messages).toHaveLength(2);
  expect(await quotaText(world)).toContain('4 of 5 videos left');
});

test('a cheaper video is ordered without a question', async () => {
  const { world } = await openAskingWorld();
  await untilDelivered(world, await world.order({ duration: 4 }));
});

test('exactly the set price asks', async () => {
  const { world } = await openAskingWorld({ confirmFromUnits: USUAL_UNITS });
  await asked(world);
});

test('no orders nothing, and others never see it', async () => {
  const { world } = await openAskingWorld();
  const question = await asked(world);
  const answer = await press(question, 'decline', world.ada);
  expect(answer.content).toBe('Not ordered. Nothing was charged.');
  expect(answer.components).toEqual([]);
  await untilDelivered(world, await world.order({ duration: 4 }));
  world.clock.jump(MINUTE_MS);
  await untilDelivered(world, await world.order({ duration: 4 }));
  expect(orders(world.scenario)).toHaveLength(2);
  expect(world.channel.messages).toHaveLength(4);
});

test('unanswered, it is forgotten after a quarter of an hour, and others never see it', async () => {
  const { world } = await openAskingWorld();
  const question = await asked(world);
  const early = await asked(world, { prompt: 'in time' });
  world.clock.jump(13 * MINUTE_MS);
  expect((await press(early, 'confirm', world.ada)).content).toContain('Ordered');
  await untilDelivered(world, await cardOf(world));
  world.clock.jump(MINUTE_MS);
  const confirmId = idOf(question, 'confirm');
  expect((await answerTo(await world.ada.press(question, confirmId))).content).toBe(
    'This video has waited too long and was dropped; nothing was charged. It can be asked for again with `/veo`.',
  );
  // The loop comes by as well.
  world.clock.jump(MINUTE_MS);
  await untilDelivered(world, await world.order({ duration: 4 }));
  world.clock.jump(MINUTE_MS);
  await untilDelivered(world, await world.order({ duration: 4 }));
  expect(world.channel.messages).toHaveLength(6);
  expect(orders(world.scenario)).toHaveLength(3);
});

test('confirmed after a restart, minutes later, it gets one card', async () => {
  const { world, app } = await openAskingWorld();
  const question = await asked(world);
  await app.stop();
  world.clock.jump(5 * MINUTE_MS);
  await world.startApp();
  expect((await press(question, 'confirm', world.ada)).content).toContain('Ordered');
  await untilDelivered(world, await cardOf(world));
  expect(world.channel.messages).toHaveLength(2);
});

test('while the card is on its way, whoever keeps the cards posts no second one', async () => {
  const { world } = await openAskingWorld();
  const question = await asked(world);
  world.clock.jump(MINUTE_MS);
  const path = `/channels/${world.channel.id}/messages`;
  const { promise: until, resolve: arrive } = Promise.withResolvers<void>();
  const held = world.discord.faults.add({
    method: 'POST',
    path: new RegExp(`${path}$`),
    times: 1,
    effect: { kind: 'hold-request', until },
  });
  const confirmed = press(question, 'confirm', world.ada);
  await held.firstHit;
  await world.until('the video, which overtakes the card', () => results(world.channel).length === 1);
  arrive();
  await confirmed;
  const card = await world.until('the card', () =>
    world.channel.messages.find((message) => !results(world.channel).includes(message)),
  );
  await untilDelivered(world, card);
  expect(world.channel.messages).toHaveLength(2);
  const posts = world.discord.requests.filter((sent) => sent.method === 'POST' && sent.path === path);
  expect(posts).toHaveLength(3);
});

test('pressed twice at once, it is ordered once', async () => {
  const { world } = await openAskingWorld();
  const question = await asked(world);
  const confirmId = idOf(question, 'confirm');
  const presses = await Promise.all([
    world.ada.press(question, confirmId),
    world.ada.press(question, confirmId),
  ]);
  const answers = await Promise.all(presses.map(answerTo));
  expect(
    answers.filter(({ content }) => content.startsWith('This video was decided on already')),
  ).toHaveLength(1);
  await untilDelivered(world, await cardOf(world));
  expect(orders(world.scenario)).toHaveLength(1);
});

test('nobody but the author decides, however they come by the buttons', async () => {
  const { world } = await openAskingWorld();
  const question = await asked(world);
  const bob = world.guild.addMember({ name: 'Bob' });
  await expect(bob.press(question, idOf(question, 'confirm'))).rejects.toThrow('does not see');
  for (const action of ['confirm', 'decline']) {
    const id = idOf(question, action);
    const forged = await postAsBot(world, world.channel, { content: 'Forged', components: [buttonRow(id)] });
    const answer = await answerTo(await bob.press(forged, id));
    expect(answer).toMatchObject({
      ephemeral: true,
      content: `Only <@${world.ada.id}> can decide on this video.`,
    });
  }
  expect((await press(question, 'confirm', world.ada)).content).toContain('Ordered');
});

test('a confirmed video goes on to wait for approval where the server wants that', async () => {
  const { world } = await openAskingWorld({ approval: 'all' });
  const question = await asked(world);
  expect(world.staff.messages).toEqual([]);
  expect((await press(question, 'confirm', world.ada)).content).toBe(
    'Thank you. It now waits for a moderator’s approval: its card follows.',
  );
  const card = await cardOf(world);
  expect(textOf(card)).toContain(`Waiting for approval** by a moderator`);
  expect(textOf(card)).toContain('400 CU');
  expect(databaseOf(world).select().from(quotaLedger).all()).toEqual([]);
  const message = await world.until('the moderators to be asked', () => world.staff.messages[0]);
  await world.mo.press(message, idOf(message, 'approve'));
  await untilDelivered(world, card);
  expect(world.channel.messages).toHaveLength(2);
});

test('while a price is not known, the author is asked too', async () => {
  const world: ModeratedWorld = await openModeratedWorld();
  await changeSettings(world, { confirmFromUnits: 300 });
  const fault = world.scenario.faults.add({
    method: 'POST',
    path: /\/generate\//,
    effect: { kind: 'status', status: 503 },
  });
  await world.startApp();
  await fault.firstHit;
  const question = await asked(world, { duration: 4, generate_audio: false });
  expect(question.content).toContain('I could not find out yet what this video costs: it may be expensive.');
  fault.remove();
  expect((await press(question, 'confirm', world.ada)).content).toContain('Ordered');
  await untilDelivered(world, await cardOf(world));
});

test('a video with pictures is asked about by the price without them, until its own is learnt', async () => {
  const { world } = await openAskingWorld();
  const picture = { name: 'a.png', contentType: 'image/png', bytes: Buffer.from('never looked into') };
  const question = await asked(world, { reference_image_1: picture });
  expect(question.content).toContain('This video costs about **400 CU**: its exact price is not known yet.');
});

test('with the quota used up in between, a yes is refused with the reason, and possible again later', async () => {
  const { world } = await openAskingWorld({}, { QUOTA_VIDEOS_PER_DAY: '1' });
  const question = await asked(world);
  await untilDelivered(world, await world.order({ duration: 4 }));
  const refused = await press(question, 'confirm', world.ada);
  expect(refused).toMatchObject({ ephemeral: true });
  expect(refused.content).toMatch(/^You have used up your limit of 1 video/);
  expect(orders(world.scenario)).toHaveLength(1);
  expect(partsOf(question)).toHaveLength(2);
});

test('with the quota used up, nobody is asked at all', async () => {
  const { world } = await openAskingWorld({}, { QUOTA_VIDEOS_PER_DAY: '1' });
  await untilDelivered(world, await world.order({ duration: 4 }));
  expect(await world.refusal()).toMatch(/^You have used up your limit of 1 video/);
});

test('a word that the server forbids in between stops a video that was not confirmed yet', async () => {
  const { world } = await openAskingWorld();
  const question = await asked(world, { prompt: 'A volcano' });
  await world.mod('filter add', { kind: 'word', text: 'volcano' });
  expect((await press(question, 'confirm', world.ada)).content).toContain('does not allow `volcano`');
  expect(orders(world.scenario)).toHaveLength(0);
});

import sharp from 'sharp';
import { expect, test } from 'vitest';
import type { Fault } from '../../src/sandbox/faults.ts';
import { untilPriced } from '../support/looking.ts';
import { openRealTimeWorld, orders, results, textOf, type World } from '../support/world.ts';

const never = new Promise<never>(() => {});
const HOLD_REQUEST = { kind: 'hold-request', until: never } as const;
const HOLD_ANSWER = { kind: 'hold-answer', until: never } as const;

interface Moment {
  name: string;
  side: 'discord' | 'scenario';
  fault: Fault;
  withPicture?: boolean;
}

/** At each of these the process is killed, the fault is taken away, and the bot is started again. */
const MOMENTS: Moment[] = [
  {
    name: 'the order is queued but not answered',
    side: 'discord',
    fault: { path: /\/callback$/, effect: HOLD_REQUEST },
  },
  {
    name: 'the order is queued and answered, but Discord has not said so',
    side: 'discord',
    fault: { path: /\/callback$/, effect: HOLD_ANSWER },
  },
  {
    name: 'a picture is being uploaded to Scenario',
    side: 'scenario',
    fault: { method: 'POST', path: /\/assets$/, effect: HOLD_REQUEST },
    withPicture: true,
  },
  {
    name: 'Scenario has made the job, but its answer is on the way',
    side: 'scenario',
    fault: { method: 'POST', path: /\/generate\//, effect: HOLD_ANSWER },
  },
  { name: 'Scenario is at work', side: 'scenario', fault: { path: /\/jobs/, effect: HOLD_REQUEST } },
  { name: 'the video is being fetched', side: 'scenario', fault: { path: /^\/cdn\//, effect: HOLD_REQUEST } },
  {
    name: 'the video is being posted and has not arrived',
    side: 'discord',
    fault: { method: 'POST', path: /\/channels\/\d+\/messages$/, effect: HOLD_REQUEST },
  },
  {
    name: 'the video is posted, but Discord has not said so',
    side: 'discord',
    fault: { method: 'POST', path: /\/channels\/\d+\/messages$/, effect: HOLD_ANSWER },
  },
];

const picture = async () => ({
  name: 'frame.png',
  contentType: 'image/png',
  bytes: await sharp({ create: { width: 64, height: 36, channels: 3, background: '#336699' } })
    .png()
    .toBuffer(),
});

const delivered = (world: World) =>
  world.until(
    'the card to link to the result',
    () => world.channel.messages.filter(({ content }) => content.startsWith('✅')).length > 0,
  );

test.for(MOMENTS)('killed while $name, it goes on: one order, one video', async (moment) => {
  const world = await openRealTimeWorld();
  const first = await world.startProcess();
  await untilPriced(world);
  const fault = world[moment.side].faults.add(moment.fault);
  const values = { prompt: 'A boat at dusk', ...(moment.withPicture ? { image: await picture() } : {}) };
  const interaction = await world.ada.slash(world.channel, 'veo', values);
  interaction.response.catch(() => undefined);
  await fault.firstHit;

  await first.stop('SIGKILL');
  world[moment.side].faults.clear();
  await world.startProcess();

  await world.until('the video', () => results(world.channel).length > 0);
  expect(results(world.channel)).toHaveLength(1);
  expect(results(world.channel)[0]?.attachments).toHaveLength(1);
  expect(world.scenario.jobs).toHaveLength(1);
  if (moment.side === 'discord' && moment.fault.path.source.includes('callback')) return;
  await delivered(world);
  expect(world.channel.messages).toHaveLength(2);
});

test('killed long after the video was posted unnoticed, it finds the message instead of posting again', async () => {
  let aheadMs = 0;
  const world = await openRealTimeWorld({ discord: { now: () => Date.now() + aheadMs, rateLimits: 'off' } });
  const first = await world.startProcess();
  const fault = world.discord.faults.add({
    method: 'POST',
    path: /\/channels\/\d+\/messages$/,
    effect: HOLD_ANSWER,
  });
  await world.order();
  await fault.firstHit;
  await world.until('the video', () => results(world.channel).length > 0);
  await first.stop('SIGKILL');
  world.discord.faults.clear();
  // Discord forgets a nonce after some minutes.
  aheadMs = 30 * 60_000;

  await world.startProcess();
  await delivered(world);
  expect(results(world.channel)).toHaveLength(1);
});

test('killed after an order that never arrived, it does not send it a second time', async () => {
  const world = await openRealTimeWorld();
  const first = await world.startProcess();
  await untilPriced(world);
  const fault = world.scenario.faults.add({ method: 'POST', path: /\/generate\//, effect: HOLD_REQUEST });
  const card = await world.order({ seed: 7 });
  await fault.firstHit;
  await first.stop('SIGKILL');
  world.scenario.faults.clear();

  await world.startProcess();
  await world.until('the card to say so', () => textOf(card).includes('Checking'));
  await world.until(
    'a look at the list of jobs',
    () => world.scenario.requests.filter(({ path }) => path.endsWith('/jobs')).length >= 2,
  );
  expect(orders(world.scenario).filter(({ status }) => status < 300)).toHaveLength(0);
  expect(world.scenario.jobs).toHaveLength(0);
});

test('killed while its job waits for Scenario to have room, it orders it later', async () => {
  const world = await openRealTimeWorld();
  const first = await world.startProcess();
  await untilPriced(world);
  world.scenario.faults.add({
    method: 'POST',
    path: /\/generate\//,
    effect: { kind: 'status', status: 429, body: { details: { actionName: 'x', actionLimit: 1 } } },
  });
  await world.order();
  await world.until('its return to the queue', () =>
    first.log.some((line) => line.includes('"to":"queued"')),
  );
  await first.stop('SIGKILL');
  world.scenario.faults.clear();

  await world.startProcess();
  await delivered(world);
  expect(results(world.channel)).toHaveLength(1);
  expect(world.scenario.jobs).toHaveLength(1);
});

test('started again after everything was delivered, it does nothing', async () => {
  const world = await openRealTimeWorld();
  const first = await world.startProcess();
  await world.order();
  await delivered(world);
  expect(await first.stop('SIGTERM')).toBe(0);
  const before = world.discord.requests.length;

  const second = await world.startProcess();
  await world.until('its first turns', () => second.log.some((line) => line.includes('connected')));
  expect(await second.stop('SIGTERM')).toBe(0);
  const writes = world.discord.requests
    .slice(before)
    .filter(({ method, path }) => method !== 'GET' && path.includes('/messages'));
  expect(writes).toEqual([]);
  expect(world.discord.commandPuts).toBe(1);
});

import { expect, test } from 'vitest';
import { jobsOf, quotaText, untilDelivered, untilPriced } from '../support/looking.ts';
import { openWorld, orders, results, textOf, type World } from '../support/world.ts';

const MINUTE_MS = 60_000;
const STEP_MS = 4_000;
const MANY = { MAX_RUNNING_PER_GUILD: '10', MAX_RUNNING_PER_USER: '10', QUOTA_VIDEOS_PER_DAY: '20' };
const GENERATE = { method: 'POST', path: /\/generate\// };

const status = (code: number, body: unknown = {}) => ({ kind: 'status', status: code, body }) as const;

/** Lets so many minutes pass, a few seconds at a time. */
async function pass(world: World, minutes: number): Promise<void> {
  const end = world.clock.now() + minutes * MINUTE_MS;
  await world.until(`${minutes} minutes to pass`, () => {
    world.clock.jump(STEP_MS);
    return world.clock.now() >= end;
  });
}

test('while Scenario fails at orders, one is lost and the others wait; members are told why', async () => {
  const world = await openWorld();
  const { log } = await world.startApp({ ...MANY, MAX_RUNNING: '2' });
  const store = jobsOf(world);
  await untilPriced(world);
  const fault = world.scenario.faults.add({ ...GENERATE, effect: status(503) });
  const cards = [];
  for (let nth = 0; nth < 6; nth += 1) {
    cards.push(await world.order({ prompt: `Boat ${nth}` }));
    await fault.firstHit;
    await world.until('the first to be lost', async () => (await store.find(1))?.state === 'unknown');
  }
  await pass(world, 20);
  const jobs = await store.activeInGuild(world.guild.id);
  expect(jobs.map(({ state }) => state)).toEqual(['queued', 'queued', 'queued', 'queued', 'queued']);
  expect((await store.find(1))?.failure?.code).toBe('submit-lost');
  const [, second] = cards;
  await world.until('the card to tell why', () =>
    textOf(second ?? { content: '', embeds: [] }).includes('Scenario does not answer'),
  );
  // A question now and then, not a storm of them.
  expect(fault.hits).toBeLessThan(60);
  expect(log.filter((line) => line.includes('nothing goes on for now'))).toHaveLength(1);
  fault.remove();
  await world.until('the five videos', () => results(world.channel).length === 5);
  expect(orders(world.scenario).filter(({ status: code }) => code === 200)).toHaveLength(5);
});

test('without credits nothing fails: the queue waits, says so, and goes on once there are some', async () => {
  const world = await openWorld();
  const { log } = await world.startApp(MANY);
  const store = jobsOf(world);
  await untilPriced(world);
  const fault = world.scenario.faults.add({
    ...GENERATE,
    effect: status(402, { reason: 'Not enough credits' }),
  });
  const cards = [];
  for (let nth = 0; nth < 4; nth += 1) cards.push(await world.order({ prompt: `Boat ${nth}` }));
  await pass(world, 5);
  expect((await store.activeInGuild(world.guild.id)).map(({ state }) => state)).toEqual(
    Array(4).fill('queued'),
  );
  for (const card of cards) {
    await world.until('the card to tell why', () => textOf(card).includes('credits are used up'));
  }
  expect(fault.hits).toBeLessThan(20);
  expect(log.some((line) => line.includes('no credits are left at Scenario'))).toBe(true);
  fault.remove();
  await world.until('all videos', () => results(world.channel).length === 4);
});

test('a long downtime of the network gives up no job: a look in vain says nothing', async () => {
  const world = await openWorld();
  const first = await world.startApp(MANY);
  const store = jobsOf(world);
  await world.order({ prompt: 'A boat' });
  await world.until('it to be ordered', () => world.scenario.jobs.length === 1);
  await first.stop();
  world.clock.jump(3 * 60 * MINUTE_MS);
  const fault = world.scenario.faults.add({ path: /\/v1\//, effect: { kind: 'cut' } });
  await world.startApp(MANY);
  await fault.firstHit;
  await pass(world, 2);
  expect((await store.find(1))?.state).toBe('generating');
  fault.remove();
  await world.until('the video', () => results(world.channel).length === 1);
  expect(await quotaText(world)).toContain('19 of 20 videos left');
});

test('a job whose look-up fails every time does not keep another from being seen', async () => {
  const world = await openWorld();
  const before = await world.startApp(MANY);
  const first = await world.order({ prompt: 'Broken at Scenario' });
  const second = await world.order({ prompt: 'Fine' });
  await world.until('both to be in the making', () =>
    [first, second].every((card) => textOf(card).includes('Generating')),
  );
  await before.stop();
  const broken = world.scenario.jobs.find(({ body }) => body.prompt === 'Broken at Scenario');
  world.scenario.faults.add({
    path: new RegExp(`/jobs/${broken?.id}$`),
    effect: status(500, { reason: 'this job is broken' }),
  });
  // From now on both are looked at in the same breath.
  await world.startApp(MANY);
  await untilDelivered(world, second);
  expect(textOf(first)).toContain('Generating');
});

test('a revoked key or an unreachable Scenario does not use up the tries to fetch a video', async () => {
  const world = await openWorld();
  await world.startApp(MANY);
  const store = jobsOf(world);
  const fault = world.scenario.faults.add({ path: /\/assets\/[^/]+$/, effect: status(401) });
  const card = await world.order();
  await world.until('it to be done', async () => (await store.find(1))?.state === 'fetching');
  await pass(world, 90);
  expect(await store.find(1)).toMatchObject({ state: 'fetching', attempts: 0 });
  expect(textOf(card)).toContain('does not accept the bot’s key');
  fault.remove();
  await untilDelivered(world, card);
  expect(await quotaText(world)).toContain('19 of 20 videos left');
});

test('a video that could not be fetched for an hour is fetched when that is possible again', async () => {
  const world = await openWorld();
  await world.startApp(MANY);
  const store = jobsOf(world);
  const fault = world.scenario.faults.add({ path: /^\/cdn\//, effect: status(503) });
  const card = await world.order();
  await world.until('the card to show it', () => textOf(card).includes('Fetching'));
  await world.until('giving up', async () => {
    world.clock.jump(MINUTE_MS);
    return (await store.find(1))?.failure?.code === 'download-failed';
  });
  await world.until('the card', () => textOf(card).includes('could not be fetched from Scenario'));
  await pass(world, 60);
  expect(textOf(card)).toContain('I keep trying for a day');
  fault.remove();
  await untilDelivered(world, card);
  expect(world.scenario.jobs).toHaveLength(1);
  expect(results(world.channel)).toHaveLength(1);
});

test('many lost orders are looked for with one list', async () => {
  const world = await openWorld();
  await world.startApp(MANY);
  const store = jobsOf(world);
  await untilPriced(world);
  const lost = world.scenario.faults.add({ ...GENERATE, effect: { kind: 'cut' } });
  for (let nth = 0; nth < 3; nth += 1) {
    await world.order({ prompt: `Boat ${nth}` });
    world.clock.jump(61 * MINUTE_MS);
    await world.until('it to be lost', async () => (await store.inState('unknown')).length > 0);
    world.clock.jump(11 * MINUTE_MS);
    await world.until('giving up', async () => (await store.find(nth + 1))?.state === 'failed');
  }
  lost.remove();
  const lists = () => world.scenario.requests.filter(({ path }) => path.endsWith('/jobs')).length;
  const before = lists();
  await pass(world, 30);
  expect(lists() - before).toBeGreaterThan(3);
  expect(lists() - before).toBeLessThan(9);
});

import { expect, test } from 'vitest';
import { untilPriced } from '../support/looking.ts';
import { answerTo, openWorld, orders, results, textOf, type World } from '../support/world.ts';

const MINUTE_MS = 60_000;
const GENERATE = { method: 'POST', path: /\/generate\// };

const quotaOf = async (world: World): Promise<string> =>
  textOf(await answerTo(await world.ada.slash(world.channel, 'veo-quota')));

const made = (world: World) => orders(world.scenario).filter(({ status }) => status === 200);

test('an order whose answer was lost is found at Scenario and delivered, not sent again', async () => {
  const world = await openWorld();
  await world.startApp();
  await untilPriced(world);
  world.scenario.faults.add({ ...GENERATE, times: 1, effect: { kind: 'lose-answer' } });
  await world.order();
  await world.until('the video', () => results(world.channel).length > 0);
  expect(world.scenario.jobs).toHaveLength(1);
  expect(orders(world.scenario)).toHaveLength(1);
  expect(await quotaOf(world)).toContain('4 of 5 videos left');
});

test('the same holds when Scenario answers with a server error', async () => {
  const world = await openWorld();
  await world.startApp();
  await untilPriced(world);
  // Handled, then answered as a gateway does that gave up waiting.
  const fault = world.scenario.faults.add({ ...GENERATE, times: 1, effect: { kind: 'status', status: 504 } });
  const card = await world.order();
  await fault.firstHit;
  await world.until('the check', () => textOf(card).includes('Checking'));
  expect(made(world)).toHaveLength(0);
  world.clock.jump(10 * MINUTE_MS);
  await world.until('the end of the watch', () => textOf(card).includes('Failed'));
  expect(fault.hits).toBe(1);
  expect(orders(world.scenario)).toHaveLength(1);
  expect(textOf(card)).toContain('no order showed up there');
  expect(textOf(card)).toContain('Nothing was charged to your quota');
  expect(await quotaOf(world)).toContain('5 of 5 videos left');
});

test('two orders with the same prompt and seed, both lost, are told apart', async () => {
  const world = await openWorld();
  const before = await world.startApp();
  await untilPriced(world);
  const never = new Promise(() => {});
  const held = world.scenario.faults.add({ ...GENERATE, effect: { kind: 'hold-answer', until: never } });
  await world.order({ seed: 5 });
  await world.order({ seed: 5 });
  await world.until('both to be under way', () => held.hits === 2 && world.scenario.jobs.length === 2);
  // A stop does not wait for answers for long.
  let gone = false;
  void before.stop().then(() => {
    gone = true;
  });
  await world.until('the stop', () => gone);
  expect(before.log.filter((line) => line.includes('the answer to an order was lost'))).toHaveLength(2);
  held.remove();
  await world.startApp();
  await world.until('both videos', () => results(world.channel).length === 2);
  expect(world.scenario.jobs).toHaveLength(2);
});

test('an order that is given up as lost and shows up later is adopted and delivered, free of charge', async () => {
  const world = await openWorld();
  await world.startApp();
  await untilPriced(world);
  world.scenario.faults.add({ ...GENERATE, times: 1, effect: { kind: 'lose-answer' } });
  // Scenario's list does not show it for a long while.
  const hidden = world.scenario.faults.add({
    method: 'GET',
    path: /\/jobs$/,
    effect: { kind: 'status', status: 200, body: { jobs: [] } },
  });
  const card = await world.order();
  await world.until('the check', () => textOf(card).includes('Checking'));
  world.clock.jump(10 * MINUTE_MS);
  await world.until('giving up', () => textOf(card).includes('Failed'));
  hidden.remove();
  await world.until('the video', () => results(world.channel).length > 0);
  expect(world.scenario.jobs).toHaveLength(1);
  expect(await quotaOf(world)).toContain('5 of 5 videos left');
  await world.until('the card to link to it', () => card.content.startsWith('✅'));
});

test('an order that surely did not leave is sent once Scenario can be reached again', async () => {
  const world = await openWorld();
  const { log } = await world.startApp();
  const port = new URL(world.scenario.url).port;
  await world.scenario.close();
  await world.order();
  await world.until('the failure to connect', () =>
    log.some((line) => line.includes('could not be reached')),
  );
  const { startScenarioSandbox } = await import('../../src/sandbox/scenario/server.ts');
  const back = await startScenarioSandbox({ port: Number(port), now: world.clock.now });
  try {
    await world.until('the video', () => results(world.channel).length > 0);
    expect(back.jobs).toHaveLength(1);
  } finally {
    await back.close();
  }
});

test('a job that Scenario never finishes is given up after two hours, and delivered if it is done after all', async () => {
  const world = await openWorld({ scenario: { outcome: () => ({ kind: 'stuck' }) } });
  await world.startApp();
  const card = await world.order();
  await world.until('it to be ordered', () => world.scenario.jobs.length === 1);
  world.clock.jump(121 * MINUTE_MS);
  await world.until('giving up', () => textOf(card).includes('did not finish the video in time'));
  expect(await quotaOf(world)).toContain('5 of 5 videos left');
  world.scenario.setOutcome(world.scenario.jobs[0]?.id ?? '', { kind: 'success' });
  await world.until('the video', () => results(world.channel).length > 0);
});

import { expect, test } from 'vitest';
import { partsOf } from '../support/looking.ts';
import { answerTo, openWorld, orders, results, textOf, type World } from '../support/world.ts';

const quotaOf = async (world: World): Promise<string> =>
  textOf(await answerTo(await world.ada.slash(world.channel, 'veo-quota')));

const ENDS = [
  { prompt: 'a boat [fail]', shows: ['Failed', 'Internal provider error', 'Try again'] },
  { prompt: 'a boat [blocked]', shows: ['Blocked', 'safety filter', 'Rephrase the prompt'] },
  { prompt: 'a boat [empty]', shows: ['Failed', 'made no video', 'Change the prompt'] },
];

test.for(ENDS)(
  '$prompt: the card says what happened and what to do, and nothing is charged',
  async ({ prompt, shows }) => {
    const world = await openWorld();
    await world.startApp();
    const card = await world.order({ prompt });
    await world.until('the end', () => textOf(card).includes('Nothing was charged to your quota'));
    for (const text of shows) expect(textOf(card)).toContain(text);
    expect(partsOf(card).map(({ label }) => label)).toEqual(['🔁 Try again', '✏️ Edit prompt']);
    expect(results(world.channel)).toHaveLength(0);
    expect(await quotaOf(world)).toContain('5 of 5 videos left');
    expect(orders(world.scenario)).toHaveLength(1);
  },
);

const REFUSALS = [
  {
    status: 400,
    body: { reason: 'prompt is too strange' },
    shows: ['did not accept', 'prompt is too strange'],
  },
  { status: 400, body: { reason: 'Blocked by our content policy' }, shows: ['Blocked', 'content policy'] },
  {
    status: 403,
    body: {
      reason: 'You are not allowed to use this model with your plan',
      name: 'ModelAccessRestrictedError',
    },
    shows: ['Scenario account does not allow', 'Tell whoever runs the bot'],
  },
];

test.for(REFUSALS)(
  'an order refused with $status $body.reason ends with its reason',
  async ({ status, body, shows }) => {
    const world = await openWorld();
    await world.startApp();
    world.scenario.faults.add({
      method: 'POST',
      path: /\/generate\//,
      effect: { kind: 'status', status, body },
    });
    const card = await world.order();
    await world.until('the end', () => textOf(card).includes('Nothing was charged to your quota'));
    for (const text of shows) expect(textOf(card)).toContain(text);
    expect(await quotaOf(world)).toContain('5 of 5 videos left');
  },
);

test('wrong keys lose nothing: the job waits until they are right', async () => {
  const world = await openWorld();
  const { log } = await world.startApp();
  const fault = world.scenario.faults.add({
    path: /\/v1\//,
    effect: { kind: 'status', status: 401, body: { message: 'Unauthorized' } },
  });
  await world.order();
  await world.until('the complaint', () => log.some((line) => line.includes('does not accept the API key')));
  fault.remove();
  await world.until('the video', () => results(world.channel).length > 0);
});

test("Scenario's concurrency limit is learnt from its refusals and kept to, and every job is made", async () => {
  const world = await openWorld({ scenario: { maxConcurrentJobs: 2 } });
  await world.startApp({ MAX_RUNNING_PER_GUILD: '10', MAX_RUNNING_PER_USER: '10' });
  for (let job = 0; job < 5; job += 1) await world.order({ prompt: `boat ${job}` });
  await world.until('all videos', () => results(world.channel).length === 5);
  expect(world.scenario.jobs).toHaveLength(5);
  const refused = orders(world.scenario).filter(({ status }) => status === 429);
  // Once taught, it waits for a place instead of asking again and again.
  expect(refused.length).toBeGreaterThan(0);
  expect(refused.length).toBeLessThanOrEqual(6);
});

test('a broken download is tried again until the video is whole', async () => {
  const world = await openWorld();
  await world.startApp();
  world.scenario.faults.add({ path: /^\/cdn\//, times: 2, effect: { kind: 'status', status: 503 } });
  world.scenario.faults.add({ path: /^\/cdn\//, times: 1, effect: { kind: 'cut' } });
  await world.order();
  await world.until('the video', () => results(world.channel).length > 0);
  expect(results(world.channel)[0]?.attachments).toHaveLength(1);
});

import sharp from 'sharp';
import { expect, test } from 'vitest';
import type { OptionValues } from '../../src/sandbox/discord/model.ts';
import type { JobOutcome } from '../../src/sandbox/scenario/server.ts';
import { cardOf, fillIn, lastWord, pressForged, refusedForm, reservedFor } from '../support/around.ts';
import { idOf, partsOf, quotaText, sentBodies, untilDelivered } from '../support/looking.ts';
import { changeSettings, openModeratedWorld } from '../support/moderating.ts';
import { textOf } from '../support/world.ts';

const FELL_OVER: JobOutcome = { kind: 'failure', error: 'Internal provider error' };
const UNSAFE: JobOutcome = {
  kind: 'failure',
  error: 'The request was blocked by the provider: content policy violation (safety).',
};

interface FailureOptions {
  outcome?: JobOutcome;
  order?: OptionValues;
  environment?: Record<string, string>;
}

/** A world in which the first video ends as told, and every other is made. */
async function openWorldWithFailure({ outcome = FELL_OVER, order, environment }: FailureOptions = {}) {
  let made = 0;
  const world = await openModeratedWorld({
    scenario: {
      outcome: () => {
        made += 1;
        return made === 1 ? outcome : { kind: 'success' };
      },
    },
  });
  const app = await world.startApp(environment);
  const card = await world.order(order);
  await world.until('the end', () => /Failed|Blocked/.test(textOf(card)));
  return { ...world, app, card, eve: world.guild.addMember({ name: 'Eve' }) };
}

const picture = async (colour: string) => ({
  name: 'picture.png',
  contentType: 'image/png',
  bytes: await sharp({ create: { width: 64, height: 36, channels: 3, background: colour } })
    .png()
    .toBuffer(),
});

test.for([
  { what: 'Failed', outcome: FELL_OVER },
  { what: 'Blocked', outcome: UNSAFE },
])('$what: a video is tried again from its card, also after a restart', async ({ what, outcome }) => {
  const world = await openWorldWithFailure({ outcome, order: { image: await picture('#336699') } });
  expect(textOf(world.card)).toContain(`**${what}**`);
  expect(partsOf(world.card).map(({ label }) => label)).toEqual(['🔁 Try again', '✏️ Edit prompt']);
  expect(await quotaText(world)).toContain('5 of 5 videos left');
  await world.app.stop();
  await world.startApp();
  await world.ada.press(world.card, idOf(world.card, 'retry'));
  const card = await cardOf(world, 2);
  expect(textOf(card)).toContain(`🔁 <@${world.ada.id}> tried #1 again`);
  await untilDelivered(world, card);
  const [first, second] = sentBodies(world);
  expect({ ...second, seed: 0 }).toEqual({ ...first, seed: 0 });
  expect(second?.seed).not.toBe(first?.seed);
  expect(await quotaText(world)).toContain('4 of 5 videos left');
});

test('a double press makes one video', async () => {
  const world = await openWorldWithFailure();
  const press = () => world.ada.press(world.card, idOf(world.card, 'retry'));
  const presses = await Promise.all([press(), press()]);
  await untilDelivered(world, await cardOf(world, 2));
  const told = await world.until('one of them to be told', () =>
    presses.flatMap(({ followups }) => followups.map(({ content }) => content)).at(0),
  );
  expect(told).toContain('You have just asked for this: it is #2.');
  expect(reservedFor(world)).toHaveLength(2);
});

test('its quota is asked for anew', async () => {
  const world = await openWorldWithFailure({ environment: { QUOTA_VIDEOS_PER_DAY: '1' } });
  await untilDelivered(world, await world.order({ prompt: 'the only one' }));
  const pressed = await world.ada.press(world.card, idOf(world.card, 'retry'));
  expect(await lastWord(world, pressed)).toContain('You have used up your limit');
});

test('its prompt is edited from its card', async () => {
  const world = await openWorldWithFailure({ outcome: UNSAFE, order: { duration: 4 } });
  await fillIn(world.card, 'edit', { prompt: 'A kinder boat' }, world.ada);
  await untilDelivered(world, await cardOf(world, 2));
  const [first, second] = sentBodies(world);
  expect({ ...second, seed: 0 }).toEqual({ ...first, seed: 0, prompt: 'A kinder boat' });
});

test('a failed video stays its author’s, whoever may make videos from others', async () => {
  const world = await openWorldWithFailure();
  await changeSettings(world, { remixBy: 'moderators' });
  const pressed = await world.eve.press(world.card, idOf(world.card, 'retry'));
  expect(await lastWord(world, pressed)).toContain('only moderators make another video');
  await world.ada.press(world.card, idOf(world.card, 'retry'));
  await untilDelivered(world, await cardOf(world, 2));
});

test('where Scenario has lost a picture, it gets it anew', async () => {
  const world = await openWorldWithFailure({ order: { image: await picture('#336699') } });
  const uploads = () => world.scenario.assets.filter(({ metadata }) => metadata.type === 'uploaded').length;
  expect(uploads()).toBe(1);
  world.scenario.faults.add({
    method: 'POST',
    path: /\/generate\//,
    times: 1,
    effect: { kind: 'status', status: 400, body: { error: 'Asset asset_1 not found' } },
  });
  await world.ada.press(world.card, idOf(world.card, 'retry'));
  const refused = await cardOf(world, 2);
  await world.until('the refusal', () => textOf(refused).includes('Scenario did not accept the request'));
  world.clock.jump(5_000);
  await world.ada.press(refused, idOf(refused, 'retry'));
  await untilDelivered(world, await cardOf(world, 3));
  expect(uploads()).toBe(2);
});

test('a video that was made is not tried again', async () => {
  const world = await openWorldWithFailure();
  await untilDelivered(world, await world.order());
  const pressed = await pressForged(world, 'retry', 2, world.ada);
  expect(await lastWord(world, pressed)).toBe(
    'This video is being made after all, or was: look at its card. For another one use `/veo`.',
  );
  expect(reservedFor(world)).toHaveLength(2);
});

test('a picture that could not be read has to be attached again', async () => {
  const broken = { name: 'a.png', contentType: 'image/png', bytes: Buffer.from('<html>no picture</html>') };
  const world = await openWorldWithFailure({ order: { image: broken } });
  expect(partsOf(world.card).map(({ label }) => label)).toEqual(['✏️ Edit prompt']);
  const forged = await pressForged(world, 'retry', 1, world.ada);
  expect(await lastWord(world, forged)).toContain('I never got all pictures of this video');

  const opened = await world.ada.press(world.card, idOf(world.card, 'edit'));
  await opened.response;
  expect(JSON.stringify(opened.modal)).toContain('attach them again, or go on without');
  await world.ada.submitModal(opened, { files: [await picture('#00ff00')] });
  expect(textOf(await cardOf(world, 2))).toContain('first frame');
  await world.ada.submitModal(opened, { prompt: 'without a picture' });
  expect(textOf(await cardOf(world, 3))).not.toContain('first frame');
});

test('an edited prompt that is refused comes back', async () => {
  const world = await openWorldWithFailure();
  await world.mod('filter add', { kind: 'word', text: 'volcano', action: 'refuse' });
  const sent = await fillIn(world.card, 'edit', { prompt: 'A volcano' }, world.ada);
  expect((await refusedForm(world, sent)).givenBack).toBe('A volcano');
});

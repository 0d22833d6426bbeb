import { expect, test } from 'vitest';
import type { SandboxMember } from '../../src/sandbox/discord/model.ts';
import { jobsOf, sentBodies, untilDelivered } from '../support/looking.ts';
import { addOldVideos } from '../support/many-videos.ts';
import { databaseOf } from '../support/moderating.ts';
import { openWorld, type World } from '../support/world.ts';

async function suggestions(world: World, typed: string, member: SandboxMember = world.ada) {
  const sent = await member.autocomplete(world.channel, 'veo', 'prompt', typed);
  const answer = await sent.response;
  if (answer.kind !== 'choices') throw new Error(`answered with ${answer.kind}`);
  return answer.choices;
}

const LONG = `${'A boat at dusk, '.repeat(249)}and a fox.`;

test('typing offers own earlier prompts that hold it, newest first, each once', async () => {
  const world = await openWorld();
  await world.startApp();
  addOldVideos(databaseOf(world), world, ['A boat', 'Ein ÄRGER', 'A boat', 'A fox', 'boats *2*']);
  const names = async (typed: string) => (await suggestions(world, typed)).map(({ name }) => name);
  expect(await names('')).toEqual(['boats *2*', 'A fox', 'A boat', 'Ein ÄRGER']);
  expect(await names('BOAT')).toEqual(['boats *2*', 'A boat']);
  expect(await names('ärger')).toEqual(['Ein ÄRGER']);
  expect(await names('unicorn')).toEqual([]);
  expect(await suggestions(world, 'boat', world.guild.addMember())).toEqual([]);
  expect(await suggestions(world, '2')).toEqual([{ name: 'boats *2*', value: 'boats *2*' }]);
});

test('of a thousand prompts the latest 25 are offered; nothing deleted, nothing unapproved', async () => {
  const world = await openWorld();
  await world.startApp();
  const db = databaseOf(world);
  addOldVideos(
    db,
    world,
    Array.from({ length: 1_000 }, (_, index) => `boat ${index}`),
  );
  addOldVideos(db, world, ['boat, held'], { state: 'denied', hold: 'approval' });
  addOldVideos(db, world, ['boat, deleted'], { purgedAt: world.clock.now() });
  const names = (await suggestions(world, 'boat')).map(({ name }) => name);
  expect(names).toEqual(Array.from({ length: 25 }, (_, index) => `boat ${999 - index}`));
});

test('a prompt of 4,000 characters is offered by its beginning, and ordered whole; also after a restart', async () => {
  const world = await openWorld();
  const app = await world.startApp();
  expect(LONG.length).toBeGreaterThan(3_900);
  addOldVideos(databaseOf(world), world, [LONG, 'with\na line break']);
  const [short, long] = await suggestions(world, '');
  expect(short).toMatchObject({ name: 'with a line break' });
  expect(long?.name).toMatch(/^A boat at dusk.*…$/);
  expect(long?.name.length).toBeLessThanOrEqual(100);
  await app.stop();
  await world.startApp();
  for (const choice of [long, short]) {
    await untilDelivered(world, await world.order({ prompt: String(choice?.value) }));
  }
  expect(sentBodies(world).map(({ prompt }) => prompt)).toEqual([LONG, 'with\na line break']);
});

test('what stands for a prompt is an ordinary text for everybody else, elsewhere, and once it was deleted', async () => {
  const world = await openWorld();
  await world.startApp();
  const db = databaseOf(world);
  const [own = 0] = addOldVideos(db, world, [LONG]);
  const [abroad = 0] = addOldVideos(db, world, ['secret from elsewhere'], { guildId: '1' });
  const [deleted = 0] = addOldVideos(db, world, ['secret, deleted'], { purgedAt: 1 });
  const [unapproved = 0] = addOldVideos(db, world, ['secret, unapproved'], {
    state: 'denied',
    hold: 'approval',
  });
  const bob = world.guild.addMember();
  const prompts: string[] = [];
  for (const [id, member] of [
    [own, bob],
    [abroad, world.ada],
    [deleted, world.ada],
    [unapproved, world.ada],
    [999_999_999_999_999, world.ada],
  ] as const) {
    const prompt = `clapper-prompt:${id}`;
    prompts.push(prompt);
    await world.order({ prompt }, { member });
  }
  const newest = (await jobsOf(world).activeInGuild(world.guild.id)).map(({ settings }) => settings.prompt);
  expect(newest).toEqual(prompts);
});

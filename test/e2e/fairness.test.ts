import { expect, test } from 'vitest';
import type { SandboxMessage } from '../../src/sandbox/discord/message.ts';
import type { SandboxMember } from '../../src/sandbox/discord/model.ts';
import { BLOCKABLE, blockQueue, sentBodies, untilDelivered } from '../support/looking.ts';
import { openWorld, textOf, type World } from '../support/world.ts';

/** A second server with its own channel. */
function addServer({ discord }: World, name: string) {
  const guild = discord.addGuild({ name });
  return { guild, channel: guild.addChannel({ name: 'films' }) };
}

const prompts = (world: World): string[] => sentBodies(world).map(({ prompt }) => prompt);

test.for([
  { name: 'one member', members: 1, caps: { MAX_RUNNING: '1' } },
  { name: 'ten members', members: 10, caps: { MAX_RUNNING: '1' } },
  { name: 'ten members, with room for several', members: 10, caps: { MAX_RUNNING: '4' } },
])('a server flooded by $name does not keep another server waiting', async ({ members, caps }) => {
  const world = await openWorld();
  await world.startApp({ ...caps, QUOTA_VIDEOS_PER_DAY: '100' });
  const crowd = Array.from({ length: members }, () => world.guild.addMember());
  for (let count = 0; count < 30; count += 1) {
    const member = crowd[count % members];
    await world.order({ prompt: `flood ${count}` }, member ? { member } : {});
  }
  const places = Number(caps.MAX_RUNNING) < 3 ? Number(caps.MAX_RUNNING) : 3;
  await world.until('the server to have its share', () => prompts(world).length >= places);

  const calm = addServer(world, 'Calm club');
  const before = prompts(world).length;
  const eve = calm.guild.addMember({ name: 'Eve' });
  await world.order({ prompt: 'of Eve' }, { member: eve, channel: calm.channel });
  await world.until('the order of Eve', () => prompts(world).includes('of Eve'));
  expect(prompts(world).indexOf('of Eve') - before).toBeLessThan(2);
});

test('two members of a server take turns, in the order that their cards announced', async () => {
  const world = await openWorld(BLOCKABLE);
  await world.startApp({ MAX_RUNNING: '1', QUOTA_VIDEOS_PER_DAY: '100' });
  const unblock = await blockQueue(world, world.guild.addMember({ name: 'Blocker' }));
  const bob = world.guild.addMember({ name: 'Bob' });
  const cards: SandboxMessage[] = [];
  for (const [member, name] of [
    [world.ada, 'Ada'],
    [bob, 'Bob'],
  ] as const) {
    for (let count = 1; count <= 4; count += 1) {
      cards.push(await world.order({ prompt: `${name} ${count}` }, { member }));
    }
  }
  const inTurn = ['Ada 1', 'Bob 1', 'Ada 2', 'Bob 2', 'Ada 3', 'Bob 3', 'Ada 4', 'Bob 4'];
  const announced = () =>
    cards
      .map((card) => ({
        prompt: /> (.*)/.exec(textOf(card))?.[1],
        place: Number(/(\d+)(?:st|nd|rd|th) of 8/.exec(textOf(card))?.[1]),
      }))
      .sort((a, b) => a.place - b.place)
      .map(({ prompt }) => prompt);
  await world.until('the places on the cards', () => cards.every((card) => textOf(card).includes('of 8')));
  expect(announced()).toEqual(inTurn);

  unblock();
  for (const card of cards) await untilDelivered(world, card);
  expect(prompts(world).slice(1)).toEqual(inTurn);
});

test('an order that comes later goes before the second order of somebody who flooded', async () => {
  const world = await openWorld(BLOCKABLE);
  await world.startApp({ MAX_RUNNING: '1', QUOTA_VIDEOS_PER_DAY: '100' });
  const unblock = await blockQueue(world, world.guild.addMember());
  for (let count = 1; count <= 10; count += 1) await world.order({ prompt: `flood ${count}` });
  const bob = world.guild.addMember({ name: 'Bob' });
  const card = await world.order({ prompt: 'of Bob' }, { member: bob });
  expect(textOf(card)).toContain('2nd of 11');
  unblock();
  await untilDelivered(world, card);
  expect(prompts(world).slice(0, 3)).toEqual(['blocks the queue', 'flood 1', 'of Bob']);
});

test('no more jobs run at Scenario at once than the caps allow, in all, by server and by member', async () => {
  const world = await openWorld();
  await world.startApp({
    MAX_RUNNING: '4',
    MAX_RUNNING_PER_GUILD: '3',
    MAX_RUNNING_PER_USER: '2',
    QUOTA_VIDEOS_PER_DAY: '100',
  });
  const most = { total: 0, byServer: 0, byMember: 0 };
  const largest = (groups: Map<string, unknown[]>) =>
    Math.max(0, ...[...groups.values()].map((jobs) => jobs.length));
  const sample = () => {
    const running = world.scenario.jobs
      .filter(({ status }) => status !== 'success' && status !== 'failure')
      .map(({ body }) => body.prompt ?? '');
    most.total = Math.max(most.total, running.length);
    most.byServer = Math.max(most.byServer, largest(Map.groupBy(running, (prompt) => prompt.slice(0, 1))));
    most.byMember = Math.max(most.byMember, largest(Map.groupBy(running, (prompt) => prompt.slice(0, 2))));
  };

  const servers = [world, addServer(world, 'Second')];
  const members = servers.flatMap(({ guild }): SandboxMember[] => [guild.addMember(), guild.addMember()]);
  let ordered = 0;
  for (const [index, member] of members.entries()) {
    const server = index < 2 ? 'A' : 'B';
    const channel = servers[index < 2 ? 0 : 1]?.channel ?? world.channel;
    for (let count = 0; count < 4; count += 1) {
      await world.order({ prompt: `${server}${index} ${count}` }, { member, channel });
      ordered += 1;
      sample();
    }
    // The first server has its share before the second asks for any.
    if (index === 1) {
      await world.until('three to run', () => {
        sample();
        return most.byServer === 3;
      });
    }
  }
  await world.until('all to be done', () => {
    sample();
    return world.scenario.jobs.filter(({ status }) => status === 'success').length === ordered;
  });
  expect(most).toEqual({ total: 4, byServer: 3, byMember: 2 });
});

test('one member alone is held to the cap of a member', async () => {
  const world = await openWorld();
  await world.startApp({ MAX_RUNNING_PER_USER: '1' });
  const cards = [await world.order({ prompt: 'first' }), await world.order({ prompt: 'second' })];
  let most = 0;
  await world.until('both to be done', () => {
    const running = world.scenario.jobs.filter(({ status }) => status !== 'success');
    most = Math.max(most, running.length);
    return cards.every((card) => card.content.startsWith('✅'));
  });
  expect(most).toBe(1);
});

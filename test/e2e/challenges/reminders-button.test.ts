import { expect, test } from 'vitest';
import { createReminderStore } from '../../../src/store/challenges/reminder-store.ts';
import { buttonRow, postAsBot } from '../../support/looking.ts';
import { databaseOf } from '../../support/moderating.ts';
import { pressed } from '../../support/results.ts';
import { openEntries } from '../../support/votes.ts';
import { openWorld } from '../../support/world.ts';

test('Remind me is pressed to be told of closes, and again to be left in peace, over a restart', async () => {
  const world = await openWorld();
  const { challenge, challenges } = await openEntries(world);
  const app = await world.startApp();
  const reminders = createReminderStore(databaseOf(world));
  const told = () => reminders.toTell(challenge.id, 'entries-24', 10);
  const button = await postAsBot(world, world.channel, {
    content: 'A challenge',
    components: [buttonRow(`v1:challenge-remind:${challenge.id}`)],
  });
  const bob = world.guild.addMember({ name: 'Bob' });

  const yes = await pressed(world, button, 'challenge-remind', world.ada);
  expect(yes.ephemeral).toBe(true);
  expect(yes.content).toContain(
    'I will write to you 24 hours and 1 hour before the entries and the vote of **Boats** close.',
  );
  await pressed(world, button, 'challenge-remind', bob);
  expect((await told()).sort()).toEqual([world.ada.id, bob.id].sort());

  await app.stop();
  await world.startApp();
  const no = await pressed(world, button, 'challenge-remind', world.ada);
  expect(no.content).toContain('I will not write to you about **Boats** any more.');
  expect(await told()).toEqual([bob.id]);

  await challenges.move(challenge.id, { from: 'open', to: 'cancelled', at: world.clock.now() });
  const over = await pressed(world, button, 'challenge-remind', world.ada);
  expect(over.content).toContain('**Boats** is over');
  expect(await told()).toEqual([bob.id]);
});

test('of a draft nobody is reminded', async () => {
  const world = await openWorld();
  const { challenges, challenge } = await openEntries(world);
  const { guildId, hostId, title, theme, rules, settings, schedule, channelId, secret } = challenge;
  const draft = await challenges.create(
    { guildId, hostId, title, theme, rules, settings, schedule, channelId, secret },
    world.clock.now(),
  );
  await world.startApp();
  const button = await postAsBot(world, world.channel, {
    content: 'A draft',
    components: [buttonRow(`v1:challenge-remind:${draft.id}`)],
  });
  const answer = await pressed(world, button, 'challenge-remind', world.ada);
  expect(answer.content).toContain('I do not know this challenge here');
});

import { expect, test } from 'vitest';
import { contestOf, postsIn, untilPosted, untilVoting } from '../../support/challenge-posts.ts';
import { type ChallengeWorld, openChallengeWorld } from '../../support/challenges.ts';
import { changeSettings } from '../../support/moderating.ts';
import { challengesOf, moveTo } from '../../support/open-challenge.ts';
import { textOf } from '../../support/world.ts';

const entryTexts = (world: ChallengeWorld, name: string): string[] =>
  postsIn(world.arena)
    .map(({ content }) => content)
    .filter((content) => new RegExp(`^\\*\\*${name} \\d+\\*\\*`).test(content))
    .toSorted();
const thread = async (world: ChallengeWorld): Promise<RegExp> => {
  const made = await world.until('the thread', () => world.arena.threads[0]);
  return new RegExp(`/channels/${made.id}/messages$`);
};
const votesTaken = (world: ChallengeWorld, id: number) =>
  world.until('votes to be taken', async () => (await challengesOf(world).find(id))?.votesFrom !== undefined);

test('a stop while entries are put up leaves each of them there once', async () => {
  const world = await openChallengeWorld();
  const { challenge } = await contestOf(world, world.members.slice(0, 3));
  const released = Promise.withResolvers<void>();
  const fault = world.discord.faults.add({
    method: 'POST',
    path: await thread(world),
    effect: { kind: 'hold-answer', until: released.promise },
  });
  await moveTo(challengesOf(world), challenge, 'voting', world.clock.now());
  await fault.firstHit;
  await world.until('the first clip', () => entryTexts(world, 'Entry').length === 1);
  await world.app.stop();
  released.resolve();
  world.discord.faults.clear();
  await world.startApp();
  await votesTaken(world, challenge.id);
  await untilPosted(world, /Voting on/);
  expect(entryTexts(world, 'Entry')).toEqual(['**Entry 1**', '**Entry 2**', '**Entry 3**']);
});

test('voting is not held for ever by clips that cannot be posted; they follow when they can be', async () => {
  const world = await openChallengeWorld();
  const { challenge } = await contestOf(world, world.members.slice(0, 2));
  world.discord.faults.add({
    method: 'POST',
    path: await thread(world),
    effect: { kind: 'status', status: 400, body: { message: 'No', code: 0 } },
  });
  await moveTo(challengesOf(world), challenge, 'voting', world.clock.now());
  await votesTaken(world, challenge.id);
  expect(entryTexts(world, 'Entry')).toEqual([]);
  world.discord.faults.clear();
  await world.until('the clips', () => entryTexts(world, 'Entry').length === 2);
});

test('in the language of the server: entries, a run-off, the announcement', async () => {
  const world = await openChallengeWorld();
  // After the videos: their helper reads English cards.
  const { challenge, entries } = await contestOf(world, world.members.slice(0, 2));
  await changeSettings(world, { language: 'de' });
  const voting = await untilVoting(world, challenge);
  expect(entryTexts(world, 'Beitrag')).toEqual(['**Beitrag 1**', '**Beitrag 2**']);
  const store = challengesOf(world);
  const tallying = await store.move(voting.id, { from: 'voting', to: 'tallying', at: world.clock.now() });
  const runOffEntryIds = entries.map(({ id }) => id);
  const at = world.clock.now();
  await store.move(tallying?.id ?? 0, { from: 'tallying', to: 'voting', at, runOffEntryIds });
  const told = await untilPosted(world, /liegen gleichauf/);
  expect(told.content).toContain('**Beitrag 1**, **Beitrag 2** liegen gleichauf');
  const announcement = await untilPosted(world, /## 🏆 Rain\n/);
  await world.until('the run-off', () => textOf(announcement).includes('Eine Stichwahl entscheidet'));
});

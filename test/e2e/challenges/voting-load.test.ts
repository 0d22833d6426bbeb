import { expect, test } from 'vitest';
import { possibleMarks } from '../../../src/challenges/ballot.ts';
import { InteractionTimeout, type SandboxInteraction } from '../../../src/sandbox/discord/interaction.ts';
import type { SandboxMessage } from '../../../src/sandbox/discord/message.ts';
import type { SandboxMember } from '../../../src/sandbox/discord/model.ts';
import { openVote } from '../../support/votes.ts';
import { openWorld, type World } from '../../support/world.ts';

const VOTERS = 300;

/** On a machine that is busy with other things some are not answered within Discord's three seconds: people press again. */
async function pressed(message: SandboxMessage, id: string, by: SandboxMember): Promise<SandboxInteraction> {
  for (;;) {
    try {
      const interaction = await by.press(message, id);
      await interaction.response;
      return interaction;
    } catch (error) {
      if (!(error instanceof InteractionTimeout)) throw error;
    }
  }
}

const entryIdIn = ({ components }: SandboxMessage): number =>
  Number(/v1:challenge-mark:(\d+):/.exec(JSON.stringify(components))?.[1]);

async function openViewers(world: World, entries: number) {
  const vote = await openVote(world, { entries, settings: { method: 'stars' } });
  await world.startApp();
  const voters = Array.from({ length: VOTERS }, (_, index) =>
    world.guild.addMember({ name: `Voter ${index}` }),
  );
  const viewers = await Promise.all(
    voters.map(async (voter) => {
      const id = `v1:challenge-vote:${vote.challenge.id}`;
      const viewer = (await pressed(vote.button, id, voter)).original();
      if (!viewer) throw new Error('no viewer');
      return { voter, viewer };
    }),
  );
  await world.until('all viewers', () => viewers.every(({ viewer }) => !viewer.loading));
  return { ...vote, viewers };
}

test('300 members who vote and change their votes at once each have one ballot, with what they pressed last', async () => {
  const world = await openWorld();
  const { challenge, entries, ballots, viewers } = await openViewers(world, 5);

  const stars = possibleMarks('stars');
  const pressAll = async (shift: number) => {
    const edited = viewers.map(({ viewer }) => viewer.edits.length);
    const cast = await Promise.all(
      viewers.map(async ({ voter, viewer }, index) => {
        const entryId = entryIdIn(viewer);
        const value = stars[(index + shift) % stars.length] ?? 1;
        await pressed(viewer, `v1:challenge-mark:${entryId}:${value}`, voter);
        return { voterId: voter.id, marks: [{ entryId, value }] };
      }),
    );
    await world.until('all marks to be shown', () =>
      viewers.every(({ viewer }, index) => viewer.edits.length > (edited[index] ?? 0)),
    );
    return cast;
  };
  await pressAll(0);
  const last = await pressAll(2);

  const kept = await ballots.all(challenge.id, 1);
  expect(kept.map(({ voterId, marks }) => ({ voterId, marks }))).toEqual(
    last.sort((a, b) => (a.voterId < b.voterId ? -1 : 1)),
  );
  expect(await ballots.turnout(challenge.id, 1)).toBe(VOTERS);
  // Every entry was the first for some.
  expect(new Set(last.flatMap(({ marks }) => marks.map(({ entryId }) => entryId))).size).toBe(entries.length);
  expect(viewers.every(({ viewer }) => viewer.content.includes('you have rated 1'))).toBe(true);
});

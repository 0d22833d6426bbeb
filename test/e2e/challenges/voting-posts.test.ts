import { expect, test } from 'vitest';
import { contestOf, postsIn, untilVoting } from '../../support/challenge-posts.ts';
import { openChallengeWorld } from '../../support/challenges.ts';
import { partsOf } from '../../support/looking.ts';
import { pressed, pressedId } from '../../support/results.ts';
import { entryIn } from '../../support/votes.ts';
import { textOf } from '../../support/world.ts';

test('from the public button to a vote: the clips of the posts, without a name, and the number of voters for all', async () => {
  const world = await openChallengeWorld();
  const authors = world.members.slice(0, 3);
  const { challenge } = await contestOf(world, authors, { method: 'one-pick' });
  await untilVoting(world, challenge);
  const button = await world.until('the button', () =>
    postsIn(world.arena).find((message) =>
      partsOf(message).some(({ custom_id }) => custom_id === `v1:challenge-vote:${challenge.id}`),
    ),
  );

  const viewer = await pressed(world, button, 'challenge-vote', world.ada);
  expect(viewer.ephemeral).toBe(true);
  const shown: number[] = [];
  for (let position = 0; position < authors.length; position += 1) {
    if (position > 0) {
      await pressedId(world, viewer, `v1:challenge-look:${challenge.id}:${position}`, world.ada);
    }
    shown.push(entryIn(viewer));
    const [, url = ''] = /\[Watch Entry \d+\]\((http[^)]+)\)/.exec(viewer.content) ?? [];
    const clip = Buffer.from(await (await fetch(url)).arrayBuffer());
    expect(clip.subarray(4, 8).toString('latin1')).toBe('ftyp');
    const [, postId] =
      /\[its post\]\(https:\/\/discord\.com\/channels\/\d+\/\d+\/(\d+)\)/.exec(viewer.content) ?? [];
    const post = postsIn(world.arena).find(({ id }) => id === postId);
    expect(post && textOf(post)).toContain(`Entry ${entryIn(viewer)}`);
    for (const { id, name } of authors) {
      expect(viewer.content).not.toContain(id);
      expect(viewer.content).not.toContain(name);
    }
    expect(viewer.content).not.toContain('A secret of');
  }
  expect(shown.sort()).toEqual([1, 2, 3]);

  await pressed(world, viewer, 'challenge-mark', world.ada);
  expect(viewer.content).toContain('your pick: Entry');
  await world.until('the number of voters', () =>
    postsIn(world.arena).some((message) => /one member has voted/.test(textOf(message))),
  );
});

import { expect, test } from 'vitest';
import type { Entry, Placement } from '../../../src/challenges/challenge.ts';
import type { SandboxMessage } from '../../../src/sandbox/discord/message.ts';
import { createChallengePostStore } from '../../../src/store/challenges/post-store.ts';
import { createJobStore } from '../../../src/store/job-store.ts';
import { close, contestOf, postsIn, untilPosted, untilVoting } from '../../support/challenge-posts.ts';
import { type ChallengeWorld, openChallengeWorld } from '../../support/challenges.ts';
import { databaseOf } from '../../support/moderating.ts';
import { challengesOf, DAY_MS } from '../../support/open-challenge.ts';
import { pressed, pressedId } from '../../support/results.ts';
import { entryIn } from '../../support/votes.ts';
import { textOf } from '../../support/world.ts';

const GONE = /^\*\*Entry 1\*\* cannot be shown: its video is gone\.\n-# #1 · 1$/;

const entryPost = (world: ChallengeWorld, number: number): SandboxMessage => {
  const [found, ...others] = postsIn(world.arena).filter(({ content }) =>
    content.startsWith(`**Entry ${number}**`),
  );
  if (!found || others.length > 0) throw new Error(`${others.length + 1} posts of entry ${number}`);
  return found;
};

const placement = (entryId: number, place: number): Placement => ({
  entryId,
  place,
  points: 6 - place,
  firsts: 1,
  raters: 1,
  counted: true,
  passedOver: undefined,
});

/** Two entries that stand in their places, and a picture of both. */
async function shownContest() {
  const world = await openChallengeWorld();
  const { challenge, entries } = await contestOf(world, world.members.slice(0, 2), { method: 'one-pick' });
  await untilVoting(world, challenge);
  const sheet = await untilPosted(world, /at a glance/);
  const [first, second] = entries;
  if (!first || !second) throw new Error('two entries');
  const outcome = {
    placements: [placement(first.id, 1), placement(second.id, 2)],
    ballots: 2,
    invalidBallots: 0,
  };
  const posts = createChallengePostStore(databaseOf(world));
  return {
    world,
    challenge,
    entries: [first, second] as const,
    sheet,
    posts: () => posts.ofChallenge(challenge.id),
    /** Ends it, and lets the bot tell so everywhere. */
    end: async (): Promise<SandboxMessage> => {
      await close(world, challenge, outcome);
      const podium = await untilPosted(world, /the result/);
      await world.until('names', () => entryPost(world, 1).content.includes('A secret of'));
      await rest(world);
      return podium;
    },
    cancel: async (): Promise<void> => {
      const store = challengesOf(world);
      await store.move(challenge.id, { from: 'voting', to: 'cancelled', at: world.clock.now(), reason: 'x' });
      await untilPosted(world, /was cancelled/);
      await rest(world);
    },
    remove: ({ jobId }: Entry): Promise<unknown> =>
      createJobStore(databaseOf(world)).remove(
        jobId,
        false,
        { kind: 'remove', actorId: world.mo.id, targetId: '1', jobId, detail: 'posted → removed' },
        world.clock.now(),
      ),
    cover: ({ jobId }: Entry, spoiler: boolean): Promise<unknown> =>
      createJobStore(databaseOf(world)).setOwnSpoiler(jobId, spoiler, world.clock.now()),
  };
}

/** Long after the end, when nothing is looked after any more. */
async function rest(world: ChallengeWorld): Promise<void> {
  for (let hour = 0; hour < 48; hour += 6) {
    world.clock.jump(DAY_MS / 4);
    await someTurns(world);
  }
}

async function someTurns({ clock, until }: ChallengeWorld): Promise<void> {
  const end = clock.now() + 5_000;
  await until('some turns', () => clock.now() > end);
}

test('a video that is removed long after the end is in no message any more, also where the bot was stopped meanwhile', async () => {
  const { world, entries, sheet, end, remove, posts } = await shownContest();
  const podium = await end();
  const [winner, other] = entries;
  const bars = podium.attachments[0]?.description;
  expect(textOf(podium)).toContain('[▶ watch]');
  expect((await posts()).every(({ dueAt }) => dueAt === undefined)).toBe(true);
  await remove(winner);
  await world.until('the clip to go', () => entryPost(world, 1).attachments.length === 0);
  expect(entryPost(world, 1).content).toMatch(GONE);
  await world.until('the picture to change', () => textOf(sheet).includes('the only entry'));
  expect(sheet.attachments).toMatchObject([{ description: expect.not.stringContaining('Entry 1') }]);
  await world.until('the result to change', () => textOf(podium).includes('its video is gone'));
  expect(textOf(podium)).toContain(
    `🥇 **Entry 1** by <@${winner.userId}>\n-# 5 votes · its video is gone\n\n🥈`,
  );
  expect(textOf(podium)).toContain(`/${entryPost(world, 2).id})`);
  expect(textOf(podium)).not.toContain(`/${entryPost(world, 1).id})`);
  expect(podium.attachments).toMatchObject([{ filename: 'result.png', description: bars }]);

  await world.app.stop();
  await remove(other);
  world.clock.jump(DAY_MS);
  await world.startApp();
  await world.until('the other clip to go', () => entryPost(world, 2).attachments.length === 0);
  await world.until('the pictures to go', () => sheet.attachments.length === 0);
  expect(sheet.content).toContain('Rain');
  await world.until('the result to change', () => !textOf(podium).includes('watch'));
});

test('a video that is removed from a cancelled challenge is shown no more, and nothing that was lost comes again', async () => {
  const { world, entries, sheet, cancel, remove, posts } = await shownContest();
  await cancel();
  const [first, second] = entries;
  expect(entryPost(world, 1).attachments).toHaveLength(1);
  await remove(first);
  await world.until('the clip to go', () => entryPost(world, 1).attachments.length === 0);
  await world.until('the picture to change', () => textOf(sheet).includes('the only entry'));
  expect(entryPost(world, 1).content).toMatch(GONE);

  world.guild.owner.deleteMessage(entryPost(world, 2));
  const count = postsIn(world.arena).length;
  await remove(second);
  await world.until('nothing to be due', async () =>
    (await posts()).every(({ dueAt }) => dueAt === undefined),
  );
  expect(postsIn(world.arena)).toHaveLength(count);
});

test.for(['closed', 'cancelled'] as const)(
  'a cover reaches the post of a challenge that is %s',
  async (how) => {
    const { world, entries, sheet, end, cancel, cover } = await shownContest();
    await (how === 'closed' ? end() : cancel());
    for (const spoiler of [true, false]) {
      const edits = sheet.edits.length;
      await cover(entries[0], spoiler);
      await world.until('the cover', () => entryPost(world, 1).attachments[0]?.isSpoiler === spoiler);
      await world.until('the picture', () => sheet.edits.length > edits);
    }
    expect(entryPost(world, 2).attachments[0]?.isSpoiler).toBe(false);
  },
);

test('a cover during the vote is there within seconds, also for who has looked at the clip before', async () => {
  const { world, challenge, entries, cover } = await shownContest();
  const begun = await untilPosted(world, /Voting on/);
  const viewer = await pressed(world, begun, 'challenge-vote', world.ada);
  if (entryIn(viewer) !== 1) await pressedId(world, viewer, `v1:challenge-look:${challenge.id}:1`, world.ada);
  expect(entryIn(viewer)).toBe(1);
  expect(viewer.content).not.toContain('||');
  const before = world.clock.now();
  await cover(entries[0], true);
  await world.until('the cover', () => entryPost(world, 1).attachments[0]?.isSpoiler === true);
  expect(world.clock.now() - before).toBeLessThan(60_000);
  await someTurns(world);
  const again = await pressed(world, begun, 'challenge-vote', world.ada);
  if (entryIn(again) !== 1) await pressedId(world, again, `v1:challenge-look:${challenge.id}:1`, world.ada);
  expect(again.content).toContain('||[Watch Entry 1]');
});

test('where the thread with the clips is gone, a removal is done, and nothing is posted', async () => {
  const { world, entries, end, remove, cover, posts } = await shownContest();
  await end();
  world.arena.threads[0]?.delete();
  const count = world.arena.messages.length;
  await cover(entries[1], true);
  await remove(entries[0]);
  await world.until('nothing to be due', async () =>
    (await posts()).every(({ dueAt }) => dueAt === undefined),
  );
  expect(world.arena.messages).toHaveLength(count);
});

import { PermissionFlagsBits as Can } from 'discord.js';
import { expect, test } from 'vitest';
import type { Placement } from '../../../src/challenges/challenge.ts';
import type { SandboxMessage } from '../../../src/sandbox/discord/message.ts';
import { createJobStore } from '../../../src/store/job-store.ts';
import { close, contestOf, postsIn, untilVoting } from '../../support/challenge-posts.ts';
import { type ChallengeWorld, openChallengeWorld } from '../../support/challenges.ts';
import { databaseOf } from '../../support/moderating.ts';
import { answered, pressed } from '../../support/results.ts';
import { answerTo, textOf } from '../../support/world.ts';

const postOf = (world: ChallengeWorld, number: number): SandboxMessage => {
  const found = postsIn(world.arena).find(({ content }) => content.startsWith(`**Entry ${number}**`));
  if (!found) throw new Error(`no post of entry ${number}`);
  return found;
};
const channelOf = (world: ChallengeWorld, { channelId }: SandboxMessage) => {
  const found = [world.arena, ...world.arena.threads].find(({ id }) => id === channelId);
  if (!found) throw new Error('no such channel');
  return found;
};

/** Two entries without names in their places. The numbers of the videos are others than those of the entries. */
async function shownContest() {
  const world = await openChallengeWorld();
  world.mo.permissions |= Can.ManageMessages;
  await world.order({ prompt: 'Not for the challenge' });
  const { challenge, entries } = await contestOf(world, world.members.slice(0, 2));
  await untilVoting(world, challenge);
  const jobs = createJobStore(databaseOf(world));
  const job = await jobs.find(entries[0]?.jobId ?? 0);
  if (!job || job.id === 1) throw new Error('no video');
  const opened = async (item: 'Report video' | 'Moderate video', by = world.mo, number = 1) => {
    const post = postOf(world, number);
    return by.contextMenu(channelOf(world, post), item, post);
  };
  return { world, challenge, entries, job, jobs, opened };
}

test('anybody can report the post of an entry, and learns nothing of its author by it', async () => {
  const { world, entries, job, jobs, opened } = await shownContest();
  const reporter = world.members[4];
  if (!reporter) throw new Error('members');
  const form = await opened('Report video', reporter);
  await form.response;
  expect(form.modal?.title).toBe('Report entry 1');
  expect(form.modal?.custom_id).toBe(`v1:report:${entries[0]?.id}:entry`);
  const said = await answerTo(await reporter.submitModal(form, { reason: ['unsafe'], text: '' }));
  expect(said.content).toMatch(/^Thank you: the moderators have your report\./);
  const notice = await world.until('the report', () =>
    world.log.messages.find((message) => textOf(message).includes('**Report 1:')),
  );
  expect(textOf(notice)).toContain(`<@${job.userId}>`);
  await jobs.removeOwn(job.id, world.clock.now());
  expect((await answerTo(await opened('Report video', reporter))).content).toBe(
    'Its author has deleted this video already: there is nothing left to report.',
  );
});

test('moderators act on the post of an entry; that they saw its author is noted while names are hidden', async () => {
  const { world, challenge, entries, job, opened } = await shownContest();
  const panel = await answerTo(await opened('Moderate video'));
  expect(panel.ephemeral).toBe(true);
  expect(panel.content).toContain(`**Video #${job.id}**`);
  expect(panel.content).toContain('That you looked is noted as case 2.');
  await world.until('the case', () =>
    world.log.messages.some((message) => textOf(message).includes('who is behind Entry 1')),
  );

  const edits = panel.edits.length;
  const hide = await world.mo.press(panel, `v1:mod-spoiler:${job.id}`);
  expect((await answered(world, hide, panel, edits)).content).toContain('shown → spoiler');
  await world.until('the cover', () => postOf(world, 1).attachments[0]?.isSpoiler === true);

  const placements = entries.map(
    ({ id: entryId }, index): Placement => ({
      entryId,
      place: index + 1,
      points: 5,
      firsts: 1,
      raters: 1,
      counted: true,
      passedOver: undefined,
    }),
  );
  await close(world, challenge, { placements, ballots: 0, invalidBallots: 0 });
  await world.until('names', () => postOf(world, 1).content.includes(`<@${job.userId}>`));
  const later = await answerTo(await opened('Moderate video'));
  expect(later.content).not.toContain('noted');
  await pressed(world, later, 'mod-remove', world.mo);
  await world.until('the clip to go', () => postOf(world, 1).attachments.length === 0);
  expect(postOf(world, 1).content).not.toContain(job.userId);
});

import { expect, test } from 'vitest';
import type { Placement } from '../../../src/challenges/challenge.ts';
import type { SandboxMessage } from '../../../src/sandbox/discord/message.ts';
import { createJobStore } from '../../../src/store/job-store.ts';
import { expectNear, near } from '../../charts/near.ts';
import {
  close,
  contestOf,
  enterVideo,
  postsIn,
  untilPosted,
  untilVoting,
} from '../../support/challenge-posts.ts';
import { type ChallengeWorld, openChallengeWorld } from '../../support/challenges.ts';
import { freePort } from '../../support/free-port.ts';
import { databaseOf } from '../../support/moderating.ts';
import { challengesOf, moveTo, openChallenge } from '../../support/open-challenge.ts';
import { textOf } from '../../support/world.ts';

const MINUTE_MS = 60_000;
const entryPosts = (world: ChallengeWorld): SandboxMessage[] =>
  postsIn(world.arena).filter(({ content }) => /^\*\*Entry \d+\*\*/.test(content));
const everything = (messages: readonly SandboxMessage[]): string =>
  JSON.stringify(
    messages.map(({ content, embeds, components, attachments, edits }) => ({
      content,
      embeds,
      components,
      edits,
      files: attachments.map(({ filename, description }) => [filename, description]),
    })),
  );
const placement = (entryId: number, place: number): Placement => ({
  entryId,
  place,
  points: 6 - place,
  firsts: 1,
  raters: 1,
  counted: true,
  passedOver: undefined,
});

test('entries are put up with their clips and a picture of all, and nothing tells whose they are before the end', async () => {
  const world = await openChallengeWorld();
  const members = world.members.slice(0, 3);
  const { challenge, entries } = await contestOf(world, members, { method: 'one-pick' });
  await untilVoting(world, challenge);
  await untilPosted(world, /Voting on \*\*\[Rain\]/);
  const sheet = await untilPosted(world, /all 3 entries at a glance/);

  const clips = entryPosts(world);
  expect(clips.map(({ content }) => content).toSorted()).toEqual([
    '**Entry 1**',
    '**Entry 2**',
    '**Entry 3**',
  ]);
  expect(clips.every(({ channelId }) => world.arena.threads[0]?.id === channelId)).toBe(true);
  for (const { attachments, content } of clips) {
    const number = /\d/.exec(content)?.[0];
    expect(attachments).toMatchObject([
      { filename: `challenge-1-entry-${number}.mp4`, description: `Entry ${number}` },
    ]);
  }
  // In the same order as they were put up.
  const names = clips.map(({ content }) => content.replaceAll('*', '')).join('; ');
  expect(sheet.attachments).toMatchObject([
    { filename: 'challenge-1-entries-1.jpg', description: expect.stringContaining(`number: ${names}`) },
  ]);
  const picture = await near((await sheet.attachments[0]?.bytes()) ?? new Uint8Array());
  expect(picture).toMatchObject({ width: 16 + 3 * 336 });
  // The first frame of the sandbox's clips is not the colour of an empty place.
  expect(() => expectNear(picture.colourAt({ x: 176, y: 150 }), '#2b2d31')).toThrow();

  const before = everything(postsIn(world.arena));
  for (const { name, id } of members) {
    expect(before).not.toContain(id);
    expect(before).not.toContain(`secret of ${name}`);
  }
  for (const { jobId } of entries) expect(before).not.toMatch(new RegExp(`veo-${jobId}|#${jobId}\\b(?!")`));

  const [first, second, third] = entries.map(({ id }) => id);
  if (first === undefined || second === undefined || third === undefined) throw new Error('three entries');
  await close(world, challenge, {
    placements: [placement(second, 1), placement(first, 2), placement(third, 3)],
    ballots: 2,
    invalidBallots: 0,
  });
  const podium = await untilPosted(world, /🏆 Rain: the result/);
  const text = textOf(podium);
  expect(text).toMatch(
    new RegExp(`🥇 \\*\\*Entry 2\\*\\* by <@${members[1]?.id}>\n-# 5 votes · \\[▶ watch\\]`),
  );
  expect(text).toContain('2 members voted.');
  const clip = clips.find(({ content }) => content.startsWith('**Entry 2**'));
  expect(text).toContain(`/${clip?.channelId}/${clip?.id})`);
  expect(podium.attachments).toMatchObject([
    { filename: 'result.png', description: expect.stringContaining('Entry 2 · Cem: 5 votes') },
  ]);
  expect(podium.mentionedUserIds).toEqual([]);
  await world.until('names at the clips', () =>
    entryPosts(world).every(
      ({ content }) => content.includes('-# by <@') && content.includes('> A secret of'),
    ),
  );
  expect(entryPosts(world).every(({ attachments }) => attachments.length === 1)).toBe(true);
  const announcement = await untilPosted(world, /## 🏆 Rain\n/);
  await world.until('the link to the result', () =>
    JSON.stringify(announcement.components).includes(podium.id),
  );
});

test('votes are taken late when clips are late, and voting ends as much later', async () => {
  const world = await openChallengeWorld();
  const { challenge } = await contestOf(world, world.members.slice(0, 2));
  await untilPosted(world, /## 🏆 Rain/);
  await world.until('the thread', () => world.arena.threads.length === 1);
  const released = Promise.withResolvers<void>();
  const thread = world.arena.threads[0]?.id;
  const fault = world.discord.faults.add({
    method: 'POST',
    path: new RegExp(`/channels/${thread}/messages$`),
    times: 1,
    effect: { kind: 'hold-request', until: released.promise },
  });
  const store = challengesOf(world);
  await moveTo(store, challenge, 'voting', world.clock.now());
  await fault.firstHit;
  const announcement = await untilPosted(world, /Voting begins in a moment/);
  world.clock.jump(30 * MINUTE_MS);
  released.resolve();
  const now = await world.until('votes to be taken', async () => {
    const found = await store.find(challenge.id);
    return found?.votesFrom === undefined ? undefined : found;
  });
  const late = now.schedule.votesUntil - challenge.schedule.votesUntil;
  expect(late).toBeGreaterThanOrEqual(30 * MINUTE_MS);
  expect(late).toBeLessThan(60 * MINUTE_MS);
  await world.until('the announcement', () => textOf(announcement).includes('**Voting is open**'));
  expect(textOf(announcement)).toContain(`<t:${Math.round(now.schedule.votesUntil / 1_000)}:f>`);
});

test('a clip goes when its entry is disqualified or its video removed, and a lost one comes again', async () => {
  const world = await openChallengeWorld();
  const { challenge, entries } = await contestOf(world, world.members.slice(0, 3));
  await untilVoting(world, challenge);
  const store = challengesOf(world);
  await untilPosted(world, /at a glance/);
  const [out, lost, removed] = entries;
  if (!out || !lost || !removed) throw new Error('three entries');
  const postOf = (number: number) =>
    entryPosts(world).find(({ content }) => content.includes(`Entry ${number}*`));
  await createJobStore(databaseOf(world)).removeOwn(removed.jobId, world.clock.now());
  const draft = {
    guildId: world.guild.id,
    kind: 'disqualify',
    actorId: world.mo.id,
    reason: 'stolen',
  } as const;
  await store.disqualify(out.id, draft, world.clock.now());
  await world.until('the clip to go', () => postOf(out.number)?.content.includes('was disqualified'));
  expect(postOf(out.number)?.attachments).toEqual([]);
  await untilPosted(world, /the only entry at a glance/);

  const before = postOf(lost.number);
  if (!before) throw new Error('no post');
  world.guild.owner.deleteMessage(before);
  world.clock.jump(16 * MINUTE_MS);
  const after = await world.until('it to come again', () => postOf(lost.number));
  expect(after.id).not.toBe(before.id);
  expect(after.attachments).toHaveLength(1);
  await world.until('the removed one', () => postOf(removed.number)?.attachments.length === 0);
  expect(postOf(removed.number)?.content).toMatch(/was withdrawn|its video is gone/);
});

test('without its thread clips stand in the channel; a spoiler stays one and has no frame in the picture', async () => {
  const world = await openChallengeWorld();
  const challenge = await openChallenge(world, {}, { channelId: world.arena.id });
  const [ada, bea] = [world.ada, world.members[0]];
  if (!bea) throw new Error('members');
  await enterVideo(world, challenge, ada, 'A secret', { spoiler: true });
  await enterVideo(world, challenge, bea, 'Another');
  await world.until('the thread', () => world.arena.threads[0]?.delete() ?? world.arena.threads.length === 0);
  await untilVoting(world, challenge);
  const clips = entryPosts(world);
  expect(clips.every(({ channelId }) => channelId === world.arena.id)).toBe(true);
  const spoilers = clips.map(({ content, attachments }) => [content, attachments[0]?.isSpoiler]);
  expect(Object.fromEntries(spoilers)).toEqual({ '**Entry 1**': true, '**Entry 2**': false });
  const sheet = await untilPosted(world, /all 2 entries at a glance/);
  const picture = await near((await sheet.attachments[0]?.bytes()) ?? new Uint8Array());
  expectNear(picture.colourAt({ x: 176, y: 150 }), '#2b2d31');
});

test('a clip that is too large is a link, which does not lead to the page that tells its prompt before the end', async () => {
  const environment = {
    FFMPEG_PATH: '/nonexistent/ffmpeg',
    HTTP_PORT: String(await freePort()),
    PUBLIC_URL: 'https://veo.example',
  };
  const world = await openChallengeWorld({ environment });
  const { challenge, entries } = await contestOf(world, world.members.slice(0, 2), { thread: false });
  // The picture of all comes first, then a clip: after that the size is known.
  const fault = world.discord.faults.add({
    method: 'POST',
    path: new RegExp(`/channels/${world.arena.id}/messages$`),
    times: 2,
    effect: { kind: 'status', status: 413, body: { message: 'Request entity too large', code: 40005 } },
  });
  await moveTo(challengesOf(world), challenge, 'voting', world.clock.now());
  await world.until(
    'votes',
    async () => (await challengesOf(world).find(challenge.id))?.votesFrom !== undefined,
  );
  const linked = () => entryPosts(world).filter(({ attachments }) => attachments.length === 0);
  expect(fault.hits).toBe(2);
  expect(linked()).toHaveLength(2);
  for (const { content } of linked()) {
    expect(content).toMatch(/\[Watch or download it\]\(http/);
    expect(content).not.toContain('veo.example');
  }
  const placements = entries.map(({ id }, index) => placement(id, index + 1));
  await close(world, challenge, { placements, ballots: 0, invalidBallots: 0 });
  await world.until('the page', () =>
    linked().every(({ content }) => content.includes('https://veo.example/')),
  );
  expect((await untilPosted(world, /Rain: the result/)).attachments).toEqual([]);
});

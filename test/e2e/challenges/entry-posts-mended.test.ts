import { expect, test } from 'vitest';
import type { ChallengeSettings } from '../../../src/challenges/settings.ts';
import type { SandboxMessage } from '../../../src/sandbox/discord/message.ts';
import { assetUrlExpiry } from '../../../src/scenario/asset-url.ts';
import { createJobStore } from '../../../src/store/job-store.ts';
import { contestOf, postsIn, untilPosted, untilVoting } from '../../support/challenge-posts.ts';
import { type ChallengeWorld, openChallengeWorld } from '../../support/challenges.ts';
import { databaseOf } from '../../support/moderating.ts';
import { challengesOf, DAY_MS } from '../../support/open-challenge.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const TOO_LARGE = { kind: 'status', status: 413, body: { message: 'Too large', code: 40005 } } as const;

const entryPost = (world: ChallengeWorld, number: number): SandboxMessage => {
  const [found, ...others] = postsIn(world.arena).filter(({ content }) =>
    content.startsWith(`**Entry ${number}**`),
  );
  if (!found || others.length > 0) throw new Error(`${others.length + 1} posts of entry ${number}`);
  return found;
};

const linkIn = ({ content }: SandboxMessage): string => {
  const url = /\]\((\S+?)\)/.exec(content)?.[1];
  if (url === undefined) throw new Error(`no link in ${content}`);
  return url;
};
const endOf = (message: SandboxMessage): number => assetUrlExpiry(linkIn(message)) ?? 0;

async function pass(world: ChallengeWorld, ms: number): Promise<void> {
  const end = world.clock.now() + ms;
  await world.until('time to pass', () => {
    world.clock.jump(20_000);
    return world.clock.now() >= end;
  });
}

/** Two entries of which the clips can only be linked to, in a vote of forty days. */
async function linkedContest(settings: Partial<ChallengeSettings> = {}) {
  const world = await openChallengeWorld({ environment: { FFMPEG_PATH: '/nonexistent/ffmpeg' } });
  const { challenge } = await contestOf(world, world.members.slice(0, 2), settings);
  await untilPosted(world, /## 🏆 Rain/);
  const thread = await world.until('the thread', () => world.arena.threads[0]);
  const path = new RegExp(`/channels/${thread.id}/messages$`);
  world.discord.faults.add({ method: 'POST', path, times: 2, effect: TOO_LARGE });
  const voting = await untilVoting(world, challenge);
  const schedule = { ...voting.schedule, votesUntil: world.clock.now() + 40 * DAY_MS };
  await challengesOf(world).change(challenge.id, ['voting'], { schedule }, world.clock.now());
  return { world, voting };
}

test('a link is made anew a day before it ends, as long as the vote goes on, and not more often', async () => {
  const { world } = await linkedContest();
  const post = entryPost(world, 1);
  for (let round = 0; round < 2; round += 1) {
    const [link, end, edits] = [linkIn(post), endOf(post), post.edits.length];
    world.clock.set(end - 25 * HOUR_MS);
    await pass(world, 20 * MINUTE_MS);
    expect([linkIn(post), post.edits.length]).toEqual([link, edits]);
    world.clock.set(end - 24 * HOUR_MS);
    await world.until('another link', () => linkIn(post) !== link);
    expect(endOf(post)).toBeGreaterThan(end);
    await pass(world, 40 * MINUTE_MS);
    expect(post.edits).toHaveLength(edits + 1);
    expect((await fetch(linkIn(post))).status).toBe(200);
  }
  await world.until('the other one', () => endOf(entryPost(world, 2)) === endOf(post));
});

test('a link that ended while the bot was away is made anew when it is back', async () => {
  const { world } = await linkedContest();
  const [post, other] = [entryPost(world, 1), entryPost(world, 2)];
  await world.app.stop();
  world.clock.set(endOf(post) + DAY_MS);
  expect((await fetch(linkIn(post))).status).toBe(403);
  await world.startApp();
  await world.until('fresh links', () => [post, other].every((one) => endOf(one) > world.clock.now()));
  expect((await fetch(linkIn(other))).status).toBe(200);
});

test('while Scenario cannot be asked, the old link stays, and is made anew afterwards', async () => {
  const { world } = await linkedContest();
  const post = entryPost(world, 1);
  const [link, end] = [linkIn(post), endOf(post)];
  world.scenario.faults.add({ path: /\/assets\//, effect: { kind: 'status', status: 500 } });
  world.clock.set(end - 20 * HOUR_MS);
  await pass(world, 20 * MINUTE_MS);
  expect(linkIn(post)).toBe(link);
  world.scenario.faults.clear();
  await world.until('another link', () => linkIn(post) !== link);
});

test('a link that is fresh enough for the vote is made anew at the end, when nobody looks after it any more', async () => {
  // Where names are told all along nothing else of the post changes then.
  const { world, voting } = await linkedContest({ anonymous: false });
  const post = entryPost(world, 1);
  const [link, end] = [linkIn(post), endOf(post)];
  world.clock.set(end - 3 * DAY_MS);
  await pass(world, 20 * MINUTE_MS);
  expect(linkIn(post)).toBe(link);
  const schedule = { ...voting.schedule, votesUntil: world.clock.now() };
  await challengesOf(world).change(voting.id, ['voting'], { schedule }, world.clock.now());
  await untilPosted(world, /the result/);
  await world.until('a link for longer', () => endOf(post) > end);
});

test('a video that is covered, or uncovered, while entries are shown is so in its post and in the picture of all', async () => {
  const world = await openChallengeWorld();
  const { challenge, entries } = await contestOf(world, world.members.slice(0, 2));
  await untilVoting(world, challenge);
  const sheet = await untilPosted(world, /at a glance/);
  const post = entryPost(world, 1);
  const jobs = createJobStore(databaseOf(world));
  for (const spoiler of [true, false]) {
    const pictures = sheet.edits.length;
    await jobs.setOwnSpoiler(entries[0]?.jobId ?? 0, spoiler, world.clock.now());
    await world.until('the cover', () => post.attachments[0]?.isSpoiler === spoiler);
    await world.until('the picture', () => sheet.edits.length > pictures);
  }
  expect(entryPost(world, 2).attachments[0]?.isSpoiler).toBe(false);
});

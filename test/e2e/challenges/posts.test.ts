import { expect, test } from 'vitest';
import { createChallengePostStore } from '../../../src/store/challenges/post-store.ts';
import { contestOf, postsIn, theOne, untilPosted } from '../../support/challenge-posts.ts';
import { type ChallengeWorld, openChallengeWorld } from '../../support/challenges.ts';
import { databaseOf } from '../../support/moderating.ts';
import { challengesOf, openChallenge } from '../../support/open-challenge.ts';
import { textOf, type World } from '../../support/world.ts';

const MINUTE_MS = 60_000;
const HEADING = /## 🏆 Rain/;

const pass = async (world: World, ms: number): Promise<void> => {
  const end = world.clock.now() + ms;
  await world.until('time to pass', () => {
    world.clock.jump(5_000);
    return world.clock.now() >= end;
  });
};
const inArena = (world: ChallengeWorld) => ({ channelId: world.arena.id });
const postRoute = (world: ChallengeWorld) => ({
  method: 'POST',
  path: new RegExp(`/channels/${world.arena.id}/messages$`),
});

test('an announcement is posted and pinned, and calls a role once', async () => {
  const world = await openChallengeWorld();
  const role = world.guild.addRole('Fans');
  await openChallenge(world, { pingRoleId: role.id }, inArena(world));
  const first = await untilPosted(world, HEADING);
  expect(first.mentionedRoleIds).toEqual([role.id]);
  await world.until('the pin', () => world.arena.pins[0]?.id === first.id);

  world.guild.owner.deleteMessage(first);
  await pass(world, 16 * MINUTE_MS);
  const second = await untilPosted(world, HEADING);
  expect(second.mentionedRoleIds).toEqual([]);
  expect(second.content).toBe(first.content);
  await world.until('the pin', () => world.arena.pins[0]?.id === second.id);
  await pass(world, 16 * MINUTE_MS);
  expect(theOne(world.arena, HEADING)?.id).toBe(second.id);
});

test('it is edited when something has changed, and not otherwise', async () => {
  const world = await openChallengeWorld();
  const challenge = await openChallenge(world, {}, inArena(world));
  const announcement = await untilPosted(world, HEADING);
  await pass(world, 5 * MINUTE_MS);
  expect(announcement.edits).toEqual([]);
  await challengesOf(world).change(challenge.id, ['open'], { title: 'Snow' }, world.clock.now());
  await world.until('the edit', () => textOf(announcement).includes('🏆 Snow'));
  expect(announcement.edits).toHaveLength(1);
  await challengesOf(world).pause(challenge.id, 'a **storm**', world.clock.now());
  await world.until('the pause', () => textOf(announcement).includes('“a \\*\\*storm\\*\\*”'));
});

test('a stop between post and note leaves one message, and one call', async () => {
  const world = await openChallengeWorld();
  const role = world.guild.addRole('Fans');
  const released = Promise.withResolvers<void>();
  const fault = world.discord.faults.add({
    ...postRoute(world),
    effect: { kind: 'hold-answer', until: released.promise },
  });
  await openChallenge(world, { pingRoleId: role.id }, inArena(world));
  await fault.firstHit;
  await world.until('the message', () => theOne(world.arena, HEADING));
  await world.app.stop();
  released.resolve();
  world.discord.faults.clear();
  await world.startApp();
  await world.until('it to be noted', async () => {
    const [post] = await createChallengePostStore(databaseOf(world)).ofChallenge(1);
    return post?.messageId !== undefined;
  });
  expect(postsIn(world.arena)).toHaveLength(1);
});

test('without the permission to pin, all else goes on', async () => {
  const world = await openChallengeWorld();
  const plain = world.guild.addChannel({ name: 'plain' });
  await openChallenge(world, {}, { channelId: plain.id });
  await untilPosted(world, HEADING, plain);
  await pass(world, 2 * MINUTE_MS);
  expect(plain.pins).toEqual([]);
  expect(plain.messages).toHaveLength(1);
});

test('faults of Discord are waited out; a channel out of reach is tried again once it is back', async () => {
  const world = await openChallengeWorld();
  world.discord.faults.add({ ...postRoute(world), times: 12, effect: { kind: 'status', status: 500 } });
  const permissions = world.arena.botPermissions;
  await openChallenge(world, {}, inArena(world));
  await untilPosted(world, HEADING);
  world.arena.botPermissions = 0n;
  await openChallenge(world, {}, { ...inArena(world), title: 'Snow' });
  await pass(world, 10 * MINUTE_MS);
  expect(theOne(world.arena, /Snow/)).toBeUndefined();
  world.arena.botPermissions = permissions;
  await pass(world, 20 * MINUTE_MS);
  await untilPosted(world, /Snow/);
});

test('a cancelled challenge says so, here and in its announcement, and is left alone then', async () => {
  const world = await openChallengeWorld();
  const challenge = await openChallenge(world, {}, inArena(world));
  const announcement = await untilPosted(world, HEADING);
  const move = { from: 'open', to: 'cancelled', at: world.clock.now(), reason: 'no <@1> time' } as const;
  await challengesOf(world).move(challenge.id, move);
  const told = await untilPosted(world, /🚫 \*\*\[Rain\]/);
  expect(told.content).toContain('was cancelled: “no \\<\\@1\\> time”.');
  expect(told.content).toContain(announcement.id);
  await world.until('the announcement', () => textOf(announcement).includes('**Cancelled**'));
  expect(announcement.components).toEqual([]);
  world.guild.owner.deleteMessage(told);
  await pass(world, 20 * MINUTE_MS);
  expect(postsIn(world.arena)).toHaveLength(1);
});

test('in a forum it is a post of its own, and everything else stands in there', async () => {
  const world = await openChallengeWorld();
  const forum = world.guild.addChannel({ name: 'forum', type: 'forum' });
  const fault = world.discord.faults.add({
    method: 'POST',
    path: new RegExp(`/channels/${forum.id}/threads$`),
    times: 1,
    effect: { kind: 'lose-answer' },
  });
  const challenge = await openChallenge(world, {}, { channelId: forum.id });
  await fault.firstHit;
  const announcement = await untilPosted(world, HEADING, forum);
  await world.until('the thread to be known', async () => {
    const now = await challengesOf(world).find(challenge.id);
    return now?.threadId === announcement.channelId;
  });
  expect(forum.threads).toHaveLength(1);
  expect(forum.threads[0]?.name).toBe('Rain');
  const at = world.clock.now();
  await challengesOf(world).move(challenge.id, { from: 'open', to: 'cancelled', at });
  const told = await untilPosted(world, /was cancelled/, forum);
  expect(told.channelId).toBe(announcement.channelId);
});

test('entries that open later have a message of their own, and the counts are kept', async () => {
  const world = await openChallengeWorld();
  const now = world.clock.now();
  const draft = await openChallenge(
    world,
    {},
    {
      ...inArena(world),
      until: 'announced',
      schedule: {
        opensAt: now + 60 * MINUTE_MS,
        entriesUntil: now + 120 * MINUTE_MS,
        reviewUntil: undefined,
        votesUntil: now + 180 * MINUTE_MS,
      },
    },
  );
  const announcement = await untilPosted(world, HEADING);
  expect(textOf(announcement)).toContain('**Announced**');
  world.clock.jump(61 * MINUTE_MS);
  await untilPosted(world, /🟢 \*\*\[Rain\].* is open for entries/);
  await world.until('the phase', () => textOf(announcement).includes('Open for entries'));
  expect(textOf(announcement)).toContain('-# 0 entries');
  expect(draft.phase).toBe('announced');
});

test('counts of entries are kept', async () => {
  const world = await openChallengeWorld();
  const { entries } = await contestOf(world, world.members.slice(0, 1));
  const announcement = await untilPosted(world, HEADING);
  await world.until('the count', () => textOf(announcement).includes('-# one entry'));
  await challengesOf(world).withdraw(entries[0]?.id ?? 0, world.clock.now());
  await world.until('the count', () => textOf(announcement).includes('-# 0 entries'));
});

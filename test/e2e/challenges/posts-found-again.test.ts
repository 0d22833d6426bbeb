import { expect, test } from 'vitest';
import { PHASE_POST, type PostKind } from '../../../src/challenges/post.ts';
import { dueReminder } from '../../../src/challenges/reminders.ts';
import type { SandboxMessage } from '../../../src/sandbox/discord/message.ts';
import type { SandboxChannel } from '../../../src/sandbox/discord/model.ts';
import { challengePosts } from '../../../src/store/challenge-schema.ts';
import { createChallengePostStore } from '../../../src/store/challenges/post-store.ts';
import { close, contestOf, postsIn, untilPosted, untilVoting } from '../../support/challenge-posts.ts';
import { type ChallengeWorld, openChallengeWorld } from '../../support/challenges.ts';
import { changeSettings, databaseOf } from '../../support/moderating.ts';
import { challengesOf, moveTo, openChallenge } from '../../support/open-challenge.ts';
import { type RunningApp, textOf } from '../../support/world.ts';

/** Discord forgets a nonce after some minutes. */
const LONG_MS = 20 * 60_000;
const HOUR_MS = 3_600_000;
const HEADING = /## 🏆 (Rain|Regen)/;

const messagesRoute = ({ id }: Pick<SandboxChannel, 'id'>) => new RegExp(`/channels/${id}/messages$`);
const postsOf = (world: ChallengeWorld) => createChallengePostStore(databaseOf(world));
const saying = (channel: SandboxChannel, says: RegExp): SandboxMessage[] =>
  postsIn(channel).filter((message) => says.test(textOf(message)));

/** Stops a bot; the time that it grants itself passes fast. */
async function stop(world: ChallengeWorld, app: RunningApp): Promise<void> {
  let isOver = false;
  const stopped = app.stop().then(() => {
    isOver = true;
  });
  await world.until('the end of the bot', () => isOver);
  await stopped;
}

/** Lets the bot post something and die before it hears of it, and starts it again long after. */
async function interrupted(
  world: ChallengeWorld,
  { app, path, deed, says, channel = world.arena, count = 1 }: Interruption,
): Promise<RunningApp> {
  const released = Promise.withResolvers<void>();
  const { faults } = world.discord;
  const fault = faults.add({
    method: 'POST',
    path,
    effect: { kind: 'hold-answer', until: released.promise },
  });
  await deed();
  await fault.firstHit;
  await world.until('the message', () => saying(channel, says).length === count);
  await stop(world, app);
  released.resolve();
  faults.clear();
  world.clock.jump(LONG_MS);
  return world.startApp();
}

interface Interruption {
  app: RunningApp;
  path: RegExp;
  deed: () => Promise<unknown>;
  says: RegExp;
  channel?: SandboxChannel;
  /** How many say that, it included. */
  count?: number;
}

/** Waits until a post is noted and mended, and gives its message's id. */
const noted = (world: ChallengeWorld, kind: PostKind, subjectId = 0): Promise<string> =>
  world.until(`the ${kind} to be noted`, async () => {
    const post = (await postsOf(world).ofChallenge(1)).find(
      (one) => one.kind === kind && one.subjectId === subjectId,
    );
    return post?.hash?.includes('.') ? post.messageId : undefined;
  });

const votesTaken = (world: ChallengeWorld) =>
  world.until('votes to be taken', async () => (await challengesOf(world).find(1))?.votesFrom !== undefined);

test('an announcement that was posted unnoticed is found again, pinned, and shows what has changed since', async () => {
  const world = await openChallengeWorld();
  const role = world.guild.addRole('Fans');
  await interrupted(world, {
    app: world.app,
    path: messagesRoute(world.arena),
    says: HEADING,
    deed: () => openChallenge(world, { pingRoleId: role.id }, { channelId: world.arena.id }),
  });
  await changeSettings(world, { language: 'de' });
  const id = await noted(world, 'announcement');
  const [message, ...others] = saying(world.arena, HEADING);
  expect([message?.id, others]).toEqual([id, []]);
  await world.until('the pin', () => world.arena.pins[0]?.id === id);
  await world.until('the other language', () =>
    textOf(message ?? { content: '', embeds: [] }).includes('Thema'),
  );
});

test('a post in a forum that was opened unnoticed is found again, though a moderator has renamed it', async () => {
  const world = await openChallengeWorld();
  const forum = world.guild.addChannel({ name: 'forum', type: 'forum' });
  await interrupted(world, {
    app: world.app,
    path: new RegExp(`/channels/${forum.id}/threads$`),
    channel: forum,
    says: HEADING,
    deed: async () => {
      await openChallenge(world, {}, { channelId: forum.id });
      const thread = await world.until('the post', () => forum.threads[0]);
      thread.changeThread({ name: 'Rain (official)' });
    },
  });
  const id = await noted(world, 'announcement');
  expect(forum.threads.map((thread) => thread.id)).toEqual([id]);
  await world.until('it to be known', async () => (await challengesOf(world).find(1))?.threadId === id);

  // A second one of the same name is another.
  await openChallenge(world, {}, { channelId: forum.id });
  await world.until('the second', () => forum.threads.length === 2);
});

test('killed when only the thread of a forum was noted, the bot does not announce a second time in it', async () => {
  const world = await openChallengeWorld();
  const forum = world.guild.addChannel({ name: 'forum', type: 'forum' });
  await openChallenge(world, {}, { channelId: forum.id });
  const id = await noted(world, 'announcement');
  await stop(world, world.app);
  const forgotten = { channelId: null, messageId: null, hash: null, dueAt: world.clock.now() };
  databaseOf(world).update(challengePosts).set(forgotten).run();
  await world.startApp();
  expect(await noted(world, 'announcement')).toBe(id);
  expect(postsIn(forum)).toHaveLength(1);
});

test('a clip that was posted unnoticed is found again, and the others follow once each', async () => {
  const world = await openChallengeWorld();
  const { challenge } = await contestOf(world, world.members.slice(0, 3));
  await untilPosted(world, HEADING);
  const thread = await world.until('the thread', () => world.arena.threads[0]);
  await interrupted(world, {
    app: world.app,
    path: messagesRoute(thread),
    channel: thread,
    says: /^\*\*Entry \d\*\*/,
    deed: () => moveTo(challengesOf(world), challenge, 'voting', world.clock.now()),
  });
  await votesTaken(world);
  const clips = saying(thread, /^\*\*Entry \d\*\*/);
  expect(clips.map(({ content }) => content).toSorted()).toEqual([
    '**Entry 1**',
    '**Entry 2**',
    '**Entry 3**',
  ]);
  expect(clips.every(({ attachments }) => attachments.length === 1)).toBe(true);
  const known = (await postsOf(world).ofChallenge(1)).filter(({ kind }) => kind === 'entry');
  expect(known.map(({ messageId }) => messageId).toSorted()).toEqual(clips.map(({ id }) => id).toSorted());
});

test('a clip that was linked to unnoticed is found again', async () => {
  const world = await openChallengeWorld({ environment: { FFMPEG_PATH: '/nonexistent/ffmpeg' } });
  const { challenge } = await contestOf(world, world.members.slice(0, 2));
  const thread = await world.until('the thread', () => world.arena.threads[0]);
  const refused = { kind: 'status', status: 413, body: { message: 'Too large', code: 40005 } } as const;
  world.discord.faults.add({ method: 'POST', path: messagesRoute(thread), times: 1, effect: refused });
  await interrupted(world, {
    app: world.app,
    path: messagesRoute(thread),
    channel: thread,
    says: /^\*\*Entry \d\*\*\n.*Watch or download/,
    deed: () => moveTo(challengesOf(world), challenge, 'voting', world.clock.now()),
  });
  await votesTaken(world);
  const clips = saying(thread, /^\*\*Entry \d\*\*/);
  expect(clips.map(({ content }) => content.slice(0, 11)).toSorted()).toEqual(['**Entry 1**', '**Entry 2**']);
});

test.for([
  ['a result with a picture', 2],
  ['a result without one', 0],
] as const)(
  '%s that was posted unnoticed is found again, and the announcement leads to it',
  async ([, ballots]) => {
    const world = await openChallengeWorld();
    const { challenge, entries } = await contestOf(world, world.members.slice(0, 2));
    const announcement = await untilPosted(world, HEADING);
    await untilVoting(world, challenge);
    const placements = entries.map(({ id }) => ({
      ...{ entryId: id, place: 1, points: 1, firsts: 1, raters: 1 },
      ...{ counted: true, passedOver: undefined },
    }));
    await untilPosted(world, /at a glance/);
    await interrupted(world, {
      app: world.app,
      path: messagesRoute(world.arena),
      says: /the result/,
      deed: () => close(world, challenge, { placements, ballots, invalidBallots: 0 }),
    });
    const id = await noted(world, 'podium');
    expect(saying(world.arena, /the result/).map((message) => message.id)).toEqual([id]);
    await world.until('the link to it', () => JSON.stringify(announcement.components).includes(id));
  },
);

test('a picture of all entries, the word of the vote, and of its end before time: each once', async () => {
  const world = await openChallengeWorld();
  const { challenge } = await contestOf(world, world.members.slice(0, 2), { thread: false });
  await untilPosted(world, HEADING);
  const deed = () => moveTo(challengesOf(world), challenge, 'voting', world.clock.now());
  const path = messagesRoute(world.arena);
  let app = await interrupted(world, { app: world.app, path, deed, says: /at a glance/ });
  await noted(world, 'contact-sheet');
  await untilPosted(world, /Voting on \*\*\[Rain\].* has begun/);
  await votesTaken(world);

  const move = { from: 'voting', to: 'cancelled', at: world.clock.now(), reason: 'no time' } as const;
  const cancel = () => challengesOf(world).move(challenge.id, move);
  app = await interrupted(world, { app, path, deed: cancel, says: /was cancelled/ });
  const id = await noted(world, 'phase', PHASE_POST.cancelled);
  expect(saying(world.arena, /was cancelled/).map((message) => message.id)).toEqual([id]);
  expect(saying(world.arena, /has begun/)).toHaveLength(1);
  expect(saying(world.arena, /at a glance/)).toHaveLength(1);
  expect(saying(world.arena, /^\*\*Entry \d\*\*/)).toHaveLength(2);
  await stop(world, app);
});

test('a reminder that was posted unnoticed is found again, and is not taken for the earlier one', async () => {
  const world = await openChallengeWorld();
  const challenge = await openChallenge(world, { thread: false }, { channelId: world.arena.id });
  await untilPosted(world, HEADING);
  const { entriesUntil } = challenge.schedule;
  const subjectOf = (hours: number) => dueReminder(challenge, entriesUntil - hours * HOUR_MS)?.subjectId ?? 0;
  world.clock.set(entriesUntil - 24 * HOUR_MS);
  const first = await noted(world, 'reminder', subjectOf(24));
  await interrupted(world, {
    app: world.app,
    path: messagesRoute(world.arena),
    says: /⏰/,
    count: 2,
    deed: async () => world.clock.set(entriesUntil - HOUR_MS),
  });
  const second = await noted(world, 'reminder', subjectOf(1));
  expect(saying(world.arena, /⏰/).map(({ id }) => id)).toEqual([first, second]);
});

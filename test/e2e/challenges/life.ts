import { randomUUID } from 'node:crypto';
import type { Challenge, Entry } from '../../../src/challenges/challenge.ts';
import type { NewChallenge } from '../../../src/challenges/challenge-store.ts';
import type { Phase } from '../../../src/challenges/phases.ts';
import { type ChallengeSettings, challengeSettingsSchema } from '../../../src/challenges/settings.ts';
import type { SandboxMessage } from '../../../src/sandbox/discord/message.ts';
import type { SandboxChannel, SandboxMember } from '../../../src/sandbox/discord/model.ts';
import { createStores } from '../../../src/store/stores.ts';
import {
  aFinishedVideo,
  type ChallengeWorld,
  type ChallengeWorldOptions,
  openChallengeWorld,
} from '../../support/challenges.ts';
import { databaseOf } from '../../support/moderating.ts';
import { type RunningApp, textOf } from '../../support/world.ts';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** A world with the bot's database on a connection of the test's own, and a bot that can be stopped and started. */
export interface Life extends ChallengeWorld {
  stores: ReturnType<typeof createStores>;
  /** The bot that runs now. */
  running: RunningApp;
  restart(): Promise<void>;
}

export async function openLife(options: ChallengeWorldOptions = {}): Promise<Life> {
  const world = await openChallengeWorld(options);
  const life: Life = {
    ...world,
    stores: createStores(databaseOf(world)),
    running: world.app,
    restart: async () => {
      await life.running.stop();
      life.running = await world.startApp(options.environment);
    },
  };
  return life;
}

export interface ChallengeOptions {
  settings?: Partial<ChallengeSettings>;
  /** Times from now on; entries for two days from now on, votes for two more when absent. */
  opensIn?: number;
  entriesMs?: number;
  votingMs?: number;
  changes?: Partial<NewChallenge>;
}

/** A challenge in the arena, as its host has just published it. */
export async function published(life: Life, options: ChallengeOptions = {}): Promise<Challenge> {
  const { guild, host, arena, clock, stores } = life;
  const { opensIn = HOUR_MS, entriesMs = 2 * DAY_MS, votingMs = 2 * DAY_MS } = options;
  const now = clock.now();
  const settings = challengeSettingsSchema.parse({ thread: false, ...options.settings });
  const opensAt = now + opensIn;
  const entriesUntil = opensAt + entriesMs;
  const reviewUntil =
    settings.reviewHours === undefined ? undefined : entriesUntil + settings.reviewHours * HOUR_MS;
  const { id } = await stores.challenges.create(
    {
      guildId: guild.id,
      hostId: host.id,
      title: 'Boats',
      theme: 'Everything that floats',
      rules: undefined,
      settings,
      schedule: { opensAt, entriesUntil, reviewUntil, votesUntil: (reviewUntil ?? entriesUntil) + votingMs },
      channelId: arena.id,
      secret: randomUUID(),
      ...options.changes,
    },
    now,
  );
  const moved = await stores.challenges.move(id, { from: 'draft', to: 'announced', at: now });
  if (!moved) throw new Error('the challenge of the test was not published');
  return moved;
}

/** A challenge as it is now. */
export async function found({ stores }: Pick<Life, 'stores'>, id: number): Promise<Challenge> {
  const challenge = await stores.challenges.find(id);
  if (!challenge) throw new Error(`no challenge ${id}`);
  return challenge;
}

/** Lets time run until a challenge is in a phase; in `voting` until votes are taken. */
export const untilIn = (life: Life, id: number, phase: Phase, round = 1): Promise<Challenge> =>
  life.until(`challenge ${id} to be in ${phase}`, async () => {
    const challenge = await found(life, id);
    const isThere = challenge.phase === phase && challenge.round >= round;
    return isThere && (phase !== 'voting' || challenge.votesFrom !== undefined) && challenge;
  });

/** Lets time run until every message that a challenge owes stands, and the bot knows where. */
export const untilShown = ({ stores, until }: Life, id: number): Promise<unknown> =>
  until('every owed message to stand', async () => {
    const posts = await stores.challengePosts.ofChallenge(id);
    return posts.every(({ messageId, dueAt }) => messageId !== undefined || dueAt === undefined);
  });

/** Goes to a moment, at which sleepers wake. */
export const goTo = ({ clock }: Life, atMs: number): void => clock.set(atMs);

/** Lets time run for so long that every loop has had some turns. */
export async function looks({ clock, until }: Life): Promise<void> {
  const end = clock.now() + MANY_TURNS_MS;
  await until('some turns of every loop', () => clock.now() > end);
}

const MANY_TURNS_MS = 90_000;

async function enterVideo(
  { stores, clock }: Life,
  challengeId: number,
  member: SandboxMember,
  jobId: number,
): Promise<Entry> {
  const entry = { challengeId, userId: member.id, jobId, title: undefined, state: 'accepted' } as const;
  const result = await stores.challenges.enter(entry, clock.now());
  if (result.kind !== 'entered') throw new Error(`not entered: ${result.kind}`);
  return result.entry;
}

/** Enters a new video of each of these members. */
export async function enterAll(
  life: Life,
  challengeId: number,
  members: readonly SandboxMember[],
): Promise<Entry[]> {
  const videos = await Promise.all(members.map((member) => aFinishedVideo(life, member)));
  const entries: Entry[] = [];
  for (const [index, member] of members.entries()) {
    entries.push(await enterVideo(life, challengeId, member, videos[index]?.jobId ?? 0));
  }
  return entries;
}

/** A member's marks, of one star each unless said otherwise. */
export async function vote(
  { stores, clock }: Life,
  challengeId: number,
  voter: SandboxMember,
  marks: readonly { entry: Entry | undefined; value?: number }[],
): Promise<void> {
  for (const { entry, value = 1 } of marks) {
    const result = await stores.ballots.cast(
      { challengeId, voterId: voter.id, accountCreatedAt: 0, entryId: entry?.id ?? 0, value },
      clock.now(),
    );
    if (result.kind !== 'cast') throw new Error(`not cast: ${result.kind}`);
  }
}

/** The bot's messages in which something can be read. */
export const postsWith = ({ messages }: SandboxChannel, text: string): SandboxMessage[] =>
  messages.filter((message) => message.author === 'bot' && textOf(message).includes(text));

/** Who won, by place. */
export async function winners(life: Life, id: number): Promise<string[]> {
  const { challenges } = await life.stores.challenges.hall(life.guild.id, 0, 10);
  const hall = challenges.find(({ challenge }) => challenge.id === id);
  return (hall?.winners ?? []).map(({ place, userId }) => {
    const member = life.guild.members.find((one) => one.id === userId);
    return `${place} ${member?.name ?? 'somebody who left'}`;
  });
}

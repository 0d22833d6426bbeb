import type { Challenge, Entry, Outcome } from '../../src/challenges/challenge.ts';
import type { ChallengeSettings } from '../../src/challenges/settings.ts';
import type { SandboxMessage } from '../../src/sandbox/discord/message.ts';
import type { SandboxChannel, SandboxMember } from '../../src/sandbox/discord/model.ts';
import { aFinishedVideo, type ChallengeWorld } from './challenges.ts';
import { challengesOf, moveTo, openChallenge } from './open-challenge.ts';
import { textOf } from './world.ts';

export interface Contest {
  challenge: Challenge;
  entries: Entry[];
}

/** A challenge in the arena that takes entries, with a video of each of these members. */
export async function contestOf(
  world: ChallengeWorld,
  members: readonly SandboxMember[],
  settings: Partial<ChallengeSettings> = {},
  prompts: (member: SandboxMember) => string = ({ name }) => `A secret of ${name}`,
): Promise<Contest> {
  const challenge = await openChallenge(world, settings, { channelId: world.arena.id });
  const entries: Entry[] = [];
  for (const member of members) entries.push(await enterVideo(world, challenge, member, prompts(member)));
  return { challenge, entries };
}

export async function enterVideo(
  world: ChallengeWorld,
  { id: challengeId }: Challenge,
  member: SandboxMember,
  prompt: string,
  options: Record<string, boolean> = {},
): Promise<Entry> {
  const { jobId } = await aFinishedVideo(world, member, { prompt, ...options });
  const entered = await challengesOf(world).enter(
    { challengeId, userId: member.id, jobId, title: undefined, state: 'accepted' },
    world.clock.now(),
  );
  if (entered.kind !== 'entered') throw new Error(`not entered: ${entered.kind}`);
  return entered.entry;
}

/** Moves on to voting, and waits until votes are taken. */
export async function untilVoting(world: ChallengeWorld, challenge: Challenge): Promise<Challenge> {
  const store = challengesOf(world);
  await moveTo(store, challenge, 'voting', world.clock.now());
  return world.until('votes to be taken', async () => {
    const now = await store.find(challenge.id);
    return now?.votesFrom === undefined ? undefined : now;
  });
}

/** Ends it with these places, past the ballots. */
export async function close(world: ChallengeWorld, challenge: Challenge, outcome: Outcome): Promise<void> {
  const store = challengesOf(world);
  const now = await store.find(challenge.id);
  if (now?.phase === 'voting') await moveTo(store, now, 'tallying', world.clock.now());
  if (!(await store.close(challenge.id, outcome, world.clock.now()))) throw new Error('not closed');
}

/** The bot's messages in a channel and its threads. */
export const postsIn = (channel: SandboxChannel): SandboxMessage[] =>
  [channel, ...channel.threads].flatMap(({ messages }) =>
    messages.filter(({ author, pinNoticeOf }) => author === 'bot' && pinNoticeOf === undefined),
  );

/** The one message that says something. */
export function theOne(channel: SandboxChannel, says: string | RegExp): SandboxMessage | undefined {
  const found = postsIn(channel).filter((message) => textOf(message).match(says) !== null);
  if (found.length > 1) throw new Error(`${found.length} messages say ${says}`);
  return found[0];
}

/** Waits for the one message that says something. */
export const untilPosted = (
  world: ChallengeWorld,
  says: string | RegExp,
  channel = world.arena,
): Promise<SandboxMessage> => world.until(`a message with ${says}`, () => theOne(channel, says));

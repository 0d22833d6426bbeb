import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Challenge, Entry } from '../../src/challenges/challenge.ts';
import type { ChallengeStore } from '../../src/challenges/challenge-store.ts';
import type { ChallengeSettings } from '../../src/challenges/settings.ts';
import { createPoster } from '../../src/discord/poster.ts';
import type { SandboxMessage } from '../../src/sandbox/discord/message.ts';
import type { SandboxChannel, SandboxMember } from '../../src/sandbox/discord/model.ts';
import { createBallotStore } from '../../src/store/challenges/ballot-store.ts';
import { createChallengePostStore } from '../../src/store/challenges/post-store.ts';
import { buttonRow, postAsBot } from './looking.ts';
import { databaseOf, settled } from './moderating.ts';
import { challengesOf, moveTo, openChallenge } from './open-challenge.ts';
import { restClientsOf } from './rest-clients.ts';
import { answered, pressedId } from './results.ts';
import type { World } from './world.ts';

export interface VoteOptions {
  settings?: Partial<ChallengeSettings>;
  entries?: number;
  /** Each with an entry of their own, the first for the first entry; new members when absent. */
  authors?: readonly SandboxMember[];
  title?: string;
  /** How the posts show the videos; no posts at all with `none`. */
  posts?: 'file' | 'spoiler' | 'link' | 'none';
  /** Where the challenge is; the world's channel when absent. */
  channel?: SandboxChannel;
  seriesId?: number;
}

/** A challenge whose votes are taken, made past the bot, and its stores on a connection of the test's own. */
export interface Vote {
  challenge: Challenge;
  entries: Entry[];
  authors: readonly SandboxMember[];
  challenges: ChallengeStore;
  ballots: ReturnType<typeof createBallotStore>;
  /** The button **Vote** for all to see. */
  button: SandboxMessage;
}

/** What the posts of a vote hold in place of a video: the number of the entry. */
export const clipOf = (number: number): string => `clip of entry ${number}`;

/** A challenge in the phase `open`, with entries whose videos are not there. */
export async function openEntries(world: World, options: VoteOptions = {}): Promise<Omit<Vote, 'button'>> {
  const { entries: count = 4, title = 'Boats', channel = world.channel, seriesId } = options;
  const challenges = challengesOf(world);
  const settings = { thread: false, ...options.settings };
  const challenge = await openChallenge(world, settings, {
    title,
    channelId: channel.id,
    seriesId,
  });
  const authors =
    options.authors ??
    Array.from({ length: count }, (_, index) => world.guild.addMember({ name: `Author ${index + 1}` }));
  const entries: Entry[] = [];
  for (const [index, { id: userId }] of authors.entries()) {
    const jobId = 1_000 * challenge.id + index;
    const entry = { challengeId: challenge.id, userId, jobId, title: undefined, state: 'accepted' } as const;
    const result = await challenges.enter(entry, world.clock.now());
    if (result.kind !== 'entered') throw new Error(`not entered: ${result.kind}`);
    entries.push(result.entry);
  }
  return { challenge, entries, authors, challenges, ballots: createBallotStore(databaseOf(world)) };
}

/** A challenge in the phase `voting`, whose entries are all posted. */
export async function openVote(world: World, options: VoteOptions = {}): Promise<Vote> {
  const opened = await openEntries(world, options);
  const { challenges, challenge, entries } = opened;
  const { channel = world.channel } = options;
  const now = world.clock.now();
  await moveTo(challenges, challenge, 'voting', now);
  await postEntries(world, channel, challenge.id, entries, options.posts ?? 'file');
  await challenges.votingReady(challenge.id, challenge.schedule, now);
  const button = await postAsBot(world, channel, {
    content: 'Voting has begun',
    components: [buttonRow(`v1:challenge-vote:${challenge.id}`)],
  });
  return { ...opened, challenge: await found(opened, challenge.id), button };
}

async function postEntries(
  world: World,
  channel: SandboxChannel,
  challengeId: number,
  entries: readonly Entry[],
  how: NonNullable<VoteOptions['posts']>,
): Promise<void> {
  const { discord, clock, dataDir } = world;
  const posts = createChallengePostStore(databaseOf(world));
  const poster = createPoster({ ...restClientsOf(discord), clock });
  for (const post of await posts.ofChallenge(challengeId)) {
    const entry = entries.find(({ id }) => post.kind === 'entry' && id === post.subjectId);
    if (!entry || how === 'none') {
      await posts.done(post.id);
      continue;
    }
    const path = join(dataDir, `entry-${entry.id}.mp4`);
    await writeFile(path, clipOf(entry.number));
    const name = `Entry ${entry.number}`;
    const messageId = await poster.postResult(
      channel.id,
      { content: name, components: [], pings: [] },
      {
        nonce: `entry-${entry.id}`,
        ...(how === 'link'
          ? {}
          : { video: { path, fileName: 'entry.mp4', altText: name, spoiler: how === 'spoiler' } }),
      },
    );
    await posts.shown(post, { channelId: channel.id, messageId, hash: name }, undefined);
  }
}

/** A challenge as it is now. */
export async function found({ challenges }: Pick<Vote, 'challenges'>, id: number): Promise<Challenge> {
  const challenge = await challenges.find(id);
  if (!challenge) throw new Error(`no challenge ${id}`);
  return challenge;
}

/** The private viewer, or the refusal, that the button **Vote** answers with. */
export const viewerOf = (
  world: World,
  { button, challenge }: Vote,
  by: SandboxMember,
): Promise<SandboxMessage> => pressedId(world, button, `v1:challenge-vote:${challenge.id}`, by);

/** The number of the entry that a viewer shows. */
export function entryIn({ content }: Pick<SandboxMessage, 'content'>): number {
  const number = /^\*\*Entry (\d+)\*\*/m.exec(content)?.[1];
  if (number === undefined) throw new Error(`no entry in: ${content}`);
  return Number(number);
}

/** Types a number into the form behind **Go to number…**. */
export async function goTo(
  world: World,
  viewer: SandboxMessage,
  by: SandboxMember,
  number: string,
): Promise<SandboxMessage> {
  const id = viewer.components
    .flatMap(({ components }) => components ?? [])
    .flatMap(({ custom_id }) => custom_id ?? [])
    .find((one) => one.startsWith('v1:challenge-jump:'));
  if (id === undefined) throw new Error('nothing leads to a number');
  const edits = viewer.edits.length;
  const form = await by.press(viewer, id);
  await form.response;
  return answered(world, await by.submitModal(form, { number }), viewer, edits);
}

/** `/veo-challenge vote`. */
export const voteCommand = async (
  world: World,
  by: SandboxMember,
  options: Record<string, string> = {},
  channel: SandboxChannel = world.channel,
): Promise<SandboxMessage> =>
  settled(world, await by.slash(channel, 'veo-challenge', options, { subcommand: 'vote' }));

import type { Challenge } from '../../challenges/challenge.ts';
import type { ChallengePost } from '../../challenges/post.ts';
import { type BoardMessage, isChannelGone, type Placed } from '../../discord/board.ts';
import type { WorkerContext } from '../context.ts';
import type { PostScene } from './post-content.ts';
import { postNonce } from './post-nonce.ts';

/** Where a post's message is. */
export const placed = ({ channelId, messageId }: ChallengePost): Placed | undefined =>
  channelId === undefined || messageId === undefined ? undefined : { channelId, messageId };

/** Where the announcement stands, and with it whatever is for everybody: in a forum that is its own post there. */
export const mainChannel = ({ posts }: PostScene): string | undefined =>
  posts.find(({ kind }) => kind === 'announcement')?.channelId;

/** Posts a message where it belongs: entries and reminders in the thread, and where that is gone in the channel. */
export async function postIn<Result>(
  { kind }: ChallengePost,
  { challenge }: PostScene,
  main: string,
  post: (channelId: string) => Promise<Result>,
): Promise<Result> {
  const { threadId } = challenge;
  const belongsInThread = kind === 'entry' || kind === 'reminder';
  if (!belongsInThread || threadId === undefined || threadId === main) return post(main);
  try {
    return await post(threadId);
  } catch (error) {
    if (!isChannelGone(error)) throw error;
    return post(main);
  }
}

/** Posts the announcement: as a message, or in a forum as a post of its own. */
export async function postAnnouncement(
  { board, challenges }: WorkerContext,
  post: ChallengePost,
  challenge: Challenge,
  message: BoardMessage,
  signal: AbortSignal,
): Promise<Placed> {
  const pingRoleIds = pinged(post, challenge);
  const extras = { nonce: postNonce(post), pingRoleIds, signal };
  const { id, guildId, channelId, threadId, title } = challenge;
  if (!(await board.isForum(channelId))) return board.post(channelId, message, extras);
  if (threadId !== undefined) {
    try {
      return await board.post(threadId, message, extras);
    } catch (error) {
      if (!isChannelGone(error)) throw error;
    }
  }
  const at = await board.openForumPost(
    { guildId, channelId },
    { name: title, message, pingRoleIds, since: post.createdAt, signal },
  );
  await challenges.threadMade(id, at.channelId);
  return at;
}

/** A role is called once: a post that takes the place of a lost one has been owed since later. */
const pinged = (
  { createdAt }: ChallengePost,
  { publishedAt, settings: { pingRoleId } }: Challenge,
): string[] => (pingRoleId !== undefined && createdAt <= (publishedAt ?? 0) ? [pingRoleId] : []);

import type { Entry } from '../../challenges/challenge.ts';
import type { ChallengePost } from '../../challenges/post.ts';
import type { Placed } from '../../discord/board.ts';
import { isPost } from '../../discord/challenges/post-marks.ts';
import type { OwnMessage } from '../../discord/own-messages.ts';
import { postProblem } from '../../discord/post-error.ts';
import type { PostScene } from './post-content.ts';
import type { PostTools } from './post-looks.ts';

/** A message that is there already, though its sending was interrupted before it was noted. */
export interface FoundPost {
  at: Placed;
  message: OwnMessage;
}

/** What was sent before this process began, or once by it, may have arrived; all else has never been sent. */
const mayHaveArrived = ({ startedAt, tried }: PostTools, { id, createdAt }: ChallengePost): boolean =>
  createdAt <= startedAt || tried.has(id);

/**
 * Looks for a post where it may stand. Discord makes one message of repeats for some minutes only, and what stands there may
 * show what has changed meanwhile.
 * @param channelIds in all of them, the likeliest first
 */
export async function findPosted(
  tools: PostTools,
  post: ChallengePost,
  scene: PostScene,
  channelIds: readonly string[],
): Promise<FoundPost | undefined> {
  if (!mayHaveArrived(tools, post)) return undefined;
  const entry = post.kind === 'entry' ? await tools.challenges.entry(post.subjectId) : undefined;
  for (const channelId of channelIds) {
    const message = await findIn(tools, post, entry, scene, channelId);
    if (message) return { at: { channelId, messageId: message.id }, message };
  }
  return undefined;
}

async function findIn(
  tools: PostTools,
  post: ChallengePost,
  entry: Entry | undefined,
  scene: PostScene,
  channelId: string,
): Promise<OwnMessage | undefined> {
  const noted = new Set(scene.posts.map(({ messageId }) => messageId));
  try {
    const messages = tools.tried.has(post.id)
      ? await tools.board.ownMessages(channelId, post.createdAt)
      : await messagesAtStart(tools, scene, channelId);
    return messages.find((message) => !noted.has(message.id) && isPost(post, entry, message));
  } catch (error) {
    // What the bot cannot see it cannot post in either: there the post itself decides what becomes of it.
    if (postProblem(error) === 'no-access') return undefined;
    throw error;
  }
}

/**
 * The messages that an earlier process has left, since the oldest of the challenge's posts that have none. Listed once for all
 * of them: nothing comes to them any more.
 */
function messagesAtStart(
  { board, leftBehind }: PostTools,
  { challenge, posts }: PostScene,
  channelId: string,
): Promise<OwnMessage[]> {
  const key = `${challenge.id} ${channelId}`;
  const known = leftBehind.get(key);
  if (known !== undefined) return known;
  const since = Math.min(
    ...posts.filter((post) => post.messageId === undefined).map((post) => post.createdAt),
  );
  const listed = board.ownMessages(channelId, since);
  leftBehind.set(key, listed);
  listed.catch(() => leftBehind.delete(key));
  return listed;
}

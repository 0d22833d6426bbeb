import type { Challenge } from '../../challenges/challenge.ts';
import { isOver } from '../../challenges/phases.ts';
import type { ChallengePost } from '../../challenges/post.ts';
import { type BoardMessage, isChannelGone, type Placed } from '../../discord/board.ts';
import { isPost } from '../../discord/challenges/post-marks.ts';
import type { OwnMessage } from '../../discord/own-messages.ts';
import type { WorkerContext } from '../context.ts';
import type { PostScene } from './post-content.ts';
import { postNonce } from './post-nonce.ts';

/** Where a post's message is. */
export const placed = ({ channelId, messageId }: ChallengePost): Placed | undefined =>
  channelId === undefined || messageId === undefined ? undefined : { channelId, messageId };

/** Where the announcement stands, and with it whatever is for everybody: in a forum that is its own post there. */
export const mainChannel = ({ posts }: PostScene): string | undefined =>
  posts.find(({ kind }) => kind === 'announcement')?.channelId;

/**
 * Where a post's message belongs, and where else if that is gone: entries and reminders in the thread, all else beside the
 * announcement. An announcement in a forum that has no thread there yet belongs nowhere.
 */
export async function placesOf(
  { board }: WorkerContext,
  { kind }: ChallengePost,
  { challenge }: PostScene,
  main: string,
): Promise<string[]> {
  const { channelId, threadId } = challenge;
  switch (kind) {
    case 'announcement':
      if (!(await board.isForum(channelId))) return [channelId];
      return threadId === undefined ? [] : [threadId];
    case 'entry':
    case 'reminder':
      return threadId === undefined || threadId === main ? [main] : [threadId, main];
    case 'phase':
    case 'contact-sheet':
    case 'run-off':
    case 'podium':
      return [main];
  }
}

/** Posts in the first of these places that is there. @throws what Discord refuses; of the last one also that it is gone */
export async function postIn<Result>(
  places: readonly string[],
  post: (channelId: string) => Promise<Result>,
): Promise<Result> {
  const [first, ...others] = places;
  if (first === undefined) throw new Error('a post without a place');
  try {
    return await post(first);
  } catch (error) {
    if (others.length === 0 || !isChannelGone(error)) throw error;
    return postIn(others, post);
  }
}

/** Posts the announcement: as a message, or in a forum as a post of its own. */
export async function postAnnouncement(
  { board, challenges }: WorkerContext,
  post: ChallengePost,
  { challenge, places }: { challenge: Challenge; places: readonly string[] },
  message: BoardMessage,
  signal: AbortSignal,
): Promise<Placed> {
  const pingRoleIds = pinged(post, challenge);
  const extras = { nonce: postNonce(post), pingRoleIds, signal };
  const { id, guildId, channelId, title } = challenge;
  try {
    if (places.length > 0) return await postIn(places, (place) => board.post(place, message, extras));
  } catch (error) {
    if (places.includes(channelId) || !isChannelGone(error)) throw error;
  }
  const isIt = (found: OwnMessage) => isPost(post, undefined, found);
  const since = post.createdAt;
  const at = await board.openForumPost(
    { guildId, channelId },
    { name: title, message, pingRoleIds, since, isIt, signal },
  );
  await challenges.threadMade(id, at.channelId);
  return at;
}

/** A role is called once, and to nothing that is over. */
function pinged(post: ChallengePost, challenge: Challenge): string[] {
  const { pingRoleId } = challenge.settings;
  const isNews = isFirst(post, challenge) && !isOver(challenge.phase);
  return pingRoleId !== undefined && isNews ? [pingRoleId] : [];
}

/** Of an announcement: one that takes the place of a lost one has been owed since later. */
const isFirst = ({ createdAt }: ChallengePost, { publishedAt }: Challenge): boolean =>
  createdAt <= (publishedAt ?? 0);

/** Whether a challenge was over before it could be announced, and nobody took part: there is nothing to tell anybody. */
export async function isMissed(
  { challenges }: Pick<WorkerContext, 'challenges'>,
  { challenge, posts }: PostScene,
): Promise<boolean> {
  const announcement = posts.find(({ kind }) => kind === 'announcement');
  if (!announcement || !isOver(challenge.phase)) return false;
  if (placed(announcement) !== undefined || !isFirst(announcement, challenge)) return false;
  return (await challenges.entries(challenge.id, ['accepted'])).length === 0;
}

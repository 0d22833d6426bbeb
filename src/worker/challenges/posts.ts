import type { Challenge } from '../../challenges/challenge.ts';
import type { ChallengePost } from '../../challenges/post.ts';
import { isChannelGone } from '../../discord/board.ts';
import { type PostProblem, postProblem } from '../../discord/post-error.ts';
import { wordsOfGuild } from '../../discord/words/index.ts';
import { backoffMs } from '../../lib/backoff.ts';
import { errorText } from '../../lib/errors.ts';
import { withGrace } from '../../lib/grace.ts';
import { type Loop, startLoop } from '../../lib/loop.ts';
import type { WorkerContext } from '../context.ts';
import { STOP_GRACE_MS } from '../lease.ts';
import { attend } from './attend-post.ts';
import { keepPlaces } from './places.ts';
import type { PostTools } from './post-looks.ts';
import { openVotingWhenReady } from './voting-ready.ts';

const IDLE_MS = 2_000;
const BATCH = 500;
/** Discord lets a bot post about five messages in five seconds in one channel. */
const POSTS_PER_CHANNEL = 5;
/** Long uploads to one channel keep the others waiting no longer than this, and the one that goes on. */
const CHANNEL_TURN_MS = 10_000;
const CHANNELS_AT_ONCE = 4;
const RETRY = { baseMs: 5_000, maxMs: 10 * 60_000 };
const NO_ACCESS_RETRY = { baseMs: 60_000, maxMs: 24 * 3_600_000 };

interface DuePost {
  post: ChallengePost;
  challenge: Challenge;
}

/**
 * Keeps the public messages of challenges as the rows say: posts what is owed, edits what has changed, puts up again what is
 * lost. Each is rendered when it is sent, and sent under a nonce of its own; one whose sending was interrupted is looked for
 * first, so that none is posted twice.
 */
export function startChallengePostLoop(context: WorkerContext): Loop {
  const { clock, logger } = context;
  const tools: PostTools = {
    ...context,
    startedAt: clock.now(),
    lookedAt: new Map(),
    tried: new Set(),
    leftBehind: new Map(),
  };
  return startLoop({
    name: 'challenge posts',
    clock,
    logger,
    turn: async (signal) => {
      const channels = [
        ...Map.groupBy(await duePosts(context), ({ challenge }) => challenge.channelId).values(),
      ];
      // A message that Discord has taken is to be noted, or it would be posted again.
      await withGrace(signal, STOP_GRACE_MS, clock, async (aborted) => {
        const workers = Array.from({ length: CHANNELS_AT_ONCE }, async () => {
          for (let channel = channels.pop(); channel; channel = channels.pop()) {
            await attendChannel(tools, channel, { stopping: signal, aborted });
          }
        });
        await Promise.all(workers);
      });
      return IDLE_MS;
    },
  });
}

/** Posts with their challenges. Entries, of which there are many, come after what tells of them. */
async function duePosts({ challenges, challengePosts, clock }: WorkerContext): Promise<DuePost[]> {
  const known = new Map<number, Challenge | undefined>();
  const found: DuePost[] = [];
  for (const post of await challengePosts.due(clock.now(), BATCH)) {
    if (!known.has(post.challengeId)) known.set(post.challengeId, await challenges.find(post.challengeId));
    const challenge = known.get(post.challengeId);
    if (challenge) found.push({ post, challenge });
    else await challengePosts.done(post.id);
  }
  return found.toSorted((a, b) => Number(a.post.kind === 'entry') - Number(b.post.kind === 'entry'));
}

async function attendChannel(
  tools: PostTools,
  due: readonly DuePost[],
  { stopping, aborted }: { stopping: AbortSignal; aborted: AbortSignal },
): Promise<void> {
  const { challenges, challengePosts, settings, clock } = tools;
  const until = clock.now() + CHANNEL_TURN_MS;
  let sent = 0;
  for (const { post } of due) {
    if (stopping.aborted || sent >= POSTS_PER_CHANNEL || clock.now() > until) return;
    try {
      const challenge = await challenges.find(post.challengeId);
      if (!challenge) continue;
      const ready = post.kind === 'announcement' ? await openVotingWhenReady(tools, challenge) : challenge;
      const words = await wordsOfGuild(settings, ready.guildId);
      const posts = await challengePosts.ofChallenge(ready.id);
      if (!(await attend(tools, post, { challenge: ready, words, posts }, aborted))) continue;
      sent += 1;
      if (post.kind === 'announcement') await keepPlaces(tools, ready.id);
    } catch (error) {
      if (aborted.aborted) return;
      // What stands in the same channel would fail as well.
      if ((await failed(tools, post, error)) === 'no-access') return;
      sent += 1;
    }
  }
}

async function failed(tools: PostTools, post: ChallengePost, error: unknown): Promise<PostProblem> {
  const { challengePosts, clock, random, logger } = tools;
  const problem = postProblem(error);
  const { id, challengeId, kind, subjectId } = post;
  const attempts = post.attempts + 1;
  const about = { challengeId, kind, subjectId, problem, attempts, reason: errorText(error) };
  logger.info(about, 'a post of a challenge could not be shown yet');
  const isShown = post.messageId !== undefined;
  if (isShown && (problem === 'message-gone' || isChannelGone(error))) {
    await challengePosts.lost(id, clock.now());
    return problem;
  }
  const wait = problem === 'no-access' ? NO_ACCESS_RETRY : RETRY;
  await challengePosts.postpone(id, clock.now() + backoffMs(attempts, random.fraction(), wait));
  return problem;
}

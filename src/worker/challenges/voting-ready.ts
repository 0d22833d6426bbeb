import type { Challenge } from '../../challenges/challenge.ts';
import { beginPhase, type Schedule } from '../../challenges/phases.ts';
import type { ChallengePost } from '../../challenges/post.ts';
import type { WorkerContext } from '../context.ts';
import { clipsAllowed } from './clips-allowed.ts';

/** Voting does not wait for an entry whose post fails so often: some minutes, or half an hour where the bot has no access. */
const GIVEN_UP_AFTER_ATTEMPTS = 6;

/**
 * Lets votes be taken once every entry stands in its place, or cannot be shown. It waits as long as clips are held back. What
 * voting lost by the wait is put on its end.
 * @returns the challenge as it is now
 */
export async function openVotingWhenReady(context: WorkerContext, challenge: Challenge): Promise<Challenge> {
  const { challenges, challengePosts, clock, logger } = context;
  const { id, guildId, phase, votesFrom } = challenge;
  if (phase !== 'voting' || votesFrom !== undefined) return challenge;
  const posts = new Map(
    (await challengePosts.ofChallenge(id)).flatMap((post) =>
      post.kind === 'entry' ? [[post.subjectId, post] as const] : [],
    ),
  );
  const entries = await challenges.entries(id, ['accepted']);
  if (!entries.every((entry) => isSettled(posts.get(entry.id)))) return challenge;
  if (!(await clipsAllowed(context, challenge))) return challenge;
  const now = clock.now();
  const schedule = (present: Schedule, { phaseSince, pausedAt }: Challenge) =>
    // What a pause costs is put on it when the pause is over.
    beginPhase('voting', present, phaseSince, pausedAt ?? now);
  await challenges.votingReady(id, schedule, now);
  logger.info({ challengeId: id, guildId, entries: entries.length }, 'votes are taken');
  return (await challenges.find(id)) ?? challenge;
}

/** Shown, or given up. */
const isSettled = (post: ChallengePost | undefined): boolean =>
  post === undefined ||
  post.messageId !== undefined ||
  post.dueAt === undefined ||
  post.attempts >= GIVEN_UP_AFTER_ATTEMPTS;

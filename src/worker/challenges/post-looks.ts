import type { Challenge } from '../../challenges/challenge.ts';
import { isOver } from '../../challenges/phases.ts';
import { type ChallengePost, PHASE_POST } from '../../challenges/post.ts';
import type { Look, Placed } from '../../discord/board.ts';
import type { OwnMessage } from '../../discord/own-messages.ts';
import { postProblem } from '../../discord/post-error.ts';
import { errorText } from '../../lib/errors.ts';
import type { WorkerContext } from '../context.ts';

export interface PostTools extends WorkerContext {
  /** When this process began to post. */
  startedAt: number;
  /** When each message was last seen to be there, by post. */
  lookedAt: Map<number, number>;
  /** Posts that were sent at least once, as far as it is not noted that they arrived. */
  tried: Set<number>;
  /** Messages of earlier processes, by challenge and channel. */
  leftBehind: Map<string, Promise<OwnMessage[]>>;
}

/** How often messages are looked for. */
const LOOK_EVERY_MS = 15 * 60_000;
/** The announcement tells how many have voted. */
const COUNTS_EVERY_MS = 60_000;
/** While the entries are put up. */
const PREPARING_EVERY_MS = 5_000;
/** For so long after the end lost messages are put up again. */
const AFTERCARE_MS = 24 * 3_600_000;

/** @returns what there is of a message; undefined when it was seen a short while ago */
export async function lookAfter(
  { board, clock, lookedAt }: PostTools,
  { id }: ChallengePost,
  at: Placed,
): Promise<Look | undefined> {
  if ((lookedAt.get(id) ?? 0) > clock.now() - LOOK_EVERY_MS) return undefined;
  const look = await board.look(at);
  lookedAt.set(id, clock.now());
  return look;
}

/** Notes that a message is as it should be, and when it is looked at again. */
export async function noteShown(
  { challengePosts, clock, lookedAt, tried }: PostTools,
  post: ChallengePost,
  challenge: Challenge,
  { at, hash }: { at: Placed; hash: string },
): Promise<void> {
  const next = nextLook(post, challenge, clock.now());
  if (next === undefined) lookedAt.delete(post.id);
  await challengePosts.shown(post, { ...at, hash }, next);
  tried.delete(post.id);
}

/** Whether messages of a challenge that are lost are put up again. */
export const isCaredFor = ({ phase, closedAt }: Challenge, now: number): boolean =>
  !isOver(phase) || (phase === 'closed' && now < (closedAt ?? 0) + AFTERCARE_MS);

function nextLook({ kind, subjectId }: ChallengePost, challenge: Challenge, now: number): number | undefined {
  const { phase, votesFrom } = challenge;
  const during = (isLive: boolean) => (isLive ? now + LOOK_EVERY_MS : undefined);
  if (isOver(phase)) {
    const tells = kind === 'announcement' || kind === 'podium';
    return during(tells && isCaredFor(challenge, now));
  }
  switch (kind) {
    case 'announcement':
      return now + (phase === 'voting' && votesFrom === undefined ? PREPARING_EVERY_MS : COUNTS_EVERY_MS);
    case 'phase':
      return during(phase === (subjectId === PHASE_POST.open ? 'open' : 'voting'));
    case 'run-off':
      return during(phase === 'voting');
    case 'entry':
    case 'contact-sheet':
    case 'podium':
      return now + LOOK_EVERY_MS;
    case 'reminder':
      return undefined;
  }
}

/** A post in a forum needs no pin. Whether the bot may pin is not worth a failure. */
export async function pinAnnouncement(
  { board, logger }: PostTools,
  { kind }: ChallengePost,
  { id, phase }: Challenge,
  at: Placed,
): Promise<void> {
  if (kind !== 'announcement' || isOver(phase)) return;
  if (at.channelId === at.messageId) return;
  try {
    await board.pin(at);
  } catch (error) {
    logger.info({ challengeId: id, reason: errorText(error) }, 'an announcement could not be pinned');
  }
}

/**
 * Makes room among the pins for what goes on. Done once, when the announcement comes to tell that it is over: whoever pins it
 * again after that wants it there. @throws what may work later; that the bot may not unpin is not worth a failure
 */
export async function unpinAnnouncement(
  { board, logger }: PostTools,
  { kind }: ChallengePost,
  { id, phase }: Challenge,
  at: Placed,
): Promise<void> {
  if (kind !== 'announcement' || !isOver(phase) || at.channelId === at.messageId) return;
  try {
    await board.unpin(at);
  } catch (error) {
    if (postProblem(error) !== 'no-access') throw error;
    logger.info({ challengeId: id, reason: errorText(error) }, 'an announcement could not be unpinned');
  }
}

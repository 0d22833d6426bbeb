import { createHash } from 'node:crypto';
import type { Challenge, Entry } from '../../challenges/challenge.ts';
import { type ChallengePost, PHASE_POST } from '../../challenges/post.ts';
import { dueReminder } from '../../challenges/reminders.ts';
import type { BoardMessage, BoardPicture } from '../../discord/board.ts';
import { renderAnnouncement } from '../../discord/challenges/announcement-post.ts';
import {
  type PhaseFacts,
  renderCancelled,
  renderOpened,
  renderReminder,
  renderRunOff,
  renderVotingBegun,
} from '../../discord/challenges/phase-post.ts';
import type { Place } from '../../discord/challenges/shown-texts.ts';
import type { Words } from '../../discord/words/words.ts';
import type { Job } from '../../jobs/job.ts';
import type { WorkerContext } from '../context.ts';
import { entryContent, sheetContent } from './entry-content.ts';
import { podiumContent } from './podium-content.ts';
import { placed } from './post-places.ts';

/** What a post is to show now. */
export type PostContent =
  /** Nothing (more): what stands there stays as it is. */
  | { kind: 'nothing' }
  /** Not before something else has happened. */
  | { kind: 'not-yet' }
  | { kind: 'message'; message: BoardMessage }
  | PicturesContent
  | { kind: 'clip'; entry: Entry; job: Job; message: BoardMessage };

interface PicturesContent {
  kind: 'pictures';
  message: BoardMessage;
  /** Tells pictures that would look different. */
  key: string;
  draw: (signal: AbortSignal) => Promise<BoardPicture[]>;
}

/** What a message shows. */
export type ShownContent = Exclude<PostContent, { kind: 'nothing' | 'not-yet' }>;

/** What is known of a challenge when one of its posts is shown. */
export interface PostScene {
  challenge: Challenge;
  words: Words;
  /** All posts of the challenge. */
  posts: readonly ChallengePost[];
}

const NOTHING: PostContent = { kind: 'nothing' };
/** Entries that open with the announcement need no message of their own. */
const SAME_TIME_MS = 5 * 60_000;

/** Renders a post from the rows: the same rows, the same post. */
export async function contentOf(
  context: WorkerContext,
  post: ChallengePost,
  scene: PostScene,
): Promise<PostContent> {
  const { challenges, clock } = context;
  const { challenge, words, posts } = scene;
  const facts: PhaseFacts = { words, announcement: placeOf(posts, 'announcement') };
  switch (post.kind) {
    case 'announcement':
      return challenge.phase === 'draft' ? NOTHING : announcement(context, scene);
    case 'phase':
      return phaseContent(post.subjectId, challenge, facts);
    case 'entry':
      return entryContent(context, post, scene);
    case 'contact-sheet':
      return sheetContent(context, post, scene, facts);
    case 'reminder': {
      // Too late is worse than not at all.
      const isDue = dueReminder(challenge, clock.now())?.subjectId === post.subjectId;
      if (!isDue && placed(post) === undefined) return NOTHING;
      return { kind: 'message', message: renderReminder(challenge, post.subjectId, facts) };
    }
    case 'run-off': {
      if (challenge.phase !== 'voting' || challenge.round === 1) return NOTHING;
      const between = (await challenges.entries(challenge.id, ['accepted'])).filter(({ id }) =>
        challenge.runOffEntryIds.includes(id),
      );
      return { kind: 'message', message: renderRunOff(challenge, between, facts) };
    }
    case 'podium':
      return challenge.phase === 'closed' ? podiumContent(context, scene) : NOTHING;
  }
}

async function announcement(
  { challenges, ballots }: WorkerContext,
  { challenge, words, posts }: PostScene,
): Promise<PostContent> {
  const entries = (await challenges.entries(challenge.id, ['accepted'])).length;
  // At the end that of the first vote, as the podium tells it: a run-off has its own.
  const outcome = await challenges.outcome(challenge.id);
  const voters = outcome?.ballots ?? (await ballots.turnout(challenge.id, challenge.round));
  const podium = placeOf(posts, 'podium');
  return { kind: 'message', message: renderAnnouncement(challenge, { words, entries, voters, podium }) };
}

function phaseContent(subjectId: number, challenge: Challenge, facts: PhaseFacts): PostContent {
  const { phase, publishedAt, schedule, votesFrom } = challenge;
  switch (subjectId) {
    case PHASE_POST.open: {
      const together = schedule.opensAt - (publishedAt ?? 0) < SAME_TIME_MS;
      if (phase !== 'open' || together) return NOTHING;
      return { kind: 'message', message: renderOpened(challenge, facts) };
    }
    case PHASE_POST.voting:
      if (phase !== 'voting' || challenge.round > 1) return NOTHING;
      if (votesFrom === undefined) return { kind: 'not-yet' };
      return { kind: 'message', message: renderVotingBegun(challenge, facts) };
    case PHASE_POST.cancelled:
      return phase === 'cancelled'
        ? { kind: 'message', message: renderCancelled(challenge, facts) }
        : NOTHING;
    default:
      return NOTHING;
  }
}

function placeOf(posts: readonly ChallengePost[], kind: 'announcement' | 'podium'): Place | undefined {
  const post = posts.find((one) => one.kind === kind);
  return post && placed(post);
}

/** Tells one content from another: what did not change is not sent again. */
export function contentHash(content: ShownContent): string {
  const key = content.kind === 'pictures' ? content.key : '';
  return createHash('sha256')
    .update(JSON.stringify([content.kind, content.message, key]))
    .digest('base64url');
}

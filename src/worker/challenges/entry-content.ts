import type { Entry } from '../../challenges/challenge.ts';
import { isShown } from '../../challenges/entry-rules.ts';
import { isOver } from '../../challenges/phases.ts';
import type { ChallengePost } from '../../challenges/post.ts';
import { renderEntry } from '../../discord/challenges/entry-post.ts';
import type { PhaseFacts } from '../../discord/challenges/phase-post.ts';
import { renderSheet } from '../../discord/challenges/sheet-post.ts';
import type { WorkerContext } from '../context.ts';
import { clipsAllowed } from './clips-allowed.ts';
import type { PostContent, PostScene } from './post-content.ts';
import { isCaredFor } from './post-looks.ts';
import { placed } from './post-places.ts';
import { drawSheets } from './sheet-pictures.ts';

const NOTHING: PostContent = { kind: 'nothing' };
const NOT_YET: PostContent = { kind: 'not-yet' };

/** An entry's clip, or what there is to say in its place. What stands there is kept up for ever: a video may be removed later. */
export async function entryContent(
  context: WorkerContext,
  post: ChallengePost,
  { challenge, words }: PostScene,
): Promise<PostContent> {
  const isThere = placed(post) !== undefined;
  const entry = await context.challenges.entry(post.subjectId);
  if (!entry || !(isThere || isCaredFor(challenge, context.clock.now()))) return NOTHING;
  const shown = renderEntry(challenge, entry, await context.store.find(entry.jobId), words);
  if (shown.kind === 'text') {
    return isThere || !isOver(challenge.phase) ? { kind: 'message', message: shown.message } : NOTHING;
  }
  if (!isThere && !(await clipsAllowed(context, challenge))) return NOT_YET;
  return { kind: 'clip', entry, job: shown.job, message: shown.message };
}

/** The first frames of all entries; of what is over only where they stand already. */
export async function sheetContent(
  context: WorkerContext,
  post: ChallengePost,
  { challenge, words }: PostScene,
  facts: PhaseFacts,
): Promise<PostContent> {
  const isThere = placed(post) !== undefined;
  const isTime = challenge.phase === 'voting' || challenge.phase === 'tallying';
  if (!isThere && !isTime) return NOTHING;
  const entries: Entry[] = [];
  const looks: unknown[] = [];
  for (const entry of await context.challenges.entries(challenge.id, ['accepted'])) {
    const job = await context.store.find(entry.jobId);
    if (!job || !isShown(job)) continue;
    entries.push(entry);
    looks.push([entry.number, entry.jobId, entry.title, job.spoiler]);
  }
  if (!isThere && entries.length === 0) return NOTHING;
  if (!isThere && !(await clipsAllowed(context, challenge))) return NOT_YET;
  return {
    kind: 'pictures',
    message: renderSheet(challenge, entries, facts),
    key: JSON.stringify(looks),
    draw: (signal) => drawSheets(context, challenge, entries, words, signal),
  };
}

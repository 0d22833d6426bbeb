import type { Challenge, Entry } from '../../challenges/challenge.ts';
import type { ChallengePost } from '../../challenges/post.ts';
import type { BoardMessage, Placed } from '../../discord/board.ts';
import { entryAltText, renderLostClip, withWay } from '../../discord/challenges/entry-post.ts';
import { entryFileName } from '../../discord/challenges/post-marks.ts';
import { namesAreShown } from '../../discord/challenges/shown-texts.ts';
import type { Words } from '../../discord/words/words.ts';
import type { Job } from '../../jobs/job.ts';
import { ExpectedError } from '../../lib/errors.ts';
import type { WorkerContext } from '../context.ts';
import { originalLink } from '../original-link.ts';
import { showVideo } from '../reposts.ts';
import { type ClipForm, linkForm, NO_CLIP } from './clip-form.ts';
import { postNonce } from './post-nonce.ts';

export interface ClipToShow {
  challenge: Challenge;
  entry: Entry;
  job: Job;
  message: BoardMessage;
  words: Words;
}

/** Why a clip will never be had. */
const LOST_CODES = ['video-gone', 'no-link'];

/**
 * Posts an entry with its clip: the file, a smaller copy, or a link. Where none can be had any more, the post says so.
 * @throws what Discord or Scenario refuses for now
 */
export async function postClip(
  context: WorkerContext,
  post: ChallengePost,
  clip: ClipToShow,
  channelId: string,
  signal: AbortSignal,
): Promise<{ at: Placed; form: ClipForm }> {
  const { poster, board, uploadLimits, clock } = context;
  const { challenge, entry, job, message, words } = clip;
  const nonce = postNonce(post);
  let form: ClipForm = NO_CLIP;
  try {
    const messageId = await showVideo(
      unnamed(context, challenge),
      {
        job,
        limit: uploadLimits.ofJob(job),
        named: { fileName: entryFileName(entry), altText: entryAltText(entry, words) },
        post: (way, video) => {
          form =
            way.kind === 'link'
              ? linkForm(way.original, job.spoiler, clock.now())
              : { kind: 'file', spoiler: job.spoiler };
          const { content } = withWay(entry, message, way, job.spoiler, words);
          const result = { content, components: [], pings: [] };
          return poster.postResult(channelId, result, { nonce, signal, ...(video ? { video } : {}) });
        },
      },
      signal,
    );
    return { at: { channelId, messageId }, form };
  } catch (error) {
    if (!(error instanceof ExpectedError) || !LOST_CODES.includes(error.code)) throw error;
    return {
      at: await board.post(channelId, renderLostClip(entry, words), { nonce, signal }),
      form: NO_CLIP,
    };
  }
}

/**
 * Edits the post of a clip: its text, its cover, and its link, which is made anew.
 * @param standing how it stands there, and whether only its link is old
 * @returns how it stands now
 */
export async function editClip(
  context: WorkerContext,
  at: Placed,
  clip: ClipToShow,
  { form, onlyLink }: { form: ClipForm; onlyLink: boolean },
  signal: AbortSignal,
): Promise<ClipForm> {
  const { board, poster } = context;
  const { entry, job, message, words } = clip;
  switch (form.kind) {
    case 'file':
      await board.edit(at, message, undefined, signal);
      if (form.spoiler !== job.spoiler) await poster.setSpoiler(at.channelId, at.messageId, job.spoiler);
      return { ...form, spoiler: job.spoiler };
    case 'none':
      await board.edit(at, renderLostClip(entry, words), undefined, signal);
      return form;
    case 'link':
      return editLink(context, at, clip, { form, onlyLink }, signal);
  }
}

async function editLink(
  context: WorkerContext,
  at: Placed,
  { challenge, entry, job, message, words }: ClipToShow,
  { form, onlyLink }: { form: Extract<ClipForm, { kind: 'link' }>; onlyLink: boolean },
  signal: AbortSignal,
): Promise<ClipForm> {
  const { board, clock } = context;
  const original = await originalLink(unnamed(context, challenge), job);
  if (original === undefined) {
    await board.edit(at, renderLostClip(entry, words), undefined, signal);
    return { ...form, until: undefined };
  }
  const fresh = linkForm(original, job.spoiler, clock.now());
  // Scenario may give the same end again.
  if (onlyLink && endOf(fresh) <= endOf(form)) return form;
  const shown = withWay(entry, message, { kind: 'link', original }, job.spoiler, words);
  await board.edit(at, shown, undefined, signal);
  return fresh;
}

const endOf = (form: ClipForm): number =>
  (form.kind === 'link' ? form.until : undefined) ?? Number.POSITIVE_INFINITY;

/** The bot's own page of a video tells its prompt: while names are hidden nothing leads there. */
const unnamed = (context: WorkerContext, challenge: Challenge): WorkerContext =>
  namesAreShown(challenge) ? context : { ...context, links: { pageOf: () => undefined } };

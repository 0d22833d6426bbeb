import type { Challenge, Entry } from '../../challenges/challenge.ts';
import type { ChallengePost } from '../../challenges/post.ts';
import type { BoardMessage, Placed } from '../../discord/board.ts';
import { entryAltText, entryFileName, renderLostClip, withWay } from '../../discord/challenges/entry-post.ts';
import { namesAreShown } from '../../discord/challenges/shown-texts.ts';
import type { VideoWay } from '../../discord/result-message.ts';
import type { Words } from '../../discord/words/words.ts';
import type { Job } from '../../jobs/job.ts';
import { ExpectedError } from '../../lib/errors.ts';
import type { WorkerContext } from '../context.ts';
import { originalLink } from '../original-link.ts';
import { showVideo } from '../reposts.ts';
import { postNonce } from './post-nonce.ts';

export interface ClipToShow {
  challenge: Challenge;
  entry: Entry;
  job: Job;
  message: BoardMessage;
  words: Words;
}

/** How an entry's clip stands in its post: as a file, as a link, or not at all. */
export type ClipForm = 'file' | 'link' | 'none';

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
  const { poster, board, uploadLimits } = context;
  const { challenge, entry, job, message, words } = clip;
  const nonce = postNonce(post);
  let form: ClipForm = 'none';
  try {
    const messageId = await showVideo(
      unnamed(context, challenge),
      {
        job,
        limit: uploadLimits.inGuild(challenge.guildId),
        named: { fileName: entryFileName(entry), altText: entryAltText(entry, words) },
        post: (way, video) => {
          form = way.kind === 'link' ? 'link' : 'file';
          const { content } = withWay(message, way, job.spoiler, words);
          const result = { content, components: [], pings: [] };
          return poster.postResult(channelId, result, { nonce, signal, ...(video ? { video } : {}) });
        },
      },
      signal,
    );
    return { at: { channelId, messageId }, form };
  } catch (error) {
    if (!(error instanceof ExpectedError) || !LOST_CODES.includes(error.code)) throw error;
    return { at: await board.post(channelId, renderLostClip(entry, words), { nonce }), form: 'none' };
  }
}

/** The text of a clip that stands already, for an edit: one that is only linked to gets its link anew. */
export async function clipMessage(
  context: WorkerContext,
  { challenge, entry, job, message, words }: ClipToShow,
  form: ClipForm,
): Promise<BoardMessage> {
  switch (form) {
    case 'file':
      return message;
    case 'none':
      return renderLostClip(entry, words);
    case 'link': {
      const original = await originalLink(unnamed(context, challenge), job);
      if (original === undefined) return renderLostClip(entry, words);
      const way: VideoWay = { kind: 'link', original };
      return withWay(message, way, job.spoiler, words);
    }
  }
}

/** The bot's own page of a video tells its prompt: while names are hidden nothing leads there. */
const unnamed = (context: WorkerContext, challenge: Challenge): WorkerContext =>
  namesAreShown(challenge) ? context : { ...context, links: { pageOf: () => undefined } };

import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { postProblem } from '../discord/post-error.ts';
import { renderCopy } from '../discord/result-message.ts';
import { firstStillThere, shownMessages } from '../discord/shown-messages.ts';
import type { UploadLimit } from '../discord/upload-limit.ts';
import { wordsOfGuild } from '../discord/words/index.ts';
import type { Job } from '../jobs/job.ts';
import type { VideoOnDisk } from '../jobs/library.ts';
import type { Reposts } from '../jobs/result-copies.ts';
import { ExpectedError, errorText } from '../lib/errors.ts';
import { sharedWork } from '../lib/shared-work.ts';
import { contestOf } from './contest.ts';
import type { WorkerContext } from './context.ts';
import { fittedPath } from './fitted-files.ts';
import { MAX_FITS, type Showing, showFitted, showLink, showOriginal } from './showing.ts';

/** What is posted twice within this time, whatever broke in between, is one message. */
const ONE_PRESS_MS = 60_000;
const NONCE_MAX_LENGTH = 25;

/** Shows finished videos again, by the same ladder as their delivery: as they are, as smaller copies, as links. */
export function createReposts(context: WorkerContext): Reposts {
  const { poster, copies, uploadLimits } = context;
  // A smaller copy takes minutes, in which a button may be pressed again and again.
  const inChannels = sharedWork<{ messageId: string; wasThere: boolean }>();
  const inDirectMessages = sharedWork<string>();

  const showIn = async (job: Job, place: CopyPlace): Promise<string> => {
    const messageId = await showVideo(context, await copyIn(context, job, place));
    await note(context, job, place, messageId);
    return messageId;
  };

  return {
    postAgain: async (job, channelId, byId) => {
      requireShowable(job);
      if (job.state === 'undeliverable') {
        throw new ExpectedError(
          'not-posted-yet',
          'This video could not be posted yet: press “Post it now” on its card.',
        );
      }
      const post = async () => {
        const here = (await shownMessages(copies, job)).filter((shown) => shown.channelId === channelId);
        const there = await firstStillThere(poster, here);
        if (there) return { messageId: there.messageId, wasThere: true };
        const place = { channelId, byId, limit: uploadLimits.ofJob(job) };
        return { messageId: await showIn(job, place), wasThere: false };
      };
      return refusedAs(
        'channel-closed',
        'I may not post videos here: ask a moderator to give me access, or use another channel.',
        () => inChannels(`${job.id} ${channelId}`, post),
      );
    },

    sendDirect: async (job, userId) => {
      requireShowable(job);
      const send = async () => {
        const channelId = await poster.directChannel(userId);
        return showIn(job, { channelId, byId: undefined, limit: uploadLimits.inDirectMessage() });
      };
      await refusedAs(
        'dms-closed',
        'I could not send you a direct message: allow direct messages from members of this server in your privacy settings, and try again.',
        () => inDirectMessages(`${job.id} ${userId}`, send),
      );
    },
  };
}

/**
 * Notes a copy, so that what is done to the video reaches it.
 * @throws ExpectedError, and takes the copy away, when whoever removed the video meanwhile did not see it
 */
async function note(
  { store, copies, poster, clock }: WorkerContext,
  job: Job,
  { channelId, byId }: CopyPlace,
  messageId: string,
): Promise<void> {
  await copies.add({ messageId, jobId: job.id, channelId, byId, postedAt: clock.now() });
  const now = await store.find(job.id);
  if (now && isShowable(now)) return;
  await poster.deleteMessage(channelId, messageId);
  await copies.forget(messageId);
  throw removed();
}

const isShowable = ({ removedAt, purgedAt }: Job): boolean =>
  removedAt === undefined && purgedAt === undefined;

const removed = (): ExpectedError =>
  new ExpectedError('video-removed', 'This video was removed: it cannot be shown again.');

function requireShowable(job: Job): void {
  if (!isShowable(job)) throw removed();
  if (job.state === 'delivered' || job.state === 'undeliverable') return;
  throw new ExpectedError('not-finished', 'There is no finished video here to show: look at its card.');
}

/** What it means here that Discord does not let the bot post. */
async function refusedAs<T>(code: string, text: string, deed: () => Promise<T>): Promise<T> {
  try {
    return await deed();
  } catch (cause) {
    if (postProblem(cause) !== 'no-access') throw cause;
    throw new ExpectedError(code, text, { cause });
  }
}

interface CopyPlace {
  channelId: string;
  /** Undefined in a direct message. */
  byId: string | undefined;
  limit: UploadLimit;
}

async function copyIn(
  context: WorkerContext,
  job: Job,
  { channelId, byId, limit }: CopyPlace,
): Promise<Showing> {
  const { store, settings, poster, clock } = context;
  const words = await wordsOfGuild(settings, job.guildId);
  const parent = job.origin && (await store.find(job.origin.parentId));
  const contest = await contestOf(context, job, channelId);
  const press = Math.floor(clock.now() / ONE_PRESS_MS);
  const nonce = createHash('sha256')
    .update([job.id, channelId, byId, press].join())
    .digest('base64url')
    .slice(0, NONCE_MAX_LENGTH);
  return {
    job,
    limit,
    post: (way, video) =>
      poster.postResult(channelId, renderCopy(job, way, words, byId, parent, contest), {
        nonce,
        ...(video ? { video } : {}),
      }),
  };
}

/**
 * Shows a finished video as it is, else as a smaller copy, else as a link. @returns the message's id
 * @throws ExpectedError when its file is gone, or there is no link
 */
export async function showVideo(
  context: WorkerContext,
  showing: Showing,
  signal?: AbortSignal,
): Promise<string> {
  const original = await context.videos.fileOf(showing.job, signal);
  const file = { path: original.absolutePath, bytes: original.bytes };
  const messageId =
    (await showOriginal(context, showing, file)) ??
    (await showSmaller(context, showing, original, signal)) ??
    (await showLink(context, showing));
  if (messageId !== undefined) return messageId;
  throw new ExpectedError(
    'no-link',
    'The video is too large to be posted here, and Scenario has no link to it any more. Tell whoever runs the bot.',
  );
}

/** The copies are made for this message alone. */
async function showSmaller(
  context: WorkerContext,
  showing: Showing,
  original: VideoOnDisk,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const { random, dataDir } = context;
  for (let fits = 0; fits < MAX_FITS; fits += 1) {
    const path = join(dataDir, fittedPath(`again-${random.token()}`));
    try {
      const bytes = await makeCopy(context, showing, original, path, signal);
      if (bytes === undefined) return undefined;
      const messageId = await showFitted(context, showing, { path, bytes });
      if (messageId !== undefined) return messageId;
    } finally {
      await rm(path, { force: true });
    }
  }
  return undefined;
}

/** @returns the size of the copy; undefined when there can be none */
async function makeCopy(
  { encoder, logger }: WorkerContext,
  { job, limit }: Showing,
  original: VideoOnDisk,
  path: string,
  signal: AbortSignal | undefined,
): Promise<number | undefined> {
  const limitBytes = await limit.aim();
  try {
    const source = { path: original.absolutePath, facts: original };
    const result = await encoder.fit(source, limitBytes, path, signal, 'spare');
    return result.kind === 'fitted' ? result.bytes : undefined;
  } catch (error) {
    if (signal?.aborted) throw error;
    logger.warn({ jobId: job.id, reason: errorText(error) }, 'making a video smaller failed');
    return undefined;
  }
}

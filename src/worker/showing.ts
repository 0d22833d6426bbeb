import { postProblem } from '../discord/post-error.ts';
import type { VideoAttachment } from '../discord/poster.ts';
import { altText, type VideoLink, type VideoWay, videoFileName } from '../discord/result-message.ts';
import type { UploadLimit } from '../discord/upload-limit.ts';
import { isUploadTimeout } from '../discord/upload-time.ts';
import type { NoFileReason } from '../discord/words/words.ts';
import type { Job } from '../jobs/job.ts';
import { errorText } from '../lib/errors.ts';
import type { WorkerContext } from './context.ts';
import { originalLink } from './original-link.ts';

/** How often a smaller copy is made of one video for one place. */
export const MAX_FITS = 2;

type Context = Pick<WorkerContext, 'links' | 'scenario' | 'telemetry' | 'logger'>;

/** A place in which a video is to be shown, and how: the steps below post there, each if the place takes it so. */
export interface Showing {
  job: Job;
  limit: UploadLimit;
  /** What its file is called there, and what a screen reader says of it; by its prompt when absent. */
  named?: Pick<VideoAttachment, 'fileName' | 'altText'>;
  /** Posts the message. @returns its id */
  post(way: VideoWay, video?: VideoAttachment): Promise<string>;
}

type FileWay = Exclude<VideoWay, { kind: 'link' }>;

interface FileToShow {
  /** Absolute. */
  path: string;
  bytes: number;
}

/** Shows the video as it was made. @returns the message's id; undefined when it is too large for the place */
export const showOriginal = (
  context: Context,
  showing: Showing,
  file: FileToShow,
): Promise<string | undefined> => postFile(context, showing, file, async () => ({ kind: 'file' }));

/** Shows a smaller copy, and says where the original is. @returns the message's id; undefined when that is too large as well */
export const showFitted = (
  context: Context,
  showing: Showing,
  file: FileToShow,
): Promise<string | undefined> =>
  postFile(context, showing, file, async () => ({
    kind: 'fitted',
    // A limit that was learnt meanwhile says less than the file itself.
    limitBytes: Math.max(await showing.limit.aim(), file.bytes),
    original: await linkIfThereIsOne(context, showing.job),
  }));

/** Shows a link. @returns the message's id; undefined when there is none */
export async function showLink(
  context: Context,
  { job, post }: Showing,
  why: NoFileReason = 'too-large',
): Promise<string | undefined> {
  const original = await originalLink(context, job);
  if (original === undefined) return undefined;
  const messageId = await post({ kind: 'link', original, why });
  context.telemetry.delivered('link', job.video?.bytes ?? 0);
  return messageId;
}

/** What the place says of the size is remembered. Where it takes no files at all, a link is shown at once. */
async function postFile(
  context: Context,
  showing: Showing,
  { path, bytes }: FileToShow,
  wayOf: () => Promise<FileWay>,
): Promise<string | undefined> {
  const { job, limit, named, post } = showing;
  if (bytes > (await limit.largest())) return undefined;
  const way = await wayOf();
  const { fileName, altText: alt } = named ?? { fileName: videoFileName(job), altText: altText(job) };
  const video = { path, fileName, altText: alt, spoiler: job.spoiler };
  try {
    const messageId = await post(way, video);
    await limit.accepted(bytes);
    context.telemetry.delivered(way.kind, bytes);
    return messageId;
  } catch (error) {
    const problem = postProblem(error);
    const about = { jobId: job.id, way: way.kind, bytes, reason: errorText(error) };
    if (problem === 'too-large') {
      context.logger.info(about, 'a place refused the size of a video');
      await limit.refused(bytes);
      return undefined;
    }
    if (problem === 'no-uploads') {
      context.logger.warn(about, 'a place takes no files for the time being');
      const linked = await showLink(context, showing, problem);
      if (linked !== undefined) return linked;
    }
    if (isUploadTimeout(error)) limit.timedOut(bytes);
    throw error;
  }
}

/** The link is an extra: a video that can be shown is not kept back for want of it. */
async function linkIfThereIsOne(context: Context, job: Job): Promise<VideoLink | undefined> {
  try {
    return await originalLink(context, job);
  } catch (error) {
    context.logger.info({ jobId: job.id, reason: errorText(error) }, 'a copy is shown without its original');
    return undefined;
  }
}

import { postProblem } from '../discord/post-error.ts';
import type { VideoAttachment } from '../discord/poster.ts';
import { altText, type VideoLink, type VideoWay, videoFileName } from '../discord/result-message.ts';
import type { UploadLimit } from '../discord/upload-limit.ts';
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

interface FileToShow {
  /** Absolute. */
  path: string;
  bytes: number;
}

/** Shows the video as it was made. @returns the message's id; undefined when it is too large for the place */
export async function showOriginal(
  context: Context,
  showing: Showing,
  file: FileToShow,
): Promise<string | undefined> {
  const messageId = await postFile(context, showing, file, async () => ({ kind: 'file' }));
  if (messageId !== undefined) context.telemetry.delivered('file', file.bytes);
  return messageId;
}

/** Shows a smaller copy, and says where the original is. @returns the message's id; undefined when that is too large as well */
export async function showFitted(
  context: Context,
  showing: Showing,
  file: FileToShow,
): Promise<string | undefined> {
  const messageId = await postFile(context, showing, file, async () => ({
    kind: 'fitted',
    // A limit that was learnt meanwhile says less than the file itself.
    limitBytes: Math.max(await showing.limit.aim(), file.bytes),
    original: await linkIfThereIsOne(context, showing.job),
  }));
  if (messageId !== undefined) context.telemetry.delivered('fitted', file.bytes);
  return messageId;
}

/** Shows a link. @returns the message's id; undefined when there is none */
export async function showLink(context: Context, { job, post }: Showing): Promise<string | undefined> {
  const original = await originalLink(context, job);
  if (original === undefined) return undefined;
  const messageId = await post({ kind: 'link', original });
  context.telemetry.delivered('link', job.video?.bytes ?? 0);
  return messageId;
}

/** What the place says of the size is remembered. */
async function postFile(
  { logger }: Context,
  { job, limit, named, post }: Showing,
  { path, bytes }: FileToShow,
  wayOf: () => Promise<VideoWay>,
): Promise<string | undefined> {
  if (bytes > (await limit.largest())) return undefined;
  const way = await wayOf();
  const { fileName, altText: alt } = named ?? { fileName: videoFileName(job), altText: altText(job) };
  const video = { path, fileName, altText: alt, spoiler: job.spoiler };
  try {
    const messageId = await post(way, video);
    await limit.accepted(bytes);
    return messageId;
  } catch (error) {
    if (postProblem(error) !== 'too-large') throw error;
    logger.info({ jobId: job.id, way: way.kind, bytes }, 'a place refused the size of a video');
    await limit.refused(bytes);
    return undefined;
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

import { join } from 'node:path';
import type { RemovalReason } from '../jobs/library.ts';
import { errorText } from '../lib/errors.ts';
import { type Loop, startLoop } from '../lib/loop.ts';
import type { WorkerContext } from './context.ts';
import { discardVideo, fileExists, listVideo, VIDEO_SETTLES_MS } from './video-files.ts';

type Context = Pick<WorkerContext, 'library' | 'libraryLimits' | 'clock' | 'logger' | 'dataDir'>;

const EVERY_MS = 3_600_000;
const BATCH = 100;

/**
 * Makes disk and library agree at the start, and keeps the library within its age and size: hourly, and when it is woken
 * because it grew. What is deleted here is still at Scenario.
 */
export function startLibraryLoop(context: Context): Loop {
  const { clock, logger } = context;
  let reconciled = false;
  return startLoop({
    name: 'library',
    clock,
    logger,
    turn: async (signal) => {
      if (!reconciled) {
        await listOldFiles(context, signal);
        await forgetMissing(context, signal);
        reconciled = !signal.aborted;
      }
      await keepLimits(context, signal);
      return EVERY_MS;
    },
  });
}

/** Lists the files of databases that knew no library yet. */
async function listOldFiles(context: Context, signal: AbortSignal): Promise<void> {
  const { library, logger, dataDir } = context;
  for (let after = 0; !signal.aborted; ) {
    const batch = await library.unlisted(after, BATCH);
    for (const job of batch) {
      if (signal.aborted) return;
      if (!job.video) continue;
      const { path } = job.video;
      try {
        if (await fileExists(join(dataDir, path))) await listVideo(context, job, job.video);
        else await library.forget(path, undefined);
      } catch (error) {
        logger.warn({ jobId: job.id, path, reason: errorText(error) }, 'a video could not be listed');
      }
    }
    after = batch.at(-1)?.id ?? after;
    if (batch.length < BATCH) return;
  }
}

/** Forgets rows without a file, and deletes what nobody uses: crashes, or somebody's hand, left them so. */
async function forgetMissing(context: Context, signal: AbortSignal): Promise<void> {
  const { library, clock, dataDir } = context;
  for (let after = ''; !signal.aborted; ) {
    const batch = await library.list(after, BATCH);
    for (const video of batch) {
      if (signal.aborted) return;
      if (video.storedAt > clock.now() - VIDEO_SETTLES_MS) continue;
      const isKept = (await fileExists(join(dataDir, video.path))) && (await library.inUse(video.path));
      if (!isKept) await discardVideo(context, video);
    }
    after = batch.at(-1)?.path ?? after;
    if (batch.length < BATCH) return;
  }
}

async function keepLimits(context: Context, signal: AbortSignal): Promise<void> {
  const { library, libraryLimits, clock, logger } = context;
  const { maxBytes, maxAgeMs } = libraryLimits;
  const now = clock.now();
  const aged =
    maxAgeMs === undefined
      ? NOTHING
      : await discardOldest(
          context,
          'age',
          now - Math.max(maxAgeMs, VIDEO_SETTLES_MS),
          Number.POSITIVE_INFINITY,
          signal,
        );
  const excess = (await library.total()).bytes - maxBytes;
  const surplus = await discardOldest(context, 'room', now - VIDEO_SETTLES_MS, excess, signal);
  const videos = aged.videos + surplus.videos;
  if (videos > 0) {
    logger.info({ videos, bytes: aged.bytes + surplus.bytes }, 'deleted the oldest videos here');
  }
}

interface Freed {
  videos: number;
  bytes: number;
}
const NOTHING: Freed = { videos: 0, bytes: 0 };

/** Deletes the oldest until so many bytes are free, or none is left that may go. */
async function discardOldest(
  context: Context,
  reason: RemovalReason,
  storedBefore: number,
  bytes: number,
  signal: AbortSignal,
): Promise<Freed> {
  const freed = { ...NOTHING };
  while (freed.bytes < bytes && !signal.aborted) {
    const batch = await context.library.removable(reason, storedBefore, BATCH);
    if (batch.length === 0) break;
    for (const video of batch) {
      if (freed.bytes >= bytes || signal.aborted) break;
      await discardVideo(context, video);
      freed.videos += 1;
      freed.bytes += video.bytes;
    }
  }
  return freed;
}

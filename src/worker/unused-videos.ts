import { errorText } from '../lib/errors.ts';
import type { WorkerContext } from './context.ts';
import type { Deletion } from './purged-files.ts';
import { discardVideo, VIDEO_SETTLES_MS } from './video-files.ts';

type Context = Pick<WorkerContext, 'library' | 'clock' | 'logger' | 'dataDir'>;

const BATCH = 100;

/**
 * Deletes the files of videos that no job has any more, since their authors deleted them. Whatever a crash or a file that does
 * not go leaves undone is found again at the next call: the library names a file until it is gone.
 */
export async function deleteUnusedVideos(context: Context, signal: AbortSignal): Promise<Deletion> {
  const { library, clock, logger } = context;
  const sum: Deletion = { files: 0, waiting: 0, failed: 0 };
  for (let after = ''; !signal.aborted; ) {
    const batch = await library.unused(after, BATCH);
    for (const video of batch) {
      if (signal.aborted) break;
      if (Math.abs(clock.now() - video.storedAt) < VIDEO_SETTLES_MS) {
        sum.waiting += 1;
        continue;
      }
      try {
        await discardVideo(context, video);
        sum.files += 1;
      } catch (error) {
        sum.failed += 1;
        logger.warn({ path: video.path, reason: errorText(error) }, 'a file could not be deleted');
      }
    }
    after = batch.at(-1)?.path ?? after;
    if (batch.length < BATCH) break;
  }
  return sum;
}

import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { errorText } from '../lib/errors.ts';
import type { PurgedFiles } from '../moderation/privacy.ts';
import type { WorkerContext } from './context.ts';
import { picturePath } from './pictures.ts';
import { discardVideo, VIDEO_SETTLES_MS } from './video-files.ts';

type Context = Pick<WorkerContext, 'privacy' | 'library' | 'clock' | 'logger' | 'dataDir'>;

const BATCH = 100;
/**
 * A picture this young may just be arriving for another job, whose row does not name it yet: it is left for the next time.
 */
export const PICTURE_SETTLES_MS = 60_000;

export interface Deletion {
  files: number;
  /** Jobs with a file that is too young. */
  waiting: number;
  /** Jobs with a file that could not be deleted. */
  failed: number;
}

/**
 * Deletes the files of purged jobs. Whatever a crash or a file that does not go leaves undone is found again at the next
 * call: a row names its files until all of them are gone.
 */
export async function deletePurgedFiles(context: Context, signal: AbortSignal): Promise<Deletion> {
  const { privacy, logger } = context;
  const sum: Deletion = { files: 0, waiting: 0, failed: 0 };
  for (let after = 0; !signal.aborted; ) {
    const batch = await privacy.purgedFiles(after, BATCH);
    for (const purged of batch) {
      if (signal.aborted) break;
      try {
        const files = await deleteFiles(context, purged);
        if (files === undefined) sum.waiting += 1;
        else sum.files += files;
      } catch (error) {
        sum.failed += 1;
        logger.warn({ jobId: purged.jobId, reason: errorText(error) }, 'a file could not be deleted');
      }
    }
    after = batch.at(-1)?.jobId ?? after;
    if (batch.length < BATCH) break;
  }
  return sum;
}

/** @returns how many were deleted; undefined when one has to wait */
async function deleteFiles(
  context: Context,
  { jobId, videoPath, fittedPath, pictures }: PurgedFiles,
): Promise<number | undefined> {
  const { privacy, dataDir } = context;
  if (videoPath !== undefined && !(await deleteVideo(context, videoPath))) return undefined;
  if (fittedPath !== undefined) await rm(join(dataDir, fittedPath), { force: true });
  const deleted: string[] = [];
  for (const name of pictures) {
    const path = picturePath(dataDir, name);
    if (await isArriving(context, path)) return undefined;
    if (await privacy.pictureInUse(name)) continue;
    await rm(path, { force: true });
    deleted.push(name);
  }
  await privacy.filesDeleted(jobId, deleted);
  return deleted.length + (videoPath === undefined ? 0 : 1);
}

/** One that others have too stays for them. @returns false when it has to wait */
async function deleteVideo(context: Context, path: string): Promise<boolean> {
  const { library, clock } = context;
  if (await library.inUse(path)) return true;
  const row = await library.find(path);
  if (row && Math.abs(clock.now() - row.storedAt) < VIDEO_SETTLES_MS) return false;
  await discardVideo(context, { path, storedAt: row?.storedAt });
  return true;
}

async function isArriving({ clock }: Context, path: string): Promise<boolean> {
  try {
    return Math.abs(clock.now() - (await stat(path)).mtimeMs) < PICTURE_SETTLES_MS;
  } catch (error) {
    // Deleted already.
    if (error instanceof Error && Reflect.get(error, 'code') === 'ENOENT') return false;
    throw error;
  }
}

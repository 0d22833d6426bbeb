import { readdir, rm, stat } from 'node:fs/promises';
import { PART_ENDING } from '../lib/download.ts';
import { errorText } from '../lib/errors.ts';
import type { WorkerContext } from './context.ts';
import { inputsFolder, picturePath } from './pictures.ts';
import type { Deletion } from './purged-files.ts';

type Context = Pick<WorkerContext, 'privacy' | 'clock' | 'logger' | 'dataDir'>;

/** Far longer than it takes from a picture's file to the job that names it. */
const MAY_BE_NAMED_MS = 3_600_000;

/**
 * Deletes pictures that no job names: a frame whose order was refused, a picture that came as the bot died. No job took them to
 * Scenario, so nothing is known of them there.
 */
export async function deleteUnnamedPictures(
  { privacy, clock, logger, dataDir }: Context,
  signal: AbortSignal,
): Promise<Deletion> {
  const sum: Deletion = { files: 0, waiting: 0, failed: 0 };
  for (const name of await picturesIn(dataDir)) {
    if (signal.aborted) break;
    try {
      const { mtimeMs } = await stat(picturePath(dataDir, name));
      if (Math.abs(clock.now() - mtimeMs) < MAY_BE_NAMED_MS || (await privacy.pictureInUse(name))) continue;
      await rm(picturePath(dataDir, name), { force: true });
      sum.files += 1;
    } catch (error) {
      sum.failed += 1;
      logger.warn({ picture: name, reason: errorText(error) }, 'a file could not be deleted');
    }
  }
  return sum;
}

/** Unfinished ones belong to whoever writes them. */
async function picturesIn(dataDir: string): Promise<string[]> {
  try {
    return (await readdir(inputsFolder(dataDir))).filter((name) => !name.endsWith(PART_ENDING));
  } catch (error) {
    if (error instanceof Error && Reflect.get(error, 'code') === 'ENOENT') return [];
    throw error;
  }
}

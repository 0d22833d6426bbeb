import { DRAFT_KEPT_MS } from '../jobs/picture-drafts.ts';
import { type Loop, startLoop } from '../lib/loop.ts';
import type { WorkerContext } from './context.ts';
import { type Deletion, deletePurgedFiles, PICTURE_SETTLES_MS } from './purged-files.ts';
import { deleteUnnamedPictures } from './unnamed-pictures.ts';
import { deleteUnusedVideos } from './unused-videos.ts';

const EVERY_MS = 24 * 3_600_000;
const BATCH = 200;

/**
 * Deletes prompts and files that are older than their servers keep them, pictures that nobody animated, and those that no
 * video came to have: daily, and at the start. Files of whatever members deleted themselves go then as well, and whenever it is woken.
 */
export function startRetentionLoop(context: WorkerContext): Loop {
  const { clock, logger, pictureDrafts } = context;
  let expiryFrom = clock.now();
  return startLoop({
    name: 'retention',
    clock,
    logger,
    turn: async (signal) => {
      let jobs = 0;
      const isDaily = clock.now() >= expiryFrom;
      if (isDaily) {
        jobs = await purgeExpired(context, signal);
        await pictureDrafts.sweep(clock.now() - DRAFT_KEPT_MS);
        expiryFrom = clock.now() + EVERY_MS;
      }
      const { files, failed, waiting } = total([
        await deletePurgedFiles(context, signal),
        await deleteUnusedVideos(context, signal),
        ...(isDaily ? [await deleteUnnamedPictures(context, signal)] : []),
      ]);
      if (jobs + files + failed > 0) logger.info({ jobs, files, failed }, 'deleted what is kept no longer');
      return waiting > 0 ? PICTURE_SETTLES_MS : Math.max(0, expiryFrom - clock.now());
    },
  });
}

const total = (deletions: readonly Deletion[]): Deletion =>
  deletions.reduce((sum, { files, waiting, failed }) => ({
    files: sum.files + files,
    waiting: sum.waiting + waiting,
    failed: sum.failed + failed,
  }));

async function purgeExpired({ privacy, clock }: WorkerContext, signal: AbortSignal): Promise<number> {
  let jobs = 0;
  while (!signal.aborted) {
    const purged = await privacy.purgeExpired(BATCH, clock.now());
    jobs += purged;
    if (purged < BATCH) break;
    // Lets others at the database between two batches.
    await clock.sleep(0, signal);
  }
  return jobs;
}

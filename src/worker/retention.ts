import { DRAFT_KEPT_MS } from '../jobs/picture-drafts.ts';
import { type Loop, startLoop } from '../lib/loop.ts';
import type { WorkerContext } from './context.ts';
import { deletePurgedFiles, PICTURE_SETTLES_MS } from './purged-files.ts';
import { deleteUnusedVideos } from './unused-videos.ts';

const EVERY_MS = 24 * 3_600_000;
const BATCH = 200;

/**
 * Deletes prompts and files that are older than their servers keep them, and the files of whatever members deleted
 * themselves, and pictures that nobody animated. Daily, at the start, and when it is woken.
 */
export function startRetentionLoop(context: WorkerContext): Loop {
  const { clock, logger } = context;
  return startLoop({
    name: 'retention',
    clock,
    logger,
    turn: async (signal) => {
      const jobs = await purgeExpired(context, signal);
      await context.pictureDrafts.sweep(context.clock.now() - DRAFT_KEPT_MS);
      const purged = await deletePurgedFiles(context, signal);
      const unused = await deleteUnusedVideos(context, signal);
      const files = purged.files + unused.files;
      const failed = purged.failed + unused.failed;
      const waiting = purged.waiting + unused.waiting;
      if (jobs + files + failed > 0) logger.info({ jobs, files, failed }, 'deleted what is kept no longer');
      return waiting > 0 ? PICTURE_SETTLES_MS : EVERY_MS;
    },
  });
}

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

import { randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import type { Challenge, Entry } from '../../challenges/challenge.ts';
import { isShown } from '../../challenges/entry-rules.ts';
import type { BoardPicture } from '../../discord/board.ts';
import { sheetFileName } from '../../discord/challenges/post-marks.ts';
import { sheetAltText, sheetPages } from '../../discord/challenges/sheet-post.ts';
import type { Words } from '../../discord/words/words.ts';
import { PART_ENDING } from '../../lib/download.ts';
import { errorText } from '../../lib/errors.ts';
import type { WorkerContext } from '../context.ts';
import { picturePath } from '../pictures.ts';

/** Draws the first frames of all entries: one picture for every 25. */
export async function drawSheets(
  context: WorkerContext,
  { id, secret }: Pick<Challenge, 'id' | 'secret'>,
  entries: readonly Entry[],
  words: Words,
  signal: AbortSignal,
): Promise<BoardPicture[]> {
  const pictures: BoardPicture[] = [];
  for (const [index, page] of sheetPages(entries, secret).entries()) {
    const tiles = [];
    for (const entry of page) {
      const frame = await firstFrame(context, entry, signal);
      tiles.push({ number: String(entry.number), title: entry.title ?? '', frame });
    }
    const bytes = await context.challengePictures.contactSheet(tiles);
    pictures.push({ name: sheetFileName(id, index + 1), bytes, altText: sheetAltText(page, words) });
  }
  return pictures;
}

/** @returns undefined where there is none that everybody may see, or none to be had: the number stands there alone */
async function firstFrame(
  { store, videos, encoder, dataDir, logger }: WorkerContext,
  { jobId }: Entry,
  signal: AbortSignal,
): Promise<Uint8Array | undefined> {
  signal.throwIfAborted();
  const job = await store.find(jobId);
  if (!job || !isShown(job) || job.spoiler || (await encoder.version()) === undefined) return undefined;
  // Named as unfinished: a start sweeps what a dying process left.
  const path = picturePath(dataDir, `${randomUUID()}${PART_ENDING}`);
  try {
    const video = await videos.fileOf(job, signal);
    await encoder.frame(video.absolutePath, 'first', path, signal);
    return await readFile(path);
  } catch (error) {
    signal.throwIfAborted();
    logger.info({ jobId, reason: errorText(error) }, 'an entry has no frame on the contact sheet');
    return undefined;
  } finally {
    await rm(path, { force: true });
  }
}

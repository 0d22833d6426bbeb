import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAllowedHost, PICTURE_MAX_BYTES } from '../jobs/input-pictures.ts';
import type { Failure, Job, JobImage } from '../jobs/job.ts';
import { DownloadError, download, PART_ENDING } from '../lib/download.ts';
import { errorText } from '../lib/errors.ts';
import { ImageError } from '../media/image-error.ts';
import { type NormalizedImage, normalizeImage } from '../media/input-image.ts';
import type { WorkerContext } from './context.ts';

/** A picture that will never be usable; the text is for its owner. */
export class PictureError extends Error {
  override readonly name = 'PictureError';
  readonly failure: Failure;

  constructor(slot: string, reason: string, options?: ErrorOptions) {
    super(`${slot}: ${reason}`, options);
    this.failure = { code: 'picture-unusable', detail: `${slot}: ${reason}` };
  }
}

/** However slowly it comes: others wait behind it. */
const DOWNLOAD_WITHIN_MS = 60_000;

type Context = Pick<WorkerContext, 'store' | 'dataDir' | 'pictureHosts'>;

export const inputsFolder = (dataDir: string): string => join(dataDir, 'inputs');
export const picturePath = (dataDir: string, storedAs: string): string =>
  join(inputsFolder(dataDir), storedAs);

export interface PictureFetcher {
  /**
   * Makes sure that every picture of a job is on the disk.
   * @throws PictureError when one never will be; DownloadError when it may be later
   */
  fetch(job: Job, signal?: AbortSignal): Promise<JobImage[]>;
}

/**
 * Fetches pictures for whoever asks first: the loop that fetches them early and the job's own turn may want the same one at
 * the same time, and a link may die between the two.
 */
export function createPictureFetcher(context: Context): PictureFetcher {
  const underWay = new Map<string, Promise<string>>();
  const normalize = oneAtATime(normalizeImage);

  const stored = async (job: Job, image: JobImage, signal: AbortSignal | undefined): Promise<string> => {
    const now = await context.store.find(job.id);
    const kept = now?.images.find(({ slot }) => slot === image.slot)?.storedAs;
    if (kept !== undefined) return kept;
    const storedAs = await fetchPicture(context, normalize, image, signal);
    await context.store.pictureStored(job.id, image.slot, storedAs);
    return storedAs;
  };

  return {
    fetch: async (job, signal) => {
      const images: JobImage[] = [];
      for (const image of job.images) {
        const key = `${job.id} ${image.slot}`;
        const fetching = underWay.get(key) ?? stored(job, image, signal).finally(() => underWay.delete(key));
        underWay.set(key, fetching);
        images.push({ ...image, storedAs: await fetching });
      }
      return images;
    },
  };
}

/** A large picture may take hundreds of megabytes while it is decoded: two at once are not needed. */
function oneAtATime<I, O>(work: (input: I) => Promise<O>): (input: I) => Promise<O> {
  let last: Promise<unknown> = Promise.resolve();
  return (input) => {
    const turn = () => work(input);
    const mine = last.then(turn, turn);
    last = mine;
    return mine;
  };
}

async function fetchPicture(
  { dataDir, pictureHosts }: Context,
  normalize: (original: Uint8Array) => Promise<NormalizedImage>,
  { slot, url }: JobImage,
  signal: AbortSignal | undefined,
): Promise<string> {
  if (!isAllowedHost(url, pictureHosts)) throw new PictureError(slot, 'it does not come from Discord');
  const original = join(inputsFolder(dataDir), `${randomUUID()}${PART_ENDING}`);
  try {
    await download({
      url,
      path: original,
      maxBytes: PICTURE_MAX_BYTES,
      withinMs: DOWNLOAD_WITHIN_MS,
      signal,
    });
    const { bytes, name } = await normalize(await readFile(original));
    await writeWhole(picturePath(dataDir, name), bytes);
    return name;
  } catch (error) {
    if (error instanceof ImageError) throw new PictureError(slot, error.message, { cause: error });
    if (error instanceof DownloadError && error.permanent) {
      throw new PictureError(slot, `Discord no longer has it (${errorText(error)})`, { cause: error });
    }
    throw error;
  } finally {
    await rm(original, { force: true });
  }
}

async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const part = `${path}.${randomUUID()}${PART_ENDING}`;
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(part, bytes, { flush: true });
  await rename(part, path);
}

import { join } from 'node:path';
import type { Job } from '../jobs/job.ts';
import type { LibraryVideo, VideoOnDisk, VideoSource } from '../jobs/library.ts';
import { diskFullError, isDiskFull } from '../lib/disk-full.ts';
import { DownloadError } from '../lib/download.ts';
import { ExpectedError, errorText } from '../lib/errors.ts';
import type { Logger } from '../lib/logger.ts';
import { ScenarioError } from '../scenario/errors.ts';
import { bringVideo, discardVideo, fileExists, listVideo, type VideoFilesContext } from './video-files.ts';

export interface VideoSourceOptions extends VideoFilesContext {
  logger: Logger;
  /** Aborted when the bot stops: what is being fetched is given up. */
  stopping: AbortSignal;
  /** A video came back, so the library has grown. */
  onFetched: () => void;
}

/** As Scenario answers for an asset that is not there. */
const GONE_STATUSES: readonly (number | undefined)[] = [404, 410];

/** Gives the files of finished videos: from the disk, else from Scenario. */
export function createVideoSource(options: VideoSourceOptions): VideoSource {
  const { library, dataDir, logger, stopping, onFetched } = options;
  /** By Scenario's id: whoever wants the same video at the same time shares one fetch. */
  const underWay = new Map<string, Promise<LibraryVideo>>();

  const onDisk = async (job: Job): Promise<LibraryVideo | undefined> => {
    if (!job.video) return undefined;
    const { path } = job.video;
    const row = await library.find(path);
    if (await fileExists(join(dataDir, path))) {
      try {
        return row ?? (await listVideo(options, job, job.video));
      } catch (error) {
        if (isDiskFull(error)) throw diskFullError(error);
        logger.warn({ jobId: job.id, path, reason: errorText(error) }, 'a file is no video any more');
        return undefined;
      }
    }
    logger.info({ jobId: job.id, path }, 'a video is not on the disk any more');
    await library.forget(path, row?.storedAt);
    return undefined;
  };

  const fetchOnce = (assetId: string): Promise<LibraryVideo> => {
    const fetching =
      underWay.get(assetId) ?? bringVideo(options, assetId, stopping).finally(() => underWay.delete(assetId));
    underWay.set(assetId, fetching);
    return fetching;
  };

  const fetchAgain = async (job: Job, signal: AbortSignal | undefined): Promise<LibraryVideo> => {
    if (job.assetId === undefined || job.purgedAt !== undefined) throw goneError(job);
    let video: LibraryVideo;
    try {
      video = await unlessAborted(fetchOnce(job.assetId), signal);
    } catch (error) {
      if (signal?.aborted) throw error;
      logger.warn({ err: error, jobId: job.id }, 'a video could not be fetched again');
      throw fetchError(job, error);
    }
    if (!(await library.restored(job.id, video))) {
      if (!(await library.inUse(video.path))) await discardVideo(options, video);
      throw goneError(job);
    }
    logger.info({ jobId: job.id, bytes: video.bytes }, 'a video was fetched again');
    onFetched();
    return video;
  };

  return {
    fileOf: async (job, signal): Promise<VideoOnDisk> => {
      const video = (await onDisk(job)) ?? (await fetchAgain(job, signal));
      return { ...video, absolutePath: join(dataDir, video.path) };
    },
  };
}

const goneError = ({ id }: Job, cause?: unknown): ExpectedError =>
  new ExpectedError(
    'video-gone',
    `The file of video #${id} is gone, at Scenario too. Make it anew with /veo and the same seed.`,
    { cause },
  );

function fetchError(job: Job, error: unknown): unknown {
  if (isDiskFull(error)) return diskFullError(error);
  const gone =
    error instanceof ScenarioError
      ? GONE_STATUSES.includes(error.status)
      : error instanceof DownloadError && error.permanent;
  if (gone) return goneError(job, error);
  return new ExpectedError(
    'video-unreachable',
    `The file of video #${job.id} is at Scenario, which does not give it out just now. Try again in a few minutes.`,
    { cause: error },
  );
}

/** Lets go of shared work when its caller is to stop; the work itself goes on for the others. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  const aborted = Promise.withResolvers<never>();
  const stop = () => aborted.reject(signal.reason);
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

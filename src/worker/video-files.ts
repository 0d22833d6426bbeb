import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Job, VideoFile } from '../jobs/job.ts';
import type { LibraryStore, LibraryVideo } from '../jobs/library.ts';
import type { Clock } from '../lib/clock.ts';
import { diskFullError } from '../lib/disk-full.ts';
import type { DiskSpace } from '../lib/disk-space.ts';
import { download, PART_ENDING } from '../lib/download.ts';
import { probeVideo } from '../media/probe-video.ts';
import type { ScenarioClient } from '../scenario/client.ts';

export interface VideoFilesContext {
  library: LibraryStore;
  scenario: Pick<ScenarioClient, 'asset'>;
  disk: Pick<DiskSpace, 'isLow'>;
  clock: Clock;
  dataDir: string;
}

/** Far more than Veo makes of 8 seconds. */
const VIDEO_MAX_BYTES = 1_024 * 1_024 * 1_024;
/** However slowly it comes: others wait behind it. */
const DOWNLOAD_WITHIN_MS = 8 * 60_000;
const MAX_REDIRECTIONS = 3;
const FOLDER = 'videos';
/** A video this young may just be on its way to a job whose row does not name it yet, or being read: it is left alone. */
export const VIDEO_SETTLES_MS = 60_000;

/**
 * Brings a video from Scenario into the library. A file gets its name once it is whole and known to be a video, and its row
 * before that: a crash in between leaves a row that the same video fills later, or that is forgotten at the next start.
 * @throws ScenarioError, DownloadError, an Error for what is no video; ExpectedError while the disk is nearly full
 */
export async function bringVideo(
  { library, scenario, disk, clock, dataDir }: VideoFilesContext,
  assetId: string,
  signal?: AbortSignal,
): Promise<LibraryVideo> {
  if (await disk.isLow()) throw diskFullError();
  // The link is temporary and signed: it is asked for when it is needed, and kept nowhere.
  const asset = await scenario.asset(assetId);
  const incoming = join(dataDir, FOLDER, `${randomUUID()}${PART_ENDING}`);
  try {
    const { hash, bytes } = await download({
      url: asset.url,
      path: incoming,
      maxBytes: VIDEO_MAX_BYTES,
      withinMs: DOWNLOAD_WITHIN_MS,
      expectedBytes: asset.bytes,
      maxRedirections: MAX_REDIRECTIONS,
      signal,
    });
    const facts = await probeVideo(incoming);
    const video = { path: join(FOLDER, `${hash}.mp4`), hash, bytes, ...facts, storedAt: clock.now() };
    await library.add(video);
    await rename(incoming, join(dataDir, video.path));
    return video;
  } finally {
    await rm(incoming, { force: true });
  }
}

/**
 * Notes a file that lies on the disk but not in the library, as those of older databases do. It keeps its path.
 * @throws Error when it is no video any more
 */
export async function listVideo(
  { library, dataDir }: Pick<VideoFilesContext, 'library' | 'dataDir'>,
  job: Job,
  { path }: VideoFile,
): Promise<LibraryVideo> {
  const file = join(dataDir, path);
  const facts = await probeVideo(file);
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  const { size } = await stat(file);
  const storedAt = job.generatedAt ?? job.createdAt;
  const video = { path, hash: hash.digest('hex'), bytes: size, ...facts, storedAt };
  await library.add(video);
  return video;
}

/** Deletes a video from disk and library. What a crash in between leaves is a row without a file: see `bringVideo`. */
export async function discardVideo(
  { library, dataDir }: Pick<VideoFilesContext, 'library' | 'dataDir'>,
  { path, storedAt }: Pick<LibraryVideo, 'path'> & { storedAt: number | undefined },
): Promise<void> {
  await rm(join(dataDir, path), { force: true });
  await library.forget(path, storedAt);
}

export async function fileExists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (error instanceof Error && Reflect.get(error, 'code') === 'ENOENT') return false;
    throw error;
  }
}

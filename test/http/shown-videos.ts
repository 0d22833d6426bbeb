import { createHash } from 'node:crypto';
import { copyFile, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { pageTexts } from '../../src/discord/page-texts.ts';
import { createMetrics } from '../../src/http/metrics.ts';
import { startHttpServer } from '../../src/http/server.ts';
import { createStills, type FrameMaker } from '../../src/http/stills.ts';
import { createVideoLinks } from '../../src/http/video-links.ts';
import type { Job } from '../../src/jobs/job.ts';
import type { VideoOnDisk, VideoSource } from '../../src/jobs/library.ts';
import { createEncoder } from '../../src/media/encoder.ts';
import { aJob } from '../discord/job.ts';
import { keepLog } from '../lib/log.ts';
import { createTestClock } from '../support/test-clock.ts';

const CLIP = new URL('../../src/sandbox/clips/720p-16x9-8s.mp4', import.meta.url);
const SECRET = 'a secret of the tests';

export const withoutFfmpeg: FrameMaker = {
  version: async () => undefined,
  frame: async () => {
    throw new Error('there is no ffmpeg');
  },
};

/** The bot's own, with this machine's ffmpeg. */
export const withFfmpeg = (): FrameMaker => createEncoder({ ffmpegPath: undefined });

/** A finished video that was posted. */
export const shownJob = (changes: Partial<Job> = {}): Job =>
  aJob({ state: 'delivered', video: { path: 'videos/clip.mp4', bytes: 119_912 }, ...changes });

/** The addresses of videos, served on a free port; every job has the same real clip. */
export async function openVideos({
  jobs = [shownJob()],
  frames = withoutFfmpeg,
  videos,
  source = CLIP,
  publicUrl = 'https://clapper.example',
  secret = SECRET,
}: {
  jobs?: Job[];
  frames?: FrameMaker;
  videos?: VideoSource;
  /** The clip that every job has. */
  source?: string | URL;
  publicUrl?: string;
  secret?: string;
} = {}) {
  const file = await clip(source);
  const known = new Map(jobs.map((job) => [job.id, job]));
  const links = createVideoLinks(publicUrl, secret);
  const { logger, lines } = keepLog();
  const metrics = createMetrics(
    async () => ({}),
    async () => ({ freeBytes: 0, videos: 0, bytes: 0 }),
  );
  const server = await startHttpServer({
    host: '127.0.0.1',
    port: 0,
    clock: createTestClock(),
    logger,
    metrics,
    ready: {},
    videos: {
      links,
      find: async (id) => known.get(id),
      videos: videos ?? { fileOf: async () => file },
      texts: pageTexts,
      stills: createStills(frames),
    },
  });
  onTestFinished(() => server.close());

  const address = (id = 7) => server.url + new URL(links.pageOf({ id })).pathname;
  return {
    file,
    bytes: await readFile(file.absolutePath),
    links,
    lines,
    server,
    metrics,
    /** What the job is from now on. */
    now: (job: Job) => void known.set(job.id, job),
    /** Where a video's page is really served. */
    address,
    get: (path = '', init?: RequestInit) => fetch(address() + path, init),
    /** A path under the server, as it is. */
    at: (path: string, init?: RequestInit) => fetch(server.url + path, init),
  };
}

/** A real clip in a folder that is gone after the test. */
async function clip(source: string | URL): Promise<VideoOnDisk> {
  const folder = await mkdtemp(join(tmpdir(), 'clapper-links-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const absolutePath = join(folder, 'clip.mp4');
  await copyFile(source, absolutePath);
  const { size } = await stat(absolutePath);
  return {
    path: 'videos/clip.mp4',
    absolutePath,
    hash: createHash('sha256')
      .update(await readFile(absolutePath))
      .digest('hex'),
    bytes: size,
    durationMs: 8_000,
    width: 1_280,
    height: 720,
    videoCodec: 'avc',
    audioCodec: 'aac',
    storedAt: 0,
  };
}

import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { VideoOnDisk, VideoSource } from '../../src/jobs/library.ts';
import { ExpectedError } from '../../src/lib/errors.ts';
import { createEncoder } from '../../src/media/encoder.ts';
import { probeVideo } from '../../src/media/probe-video.ts';
import { createFrameSource } from '../../src/worker/frames.ts';
import { aJob } from '../discord/job.ts';

const CLIP = join(import.meta.dirname, '../../src/sandbox/clips/720p-16x9-4s.mp4');

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'clapper-frames-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

const clip: VideoSource = {
  fileOf: async (): Promise<VideoOnDisk> => ({
    ...(await probeVideo(CLIP)),
    path: 'videos/clip.mp4',
    hash: '',
    bytes: (await stat(CLIP)).size,
    storedAt: 0,
    absolutePath: CLIP,
  }),
};
const inputs = (): Promise<string[]> => readdir(join(dataDir, 'inputs')).catch(() => []);

test('the last frame is kept like a picture, once', async () => {
  const frames = createFrameSource({
    encoder: createEncoder({ ffmpegPath: undefined }),
    videos: clip,
    dataDir,
  });
  const kept = await frames.lastFrameOf(aJob({ id: 7 }));
  expect(kept.fileName).toBe('last-frame-of-7.jpg');
  expect(await inputs()).toEqual([kept.storedAs]);
  const bytes = await readFile(join(dataDir, 'inputs', kept.storedAs));
  expect(kept.storedAs).toBe(`${createHash('sha256').update(bytes).digest('hex')}.jpg`);
  expect(await sharp(bytes).metadata()).toMatchObject({ format: 'jpeg', width: 1_280, height: 720 });

  expect((await frames.lastFrameOf(aJob({ id: 8 }))).storedAs).toBe(kept.storedAs);
  expect(await inputs()).toEqual([kept.storedAs]);
});

test('without ffmpeg the owner is told whom to ask', async () => {
  const encoder = createEncoder({ ffmpegPath: join(dataDir, 'none') });
  const frames = createFrameSource({ encoder, videos: clip, dataDir });
  await expect(frames.lastFrameOf(aJob())).rejects.toMatchObject({
    code: 'no-ffmpeg',
    message: expect.stringContaining('Ask whoever runs it'),
  });
});

test('a video that is gone leaves nothing', async () => {
  const gone = new ExpectedError('video-gone', 'It is gone.');
  const videos: VideoSource = { fileOf: () => Promise.reject(gone) };
  const frames = createFrameSource({ encoder: createEncoder({ ffmpegPath: undefined }), videos, dataDir });
  await expect(frames.lastFrameOf(aJob())).rejects.toBe(gone);
  expect(await inputs()).toEqual([]);
});

test('one that cannot be decoded leaves nothing', async () => {
  const broken = join(dataDir, 'broken.mp4');
  const videos: VideoSource = {
    fileOf: async (job) => ({ ...(await clip.fileOf(job)), absolutePath: broken }),
  };
  const frames = createFrameSource({ encoder: createEncoder({ ffmpegPath: undefined }), videos, dataDir });
  await expect(frames.lastFrameOf(aJob())).rejects.toThrow();
  expect(await inputs()).toEqual([]);
});

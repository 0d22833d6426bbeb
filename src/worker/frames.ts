import { createHash, randomUUID } from 'node:crypto';
import { readFile, rename, rm } from 'node:fs/promises';
import type { FrameSource } from '../jobs/frames.ts';
import type { VideoSource } from '../jobs/library.ts';
import { PART_ENDING } from '../lib/download.ts';
import { ExpectedError } from '../lib/errors.ts';
import type { Encoder } from '../media/encoder.ts';
import { picturePath } from './pictures.ts';

export interface FrameSourceOptions {
  encoder: Pick<Encoder, 'version' | 'frame'>;
  videos: VideoSource;
  /** Frames are kept where members' pictures are. */
  dataDir: string;
}

export function createFrameSource({ encoder, videos, dataDir }: FrameSourceOptions): FrameSource {
  const requireFfmpeg = async (): Promise<void> => {
    if ((await encoder.version()) === undefined) throw noFfmpeg();
  };

  return {
    check: async (job) => {
      await requireFfmpeg();
      await videos.fileOf(job);
    },
    lastFrameOf: async (job, signal) => {
      await requireFfmpeg();
      const video = await videos.fileOf(job, signal);
      // Named as unfinished until its content, and so its name, is known: a start sweeps what a dying process left.
      const unnamed = picturePath(dataDir, `${randomUUID()}${PART_ENDING}`);
      try {
        await encoder.frame(video.absolutePath, 'last', unnamed, signal);
        const storedAs = `${createHash('sha256')
          .update(await readFile(unnamed))
          .digest('hex')}.jpg`;
        await rename(unnamed, picturePath(dataDir, storedAs));
        return { storedAs, fileName: `last-frame-of-${job.id}.jpg` };
      } finally {
        await rm(unnamed, { force: true });
      }
    },
  };
}

const noFfmpeg = (): ExpectedError =>
  new ExpectedError(
    'no-ffmpeg',
    'I cannot take a picture out of a video: this bot has no ffmpeg. Ask whoever runs it to install it.',
  );

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { runBounded } from '../../src/media/bounded-process.ts';
import { findFfmpeg } from '../../src/media/ffmpeg.ts';

const TIMEOUT_MS = 60_000;
const BITS_PER_MEBIBYTE = 8 * 1_024 * 1_024;

/** The ffmpegs that are here: the system's and the optional package's. */
export async function ffmpegsHere(): Promise<string[]> {
  const bundled = join(import.meta.dirname, '../../node_modules/@ffmpeg-installer/linux-x64/ffmpeg');
  const found = await Promise.all([findFfmpeg('ffmpeg'), findFfmpeg(bundled)]);
  return found.flatMap((ffmpeg) => (ffmpeg ? [ffmpeg.command] : []));
}

export interface VideoMaker {
  folder: string;
  /** Draws a video with ffmpeg's own sources. @returns its path */
  draw(name: string, ...args: string[]): Promise<string>;
  /** A moving picture at a constant rate, so that the size is known: what the picture does not need is filled up. */
  sized(mebibytes: number, look?: Partial<Look>): Promise<string>;
}

interface Look {
  size: string;
  seconds: number;
  silent: boolean;
  /** Such a picture needs every bit, and takes longer to read and write. */
  noisy: boolean;
}

/** Makes videos in a folder that goes when the test file ends; each is made once. */
export async function videoMaker(): Promise<VideoMaker> {
  const command = (await findFfmpeg(undefined))?.command;
  if (command === undefined) throw new Error('these tests need an ffmpeg');
  const folder = await mkdtemp(join(tmpdir(), 'clapper-videos-'));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const made = new Map<string, Promise<string>>();

  const draw = (name: string, ...args: string[]): Promise<string> => {
    const path = join(folder, name);
    const making =
      made.get(name) ??
      runBounded({
        command,
        args: ['-nostdin', '-loglevel', 'error', '-y', ...args, '-movflags', '+faststart', path],
        timeoutMs: TIMEOUT_MS,
      }).then(() => path);
    made.set(name, making);
    return making;
  };

  return {
    folder,
    draw,
    sized: (mebibytes, { size = '1920x1080', seconds = 8, silent = false, noisy = false } = {}) => {
      const bits = Math.floor((mebibytes * BITS_PER_MEBIBYTE) / seconds) - (silent ? 0 : 192_000);
      const rate = String(bits);
      return draw(
        `${mebibytes}-${size}-${seconds}${silent ? '-silent' : ''}${noisy ? '-noisy' : ''}.mp4`,
        ...['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=24:duration=${seconds}`],
        ...(silent ? [] : ['-f', 'lavfi', '-i', `sine=frequency=440:duration=${seconds}`]),
        ...(noisy ? ['-vf', 'noise=alls=40:allf=t'] : []),
        ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'],
        ...['-b:v', rate, '-minrate', rate, '-maxrate', rate, '-bufsize', String(Math.floor(bits / 4))],
        ...['-x264-params', 'nal-hrd=cbr', '-c:a', 'aac', '-b:a', '192k'],
      );
    },
  };
}

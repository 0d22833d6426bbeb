import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFfmpeg } from '../../src/media/ffmpeg.ts';

/** An MP4 to be made: H.264 of a constant bit rate, so that its size is known beforehand. */
export interface BigVideo {
  /** About as large as the file becomes: within a twentieth. */
  mebibytes: number;
  width?: number;
  height?: number;
  seconds?: number;
  /** AAC of one channel, unless silent. */
  silent?: boolean;
}

const BITS_PER_MEBIBYTE = 8 * 1_024 * 1_024;
const FRAMES_PER_SECOND = 24;
const AUDIO_BITS_PER_SECOND = 128_000;
/** Kept over runs: the number changes with the way in which the videos are made. */
const FOLDER = join(tmpdir(), 'clapper-test-videos-2');

/**
 * Makes a video of about the wished size in seconds: what the picture does not need is filled up.
 * @returns its path; the same one again for the same wish
 */
export async function bigVideo(wish: BigVideo): Promise<string> {
  const { mebibytes, width = 1_920, height = 1_080, seconds = 8, silent = false } = wish;
  const path = join(FOLDER, `${mebibytes}-${width}x${height}-${seconds}s${silent ? '-silent' : ''}.mp4`);
  if (existsSync(path)) return path;
  await mkdir(FOLDER, { recursive: true });
  const rate = Math.floor(
    (mebibytes * BITS_PER_MEBIBYTE) / seconds - (silent ? 0 : AUDIO_BITS_PER_SECOND),
  ).toFixed(0);
  const source = `testsrc2=size=${width}x${height}:rate=${FRAMES_PER_SECOND}:duration=${seconds}`;
  const unfinished = `${path}.${process.pid}.mp4`;
  const ffmpeg = await findFfmpeg(undefined);
  if (!ffmpeg) throw new Error('this test needs ffmpeg: run `npm ci`, or install it');
  await run(ffmpeg.command, [
    ...['-nostdin', '-hide_banner', '-loglevel', 'error', '-y', '-f', 'lavfi', '-i', source],
    ...(silent ? [] : ['-f', 'lavfi', '-i', `sine=frequency=440:duration=${seconds}`]),
    // A key frame every second: winding to a place needs nothing of what is long before it.
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', String(FRAMES_PER_SECOND)],
    ...['-b:v', rate, '-minrate', rate, '-maxrate', rate, '-bufsize', rate, '-x264-params', 'nal-hrd=cbr'],
    ...(silent ? [] : ['-c:a', 'aac', '-b:a', String(AUDIO_BITS_PER_SECOND)]),
    ...['-movflags', '+faststart', unfinished],
  ]);
  // Two test files may make the same one at the same time: the later takes the earlier's place.
  await rename(unfinished, path);
  return path;
}

const run = (program: string, parameters: readonly string[]): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, parameters, { stdio: ['ignore', 'ignore', 'pipe'] });
    let words = '';
    child.stderr.on('data', (chunk) => {
      words += String(chunk);
    });
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`${program}: ${code}: ${words}`)),
    );
  });

import { resolve } from 'node:path';
import type { FitTry } from './fit-plan.ts';

/** Together with the bound on memory: the decoder and the encoder each may use this many. */
const THREADS = '2';
/** DCI 4K with some room. Larger pictures would cost more memory than there is. */
const MAX_PIXELS = String(4_096 * 2_304);
/** Where the last frame is looked for, before the whole video is decoded for it. */
const TAIL_SECONDS = 0.5;
/** Frames are numbered anew at this rate, so that none is dropped or doubled to keep time. */
const ANY_RATE = 25;
/** 2 is the best, 31 the worst. */
const JPEG_QUALITY = '2';

const QUIET = ['-nostdin', '-hide_banner', '-loglevel', 'error', '-y'];
/** Untagged videos of Veo's sizes are BT.709 to every player; ffmpeg would take them for BT.601. */
const BT709 = ['-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709'];
const EXACT = 'flags=bicubic+accurate_rnd+full_chroma_int';

/** The demuxer is named and may open this file only: nothing in it can make ffmpeg read another. */
const input = (path: string, ...before: string[]): string[] => [
  ...QUIET,
  ...['-protocol_whitelist', 'file', '-threads', THREADS, '-max_pixels', MAX_PIXELS, '-colorspace', 'bt709'],
  ...before,
  ...['-f', 'mp4', '-i', resolve(path)],
];

/** One picture, one sound, and nothing else. */
const STREAMS = ['-map', '0:v:0', '-map', '0:a:0?', '-map_metadata', '-1', '-map_chapters', '-1'];
const FILE = ['-movflags', '+faststart', '-f', 'mp4'];

export function fitArguments(step: FitTry, source: string, target: string): string[] {
  switch (step.kind) {
    case 'copy':
      return [...input(source), ...STREAMS, '-c', 'copy', ...FILE, resolve(target)];
    case 'encode': {
      const { width, height, videoBitrate, bufferBits, audioBitrate } = step;
      return [
        ...input(source),
        ...STREAMS,
        ...['-vf', `scale=${width}:${height}:out_color_matrix=bt709:out_range=tv:${EXACT},setsar=1`],
        ...['-c:v', 'libx264', '-preset', 'veryfast', '-profile:v', 'high', '-pix_fmt', 'yuv420p'],
        ...['-b:v', `${videoBitrate}`, '-maxrate', `${videoBitrate}`, '-bufsize', `${bufferBits}`],
        ...['-threads', THREADS, ...BT709, '-color_range', 'tv'],
        ...(audioBitrate === undefined ? ['-an'] : ['-c:a', 'aac', '-b:a', `${audioBitrate}`, '-ac', '2']),
        // Sound may come long before the first picture is encoded.
        ...['-max_muxing_queue_size', '1024'],
        ...FILE,
        resolve(target),
      ];
    }
  }
}

/** Where a frame is taken from: the tail is faster, but holds no picture when the sound goes on for longer. */
export type FrameFrom = 'beginning' | 'tail' | 'whole video';

/** Each frame overwrites the one before it: the last one stays. */
export function frameArguments(from: FrameFrom, source: string, target: string): string[] {
  return [
    ...input(source, ...(from === 'tail' ? ['-sseof', `-${TAIL_SECONDS}`] : [])),
    ...['-map', '0:v:0', '-an'],
    // By way of RGB: older versions do not change the colours' matrix otherwise, and JPEG has another one than video.
    ...['-vf', `setpts=N/${ANY_RATE}/TB,scale=${EXACT},format=rgb24,${TO_JPEG}`, '-r', `${ANY_RATE}`],
    ...(from === 'beginning' ? ['-frames:v', '1'] : []),
    ...[
      '-c:v',
      'mjpeg',
      '-q:v',
      JPEG_QUALITY,
      '-threads',
      '1',
      '-f',
      'image2',
      '-update',
      '1',
      resolve(target),
    ],
  ];
}

const TO_JPEG = `scale=out_color_matrix=bt601:out_range=pc:${EXACT},format=yuvj420p`;

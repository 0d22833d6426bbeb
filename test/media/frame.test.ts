import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { createEncoder } from '../../src/media/encoder.ts';
import { ffmpegsHere, videoMaker } from './videos.ts';

const videos = await videoMaker();

const STEP = 4;
const BLACK_LUMA = 16;
const LUMA_RANGE = 219;
/** What a picture of the number `n` is: grey that grows lighter with each frame. */
const grey = (n: number): number => ((n * STEP) / LUMA_RANGE) * 255;
const greys = (rate: string, frames: number): string[] => [
  ...['-f', 'lavfi', '-i', `color=black:s=320x180:r=${rate}`],
  ...['-frames:v', String(frames)],
  ...['-vf', `geq=lum=${BLACK_LUMA}+N*${STEP}:cb=128:cr=128`],
];
const encoded = ['-c:v', 'libx264', '-crf', '10', '-bf', '3', '-pix_fmt', 'yuv420p'];

const KINDS: Record<string, { last: number; make: () => Promise<string> }> = {
  '24 a second': { last: 47, make: () => videos.draw('24.mp4', ...greys('24', 48), ...encoded) },
  '30 a second, half a second long': {
    last: 14,
    make: () => videos.draw('30.mp4', ...greys('30', 15), ...encoded),
  },
  '23.976 a second': { last: 49, make: () => videos.draw('23.mp4', ...greys('24000/1001', 50), ...encoded) },
  'slower towards the end': {
    last: 39,
    make: () => {
      const args = greys('24', 40).map((each) =>
        each.startsWith('geq') ? `${each},setpts='if(lt(N,30),N/24,30/24+(N-30)*0.3)/TB'` : each,
      );
      return videos.draw('vfr.mp4', ...args, '-vsync', 'vfr', ...encoded);
    },
  },
  'sound that goes on for longer': {
    last: 23,
    make: () =>
      videos.draw(
        'long-sound.mp4',
        ...['-f', 'lavfi', '-i', 'color=black:s=320x180:r=24:d=1', '-f', 'lavfi', '-i', 'sine=d=3'],
        ...['-vf', `geq=lum=${BLACK_LUMA}+N*${STEP}:cb=128:cr=128`, '-c:a', 'aac', ...encoded],
      ),
  },
  'one picture only': { last: 0, make: () => videos.draw('one.mp4', ...greys('24', 1), ...encoded) },
};

/** The colour in the middle of a picture. */
async function colourOf(path: string): Promise<number[]> {
  const { data, info } = await sharp(path).raw().toBuffer({ resolveWithObject: true });
  const middle = ((info.height / 2) * info.width + info.width / 2) * info.channels;
  return [...data.subarray(middle, middle + 3)];
}

test('there is an ffmpeg to try', async () => {
  expect(await ffmpegsHere()).not.toEqual([]);
});

describe.each(await ffmpegsHere())('%s', (ffmpegPath) => {
  const encoder = createEncoder({ ffmpegPath });
  let made = 0;
  const frameOf = async (path: string, which: 'first' | 'last'): Promise<string> => {
    made += 1;
    const target = join(videos.folder, `frames-${ffmpegPath.length}`, `${made}.jpg`);
    await encoder.frame(path, which, target);
    return target;
  };

  test.each(Object.entries(KINDS))('the first and the last frame: %s', async (_kind, { last, make }) => {
    const path = await make();
    for (const [which, number] of [
      ['first', 0],
      ['last', last],
    ] as const) {
      const frame = await frameOf(path, which);
      expect(await sharp(frame).metadata()).toMatchObject({ format: 'jpeg', width: 320, height: 180 });
      const [value = -1] = await colourOf(frame);
      expect(Math.abs(value - grey(number))).toBeLessThan(grey(1) / 2);
    }
  });

  test.each([
    ['that says which matrix', ['-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709']],
    ['that says nothing', []],
  ])('colours of a video %s', async (kind, tags) => {
    const path = await videos.draw(
      `red-${kind.length}.mp4`,
      ...['-f', 'lavfi', '-i', 'color=red:s=1280x720:r=24:d=0.2,format=rgb24'],
      ...['-vf', 'scale=out_color_matrix=bt709:out_range=tv,format=yuv420p', ...tags, '-c:v', 'libx264'],
    );
    const [red = 0, green = 255, blue = 255] = await colourOf(await frameOf(path, 'last'));
    expect(red).toBeGreaterThan(251);
    expect(Math.max(green, blue)).toBeLessThan(4);
  });

  test('a file that is no video leaves nothing', async () => {
    const path = join(videos.folder, 'list.mp4');
    await writeFile(path, '#EXTM3U\n#EXTINF:1,\n/etc/passwd\n');
    const folder = join(videos.folder, `none-${ffmpegPath.length}`);
    await expect(encoder.frame(path, 'last', join(folder, 'frame.jpg'))).rejects.toThrow('Invalid data');
    expect(await readdir(folder)).toEqual([]);
  });

  test('pictures that are too large to be decoded', async () => {
    const path = await videos.draw(
      '8k.mp4',
      ...['-f', 'lavfi', '-i', 'color=red:s=7680x4320:r=24', '-frames:v', '1'],
      ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'],
    );
    expect((await readFile(path)).byteLength).toBeGreaterThan(1_000);
    await expect(frameOf(path, 'first')).rejects.toThrow('max pixel count');
  });
});

test('without ffmpeg there are no frames', async () => {
  const encoder = createEncoder({ ffmpegPath: join(videos.folder, 'none') });
  await expect(encoder.frame('any.mp4', 'last', join(videos.folder, 'x.jpg'))).rejects.toThrow('no ffmpeg');
});

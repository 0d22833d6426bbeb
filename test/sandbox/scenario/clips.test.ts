import { readFile } from 'node:fs/promises';
import { BufferSource, Input, MP4 } from 'mediabunny';
import { expect, test } from 'vitest';
import { createClipShelf } from '../../../src/sandbox/scenario/clips.ts';
import { ASPECT_RATIOS, DURATIONS_SECONDS, RESOLUTIONS } from '../../../src/sandbox/scenario/model.ts';

const FRAME_SECONDS = 1 / 24;
const shapes = RESOLUTIONS.flatMap((resolution) =>
  ASPECT_RATIOS.flatMap((aspectRatio) =>
    DURATIONS_SECONDS.flatMap((duration) =>
      [true, false].map((generateAudio) => ({ resolution, aspectRatio, duration, generateAudio })),
    ),
  ),
);

test.each(shapes)('%o is a playable video of just that', async (shape) => {
  const clip = await createClipShelf()(shape);
  const input = new Input({ formats: [MP4], source: new BufferSource(clip.bytes) });
  const video = await input.getPrimaryVideoTrack();
  const sound = await input.getPrimaryAudioTrack();
  if (!video) throw new Error('there is no video track');

  const [long, short] = shape.resolution === '720p' ? [1280, 720] : [1920, 1080];
  const expected = shape.aspectRatio === '16:9' ? [long, short] : [short, long];
  expect([await video.getDisplayWidth(), await video.getDisplayHeight()]).toEqual(expected);
  expect([clip.width, clip.height]).toEqual(expected);
  expect(await video.getCodec()).toBe('avc');
  expect((await video.computePacketStats()).averagePacketRate).toBeCloseTo(clip.frameRate);

  const duration = await input.computeDuration();
  expect(Math.abs(duration - shape.duration)).toBeLessThanOrEqual(FRAME_SECONDS);
  expect(clip.durationSeconds).toBe(shape.duration);

  expect(await sound?.getCodec()).toBe(shape.generateAudio ? 'aac' : undefined);
  expect(clip.sound !== undefined).toBe(shape.generateAudio);
  expect(clip.bytes.indexOf('moov')).toBeLessThan(clip.bytes.indexOf('mdat'));
});

test('a file stands for a video where it is named', async () => {
  const path = new URL('../../../src/sandbox/clips/1080p-9x16-4s.mp4', import.meta.url).pathname;
  const shape = { resolution: '720p', aspectRatio: '16:9', duration: 8, generateAudio: false } as const;
  const clip = await createClipShelf()(shape, path);
  expect(clip).toMatchObject({ width: 1080, height: 1920, frameRate: 24 });
  expect(clip.durationSeconds).toBeCloseTo(4, 1);
  expect(clip.sound).toMatchObject({ sampleRate: 48_000 });
  expect(clip.bytes.equals(await readFile(path))).toBe(true);
});

import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  cardOf,
  fillIn,
  lastWord,
  openWorldWithVideo,
  pressForged,
  refusedForm,
  reservedFor,
  type WorldWithVideo,
} from '../support/around.ts';
import { idOf, sentBodies, untilDelivered } from '../support/looking.ts';
import { changeSettings } from '../support/moderating.ts';
import { orders, textOf } from '../support/world.ts';

const FFMPEG = join(import.meta.dirname, '../../node_modules/@ffmpeg-installer/linux-x64/ffmpeg');
const run = promisify(execFile);

/** For comparing pictures: small, and without colour, so that what compression does to them counts for little. */
const thumbnail = (bytes: Uint8Array | string): Promise<Buffer> =>
  sharp(bytes).resize(32, 32, { fit: 'fill' }).greyscale().raw().toBuffer();

const distance = (one: Buffer, other: Buffer): number =>
  one.reduce((sum, value, index) => sum + Math.abs(value - (other[index] ?? 0)), 0) / one.length;

/** Every frame of a video, as thumbnails, in their order. */
async function framesOf(video: Buffer): Promise<Buffer[]> {
  const folder = await mkdtemp(join(tmpdir(), 'clapper-frames-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'video.mp4');
  await writeFile(path, video);
  const { stdout } = await run(
    FFMPEG,
    ['-i', path, '-vf', 'scale=32:32,format=gray', '-f', 'rawvideo', '-'],
    { encoding: 'buffer', maxBuffer: 64 * 1_024 * 1_024 },
  );
  const size = 32 * 32;
  return Array.from({ length: stdout.length / size }, (_, index) =>
    stdout.subarray(index * size, (index + 1) * size),
  );
}

const continued = (world: WorldWithVideo, values: Parameters<typeof fillIn>[2], by = world.eve) =>
  fillIn(world.video, 'continue', values, by);

test('a video is continued: its last frame is the first of the next, in its size and shape', async () => {
  const world = await openWorldWithVideo({
    order: { resolution: '1080p', aspect_ratio: '9:16', duration: 4, generate_audio: false },
  });
  await continued(world, { prompt: 'Then it sinks', length: '6 true' });
  const card = await cardOf(world, 2);
  expect(textOf(card)).toContain(`🎞️ <@${world.eve.id}> continued [#1](`);
  await untilDelivered(world, card);
  const [first, second] = sentBodies(world).map((body): Record<string, unknown> => ({ ...body, seed: 0 }));
  expect(second).toEqual({
    ...first,
    prompt: 'Then it sinks',
    duration: 6,
    generateAudio: true,
    image: expect.any(String),
  });
  expect(reservedFor(world)).toEqual([world.ada.id, world.eve.id]);

  const asset = world.scenario.assets.find(({ id }) => id === second?.image);
  const clip = await world.video.attachments[0]?.bytes();
  if (!asset || !clip) throw new Error('nothing to compare');
  const frames = await framesOf(clip);
  const seen = await thumbnail(asset.bytes);
  const distances = frames.map((frame) => distance(frame, seen));
  const nearest = distances.indexOf(Math.min(...distances));
  expect(frames.length).toBeGreaterThan(90);
  expect(nearest).toBe(frames.length - 1);
  expect(await sharp(asset.bytes).metadata()).toMatchObject({ width: 1_080, height: 1_920 });
});

test('pictures of the first video are not those of the next', async () => {
  const picture = {
    name: 'a.png',
    contentType: 'image/png',
    bytes: await sharp({ create: { width: 64, height: 36, channels: 3, background: '#336699' } })
      .png()
      .toBuffer(),
  };
  const world = await openWorldWithVideo({
    order: { reference_image_1: picture, reference_images_type: 'STYLE' },
  });
  await continued(world, { length: '4 true' });
  await untilDelivered(world, await cardOf(world, 2));
  const [, second] = sentBodies(world);
  expect(Object.keys(second ?? {})).not.toContain('referenceImages');
  expect(Object.keys(second ?? {})).not.toContain('referenceImagesType');
  expect(second).toMatchObject({ image: expect.any(String), duration: 4 });
});

test('after a restart the button works, and a continuation can be continued and made again', async () => {
  const world = await openWorldWithVideo();
  await world.app.stop();
  await world.startApp();
  await continued(world, { prompt: 'second' });
  const second = await untilDelivered(world, await cardOf(world, 2));
  await fillIn(second, 'continue', { prompt: 'third' }, world.ada);
  expect(textOf(await cardOf(world, 3))).toContain(`<@${world.ada.id}> continued [#2](`);
  await world.ada.press(second, idOf(second, 'again'));
  await untilDelivered(world, await cardOf(world, 4));
  const bodies = sentBodies(world);
  expect(bodies[3]?.image).toBe(bodies[1]?.image);
});

test('a size that the server allows no longer gives way', async () => {
  const world = await openWorldWithVideo({ order: { resolution: '1080p' } });
  await changeSettings(world, { resolutions: ['720p'] });
  await continued(world, {});
  await untilDelivered(world, await cardOf(world, 2));
  expect(sentBodies(world)[1]).toMatchObject({ resolution: '720p' });
});

test('where ffmpeg is gone since the form was opened, what was typed is given back', async () => {
  const world = await openWorldWithVideo();
  const opened = await world.eve.press(world.video, idOf(world.video, 'continue'));
  await opened.response;
  await world.app.stop();
  await world.startApp({ FFMPEG_PATH: '/nowhere/ffmpeg', PATH: '' });
  const sent = await world.eve.submitModal(opened, { prompt: 'typed' });
  const { givenBack, refusal } = await refusedForm(world, sent);
  expect(givenBack).toBe('typed');
  expect(refusal).toContain('this bot has no ffmpeg');
  expect(orders(world.scenario)).toHaveLength(1);
});

test('where the server allows no pictures no form opens', async () => {
  const world = await openWorldWithVideo();
  const opened = await world.eve.press(world.video, idOf(world.video, 'continue'));
  await opened.response;
  await changeSettings(world, { picturesAllowed: false });
  const pressed = await world.eve.press(world.video, idOf(world.video, 'continue'));
  expect(await lastWord(world, pressed)).toContain('This server allows no pictures');
  const late = await refusedForm(world, await world.eve.submitModal(opened, { prompt: 'typed' }));
  expect(late.refusal).toContain('This server allows no pictures');
});

test('a video that was not made is not continued', async () => {
  const world = await openWorldWithVideo();
  const card = await world.order({ prompt: '[fail]' });
  await world.until('the failure', () => textOf(card).includes('Failed'));
  expect(await lastWord(world, await pressForged(world, 'continue', 2, world.ada))).toBe(
    'There is no video here that could be continued: wait until it is made, or use `/veo`.',
  );
});

test('a file that is gone from the disk is fetched again', async () => {
  const world = await openWorldWithVideo();
  await rm(join(world.dataDir, 'videos'), { recursive: true });
  await continued(world, { prompt: 'all the same' });
  await untilDelivered(world, await cardOf(world, 2));
});

describe('nobody has a frame taken for nothing', () => {
  const framesOn = ({ dataDir }: WorldWithVideo) => readdir(join(dataDir, 'inputs')).catch(() => []);

  test('without quota', async () => {
    const world = await openWorldWithVideo({ environment: { QUOTA_VIDEOS_PER_DAY: '1' } });
    const { givenBack, refusal } = await refusedForm(
      world,
      await continued(world, { prompt: 'typed' }, world.ada),
    );
    expect(givenBack).toBe('typed');
    expect(refusal).toContain('You have used up your limit');
    expect(await framesOn(world)).toEqual([]);
  });

  test('when blocked since the form was opened', async () => {
    const world = await openWorldWithVideo();
    const opened = await world.eve.press(world.video, idOf(world.video, 'continue'));
    await opened.response;
    await world.mod('user block', { user: world.eve.id, reason: 'spam' });
    const sent = await world.eve.submitModal(opened, { prompt: 'typed' });
    expect((await refusedForm(world, sent)).refusal).toContain('A moderator has blocked you');
    expect(await framesOn(world)).toEqual([]);
  });

  test('when what is left does not do for this length', async () => {
    const world = await openWorldWithVideo({ order: { duration: 4 } });
    await world.mod('quota set', { rule: 'seconds', user: world.eve.id, amount: 7, window: 'rolling-day' });
    const sent = await continued(world, { length: '8 true' });
    expect((await refusedForm(world, sent)).refusal).toContain('This video alone is more than');
    expect(await framesOn(world)).toEqual([]);
    await continued(world, { length: '6 true' });
    await untilDelivered(world, await cardOf(world, 2));
    expect(await framesOn(world)).toHaveLength(1);
  });
});

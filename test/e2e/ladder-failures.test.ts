import { chmod, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { uploadTimeMs } from '../../src/discord/upload-time.ts';
import { findFfmpeg } from '../../src/media/ffmpeg.ts';
import { bigVideo } from '../support/big-videos.ts';
import { untilDelivered } from '../support/looking.ts';
import { copiesOf, POST_MESSAGE, refuseSizes, uploadedVideo } from '../support/uploads.ts';
import { openWorld, type World } from '../support/world.ts';

const MIB = 1_024 * 1_024;

let clip = '';
beforeAll(async () => {
  clip = await bigVideo({ mebibytes: 3, width: 640, height: 360, seconds: 4 });
}, 60_000);

const openClips = (): Promise<World> => openWorld({ scenario: { clip: () => clip } });

/** An ffmpeg that fails when it is to make a video: the first time, or always. @returns the bot's setting for it */
async function failingFfmpeg({ dataDir }: World, times: 'once' | 'always', words: string) {
  const real = (await findFfmpeg(undefined))?.command ?? '';
  const path = join(dataDir, 'failing-ffmpeg');
  const lines = [
    '#!/bin/sh',
    `[ "$1" = -version ] && exec ${real} "$@"`,
    times === 'once' ? `mkdir ${path}-begun 2>/dev/null || exec ${real} "$@"` : '',
    `echo "${words}" >&2; exit 1`,
  ];
  await writeFile(path, lines.join('\n'));
  await chmod(path, 0o755);
  return { FFMPEG_PATH: path };
}

describe('a smaller copy that could not be made', () => {
  test('for want of room is made once there is some', async () => {
    const world = await openClips();
    const { log } = await world.startApp(
      await failingFfmpeg(world, 'once', 'av_interleaved_write_frame(): No space left on device'),
    );
    refuseSizes(world, 1);
    const result = await untilDelivered(world, await world.order());
    expect(result.attachments).toHaveLength(1);
    expect(result.content).toContain('Re-encoded');
    expect(log.join('\n')).toContain('a smaller copy waits for room on the disk');
    await world.until('the copies to be deleted', async () => (await copiesOf(world)).length === 0);
  });

  test('for another reason is tried once more', async () => {
    const world = await openClips();
    await world.startApp(await failingFfmpeg(world, 'once', 'Killed'));
    refuseSizes(world, 1);
    const result = await untilDelivered(world, await world.order());
    expect(result.attachments).toHaveLength(1);
    expect(result.content).toContain('Re-encoded');
  });

  test('twice gives way to the link', async () => {
    const world = await openClips();
    await world.startApp(await failingFfmpeg(world, 'always', 'Killed'));
    refuseSizes(world, 1);
    const result = await untilDelivered(world, await world.order());
    expect(result.attachments).toEqual([]);
    expect(result.content).toMatch(/\[Watch or download it\]\(http/);
  });
});

test('where Discord takes no files for now there is a link at once, and the next video is not made smaller for it', async () => {
  const world = await openClips();
  await world.startApp();
  const body = { message: 'Access to file uploads has been limited for this guild', code: 400_001 };
  const fault = world.discord.faults.add({
    ...POST_MESSAGE,
    times: 1,
    effect: { kind: 'status', status: 400, body },
  });
  const linked = await untilDelivered(world, await world.order());
  expect(fault.hits).toBe(1);
  expect(linked.attachments).toEqual([]);
  expect(linked.content).toMatch(
    /Discord takes no files in this server for now\. \[Watch or download it\]\(http/,
  );
  expect(await copiesOf(world)).toEqual([]);

  const whole = await untilDelivered(world, await world.order());
  expect(whole.attachments).toHaveLength(1);
  expect(whole.content).not.toContain('Re-encoded');
});

/** Lets the time pass at once that the clip has to be sent in. */
async function hurryUploads(): Promise<void> {
  const real = globalThis.setTimeout;
  const ownMs = uploadTimeMs((await stat(clip)).size);
  const textMs = 20;
  const isOwn = (ms = 0) => ms >= ownMs && ms <= ownMs + textMs;
  const hurried = (run: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) =>
    real(run, isOwn(ms) ? 300 : ms, ...args);
  vi.spyOn(globalThis, 'setTimeout').mockImplementation(Object.assign(hurried, real));
  onTestFinished(() => void vi.restoreAllMocks());
}

test('a video that is twice not sent in time becomes smaller, but not the next one', async () => {
  await hurryUploads();
  const world = await openClips();
  await world.startApp();
  const { promise: end, resolve: release } = Promise.withResolvers<void>();
  onTestFinished(() => release());
  const held = world.discord.faults.add({
    ...POST_MESSAGE,
    times: 2,
    effect: { kind: 'hold-request', until: end },
  });
  const result = await untilDelivered(world, await world.order());
  expect(held.hits).toBe(2);
  expect((await uploadedVideo(world, result)).bytes).toBeLessThanOrEqual(MIB);
  expect(result.content).toContain('Re-encoded');

  const whole = await untilDelivered(world, await world.order());
  expect(whole.attachments).toHaveLength(1);
  expect(whole.content).not.toContain('Re-encoded');
});

import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createEncoder, type Encoder, type FitResult } from '../../src/media/encoder.ts';
import { probeVideo } from '../../src/media/probe-video.ts';
import { processesWith } from './processes.ts';
import { ffmpegsHere, videoMaker } from './videos.ts';

const MIB = 1_024 * 1_024;

const videos = await videoMaker();
const ffmpegs = await ffmpegsHere();
const [ffmpegPath] = ffmpegs;

let encoder: Encoder;
let target: string;
let count = 0;
beforeEach(() => {
  count += 1;
  target = join(videos.folder, `copies-${count}`, 'copy.mp4');
  encoder = createEncoder({ ffmpegPath });
});
afterEach(() => encoder.stop());

async function makeCopy(path: string, limitBytes: number, signal?: AbortSignal): Promise<FitResult> {
  return encoder.fit({ path, facts: await probeVideo(path) }, limitBytes, target, signal);
}

/** What there is of a copy: the file and nothing beside it. */
async function copyThatFits(result: FitResult, limitBytes: number, original: string) {
  const { size: bytes } = await stat(target);
  const facts = await probeVideo(target);
  const { durationMs } = await probeVideo(original);
  expect(await readdir(join(target, '..'))).toEqual(['copy.mp4']);
  expect(bytes).toBeLessThanOrEqual(limitBytes);
  expect(result).toEqual({ kind: 'fitted', bytes, width: facts.width, height: facts.height });
  expect(Math.abs(facts.durationMs - durationMs)).toBeLessThanOrEqual(200);
  expect(facts.videoCodec).toBe('avc');
  return { ...facts, bytes };
}

/** Few pixels: how large a copy becomes is a matter of the bits, and each of them is encoded sooner. */
const SMALL = { size: '640x360', seconds: 2 };
/** As many bits for a pixel as 1080p has in 30 MiB and 8 seconds, and it needs them all. */
const noisy = (): Promise<string> => videos.sized(7.5, { size: '1920x1080', seconds: 2, noisy: true });

describe('with sound', () => {
  test.each([
    { mebibytes: 15, limit: 10 },
    { mebibytes: 30, limit: 10 },
    { mebibytes: 30, limit: 20 },
    { mebibytes: 120, limit: 10 },
    { mebibytes: 120, limit: 20 },
    { mebibytes: 120, limit: 50 },
  ])('$mebibytes MiB into $limit', async ({ mebibytes, limit }) => {
    const original = await videos.sized(mebibytes, SMALL);
    const { size } = await stat(original);
    expect(Math.abs(size / MIB / mebibytes - 1)).toBeLessThan(0.08);
    const copy = await copyThatFits(await makeCopy(original, limit * MIB), limit * MIB, original);
    expect(copy).toMatchObject({ width: 640, height: 360, audioCodec: 'aac' });
  });

  test('1080p that needs every bit stays 1080p, and gets nearly all there are', async () => {
    const original = await noisy();
    const limit = 2.5 * MIB;
    const copy = await copyThatFits(await makeCopy(original, limit), limit, original);
    expect(copy).toMatchObject({ width: 1_920, height: 1_080, audioCodec: 'aac' });
    // Of so short a video the encoder leaves a tenth of what it may use.
    expect(copy.bytes).toBeGreaterThan(0.8 * limit);
  });
});

describe('other videos', () => {
  test('the players begin at once: the index comes before the data', async () => {
    const original = await videos.sized(2, SMALL);
    await copyThatFits(await makeCopy(original, MIB), MIB, original);
    const bytes = await readFile(target);
    expect(bytes.indexOf('moov')).toBeLessThan(bytes.indexOf('mdat'));
    expect(bytes.indexOf('moov')).toBeGreaterThan(0);
  });

  test('a silent one stays silent', async () => {
    const original = await videos.sized(2, { ...SMALL, silent: true });
    const copy = await copyThatFits(await makeCopy(original, MIB), MIB, original);
    expect(copy.audioCodec).toBeUndefined();
  });

  test.each(ffmpegs)('a tall one stays tall, and grows smaller where the bits are few: %s', async (each) => {
    encoder = createEncoder({ ffmpegPath: each });
    const original = await videos.sized(2, { size: '720x1280', seconds: 1 });
    const limit = 100 * 1_024;
    const copy = await copyThatFits(await makeCopy(original, limit), limit, original);
    expect(copy).toMatchObject({ width: 480, height: 854, audioCodec: 'aac' });
  });

  test('one of a second', async () => {
    const original = await videos.sized(2, { size: '640x360', seconds: 1 });
    await copyThatFits(await makeCopy(original, MIB), MIB, original);
  });

  test('one that is too large for what is not picture or sound is only written anew', async () => {
    const original = await videos.sized(2, SMALL);
    const { size } = await stat(original);
    const path = join(videos.folder, 'padded.mp4');
    const padding = Buffer.alloc(Math.floor(size * 0.02));
    padding.writeUInt32BE(padding.byteLength);
    padding.write('free', 4);
    await writeFile(path, Buffer.concat([await readFile(original), padding]));
    const limit = size + 2_000;
    const copy = await copyThatFits(await makeCopy(path, limit), limit, original);
    // Encoding aims well below the limit.
    expect(copy.bytes).toBeGreaterThan(size * 0.99);
  });

  test('below the floor of quality there is no copy', async () => {
    const result = await makeCopy(await videos.sized(2, SMALL), 20_000);
    expect(result).toEqual({ kind: 'impossible', reason: 'it would look too bad at that size' });
  });
});

describe('what fails leaves nothing:', () => {
  afterEach(async () => {
    expect(await readdir(join(target, '..')).catch(() => [])).toEqual([]);
    expect(await processesWith(target)).toEqual([]);
  });

  test('half a video', async () => {
    const path = join(videos.folder, 'half.mp4');
    const whole = await readFile(await videos.sized(2, SMALL));
    await writeFile(path, whole.subarray(0, whole.byteLength / 2));
    await expect(makeCopy(path, MIB)).rejects.toThrow();
  });

  test('a file that lies about itself', async () => {
    const path = join(videos.folder, 'lie.mp4');
    await writeFile(path, Buffer.alloc(3 * MIB, 'no video'));
    const facts = { width: 1_280, height: 720, durationMs: 2_000, videoCodec: 'avc', audioCodec: 'aac' };
    await expect(encoder.fit({ path, facts }, MIB, target)).rejects.toThrow('Invalid data');
  });

  test('abort in the middle', async () => {
    const abort = new AbortController();
    const settled = makeCopy(await noisy(), 2 * MIB, abort.signal).catch((error: unknown) => error);
    await writing();
    const reason = new Error('no longer wanted');
    abort.abort(reason);
    expect(await settled).toBe(reason);
  });

  test('a stop in the middle', async () => {
    const settled = makeCopy(await noisy(), 2 * MIB).catch((error: unknown) => error);
    await writing();
    await encoder.stop();
    expect(await processesWith(target)).toEqual([]);
    expect(await settled).toBeInstanceOf(Error);
    await expect(makeCopy(await noisy(), 2 * MIB)).rejects.toThrow('stopped');
  });

  test('no ffmpeg', async () => {
    encoder = createEncoder({ ffmpegPath: join(videos.folder, 'none') });
    expect(await encoder.version()).toBeUndefined();
    const result = await makeCopy(await videos.sized(2, SMALL), MIB);
    expect(result).toEqual({ kind: 'impossible', reason: 'there is no ffmpeg' });
  });
});

describe('in turns:', () => {
  let log: string;
  beforeEach(async () => {
    log = join(videos.folder, `log-${count}`);
    const gate = join(videos.folder, `logging-${count}`);
    const noted = [
      '#!/bin/sh',
      `case "$*" in -version) exec ${ffmpegPath} "$@";; esac`,
      `echo begin >> ${log}`,
      `${ffmpegPath} "$@"`,
      `echo end >> ${log}`,
    ];
    await writeFile(gate, noted.join('\n'));
    await chmod(gate, 0o755);
    await mkdir(join(target, '..'), { recursive: true });
    encoder = createEncoder({ ffmpegPath: gate });
  });

  const logged = async (): Promise<string[]> => (await readFile(log, 'utf8')).trim().split('\n');

  test('two at once run one after the other', async () => {
    const path = await videos.sized(2, SMALL);
    const facts = await probeVideo(path);
    await Promise.all(
      [1, 2].map((number) => encoder.fit({ path, facts }, MIB, join(target, '..', `${number}.mp4`))),
    );
    expect(await logged()).toEqual(['begin', 'end', 'begin', 'end']);
    expect((await readdir(join(target, '..'))).sort()).toEqual(['1.mp4', '2.mp4']);
  });

  test('one that is aborted while it waits never begins', async () => {
    const path = await videos.sized(2, SMALL);
    const facts = await probeVideo(path);
    const abort = new AbortController();
    const first = encoder.fit({ path, facts }, MIB, target);
    const second = encoder
      .fit({ path, facts }, MIB, join(target, '..', '2.mp4'), abort.signal)
      .catch((error: unknown) => error);
    const reason = new Error('no longer wanted');
    abort.abort(reason);
    expect(await second).toBe(reason);
    expect(await first).toMatchObject({ kind: 'fitted' });
    expect(await logged()).toEqual(['begin', 'end']);
    expect(await readdir(join(target, '..'))).toEqual(['copy.mp4']);
  });
});

/** Resolves once the copy is being written. */
const writing = (): Promise<unknown> =>
  vi.waitUntil(async () => (await readdir(join(target, '..')).catch(() => [])).length > 0, {
    timeout: 30_000,
    interval: 10,
  });

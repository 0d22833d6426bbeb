import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ALL_FORMATS,
  BufferSource,
  BufferTarget,
  Conversion,
  type ConversionOptions,
  Input,
  MovOutputFormat,
  Mp4OutputFormat,
  Output,
  type OutputFormat,
} from 'mediabunny';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { probeVideo } from '../../src/media/probe-video.ts';

const CLIPS = join(import.meta.dirname, '..', '..', 'src', 'sandbox', 'clips');
const CLIP = join(CLIPS, '720p-16x9-4s.mp4');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clapper-probe-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Lays a file down and gives its path. */
async function fileOf(bytes: Uint8Array): Promise<string> {
  const path = join(folder, `${randomBytes(6).toString('hex')}.mp4`);
  await writeFile(path, bytes);
  return path;
}

/** The clip in another form. */
async function converted(format: OutputFormat, options: Partial<ConversionOptions> = {}): Promise<string> {
  const target = new BufferTarget();
  const input = new Input({ formats: ALL_FORMATS, source: new BufferSource(await readFile(CLIP)) });
  const conversion = await Conversion.init({ input, output: new Output({ format, target }), ...options });
  await conversion.execute();
  return fileOf(new Uint8Array(target.buffer ?? new ArrayBuffer(0)));
}

test('every clip is what its name says, with sound', async () => {
  const names = (await readdir(CLIPS)).filter((name) => name.endsWith('.mp4'));
  expect(names).toHaveLength(12);
  for (const name of names) {
    const [, lines = '', shape = '', seconds = ''] = /^(\d+)p-(\w+)-(\d)s\.mp4$/.exec(name) ?? [];
    const [short, long] = [Number(lines), (Number(lines) * 16) / 9];
    const facts = await probeVideo(join(CLIPS, name));
    expect(facts).toMatchObject({
      width: shape === '16x9' ? long : short,
      height: shape === '16x9' ? short : long,
      videoCodec: 'avc',
      audioCodec: 'aac',
    });
    expect(Math.abs(facts.durationMs - Number(seconds) * 1_000)).toBeLessThan(100);
  }
});

test('a silent video has no sound', async () => {
  const silent = await converted(new Mp4OutputFormat(), { audio: { discard: true } });
  expect(await probeVideo(silent)).toMatchObject({ width: 1_280, height: 720, audioCodec: undefined });
});

describe('not taken:', () => {
  test('sound without a picture', async () => {
    const blind = await converted(new Mp4OutputFormat(), { video: { discard: true } });
    await expect(probeVideo(blind)).rejects.toThrow('no video track');
  });

  test('a film in another kind of file', async () => {
    await expect(probeVideo(await converted(new MovOutputFormat()))).rejects.toThrow('not an MP4');
  });

  test.each([
    ['nothing', () => Buffer.alloc(0)],
    ['a page', () => Buffer.from('<html>AccessDenied</html>')],
    ['bytes by chance', () => randomBytes(50_000)],
    ['the beginning of an MP4', async () => (await readFile(CLIP)).subarray(0, 200)],
  ])('%s', async (_what, bytes) => {
    await expect(probeVideo(await fileOf(await bytes()))).rejects.toThrow();
  });

  test('a file that is not there', async () => {
    await expect(probeVideo(join(folder, 'none.mp4'))).rejects.toThrow();
  });
});

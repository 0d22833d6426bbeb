import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createEncoder } from '../../src/media/encoder.ts';
import { probeVideo } from '../../src/media/probe-video.ts';
import { bigVideo } from '../support/big-videos.ts';

const MIB = 1_024 * 1_024;

/** An ffmpeg that makes nothing: it notes what it was to make, and fails once it is let. */
async function failingFfmpeg() {
  const folder = await mkdtemp(join(tmpdir(), 'clapper-turns-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'ffmpeg');
  const log = join(folder, 'log');
  const real = join(import.meta.dirname, '../../node_modules/@ffmpeg-installer/linux-x64/ffmpeg');
  const script = `#!/bin/sh
case "$*" in *-i*) ;; *) exec "${real}" "$@";; esac
for target; do :; done
echo "$target" >> "${log}"
until [ -e "${folder}/open" ]; do sleep 0.1; done
exit 1
`;
  await writeFile(log, '');
  await writeFile(path, script, { mode: 0o755 });
  return {
    path,
    folder,
    made: async () =>
      (await readFile(log, 'utf8'))
        .split('\n')
        .filter(Boolean)
        .map((line) => basename(line)[0]),
    open: () => writeFile(join(folder, 'open'), ''),
  };
}

test('frames go first, then copies for deliveries, and what can wait last', async () => {
  const path = await bigVideo({ mebibytes: 3, width: 640, height: 360, seconds: 4 });
  const source = { path, facts: await probeVideo(path) };
  const ffmpeg = await failingFfmpeg();
  const encoder = createEncoder({ ffmpegPath: ffmpeg.path });
  const target = (name: string) => join(ffmpeg.folder, `${name}.mp4`);
  const first = encoder.fit(source, 2 * MIB, target('0'), undefined, 'spare');
  const outcome = Promise.allSettled([first]);
  await vi.waitFor(async () => expect(await ffmpeg.made()).toEqual(['0']), 10_000);
  const waiting = [
    encoder.fit(source, 2 * MIB, target('3'), undefined, 'spare'),
    encoder.fit(source, 2 * MIB, target('2')),
    encoder.frame(path, 'first', target('1')),
  ];
  const outcomes = Promise.allSettled(waiting);
  await ffmpeg.open();
  await Promise.all([outcome, outcomes]);
  expect(await ffmpeg.made()).toEqual(['0', '1', '2', '3']);
});

import { readFile } from 'node:fs/promises';
import { ALL_FORMATS, BufferSource, Input } from 'mediabunny';

/** What a video file is, in one line: "1280×720, 8.0 s, avc + aac, 0.1 MiB". */
export async function videoFacts(path: string): Promise<string> {
  const bytes = await readFile(path);
  const input = new Input({ source: new BufferSource(bytes), formats: ALL_FORMATS });
  const video = await input.getPrimaryVideoTrack();
  const audio = await input.getPrimaryAudioTrack();
  if (!video) throw new Error(`${path} has no picture`);
  const seconds = await input.computeDuration();
  const mebibytes = bytes.byteLength / 1_024 / 1_024;
  return `${video.displayWidth}×${video.displayHeight}, ${seconds.toFixed(1)} s, ${video.codec} + ${audio?.codec ?? 'no sound'}, ${mebibytes.toFixed(2)} MiB`;
}

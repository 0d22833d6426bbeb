import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const CLIP = new URL('../clips/720p-16x9-8s.mp4', import.meta.url);
/** A box of an MP4 file begins with its length and its kind; players pass over one that is `free`. */
const HEADER_BYTES = 8;

/** Writes a playable video of so many bytes: one of the sandbox's clips, filled up. @returns its path */
export async function largeClip(bytes: number, folder: string): Promise<string> {
  const clip = await readFile(CLIP);
  const filling = Buffer.alloc(bytes - clip.length);
  if (filling.length < HEADER_BYTES) throw new Error(`a clip has ${clip.length} bytes already`);
  filling.writeUInt32BE(filling.length, 0);
  filling.write('free', 4, 'latin1');
  const path = join(folder, 'large-clip.mp4');
  await writeFile(path, Buffer.concat([clip, filling]));
  return path;
}

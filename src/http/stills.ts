import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The part of the encoder that takes pictures out of videos. */
export interface FrameMaker {
  /** Undefined where there is none. */
  version(): Promise<string | undefined>;
  /** Writes one frame as a JPEG file at `target`, in its turn. */
  frame(path: string, which: 'first', target: string): Promise<void>;
}

/** The still pictures that players show before they play. */
export interface Stills {
  canMake(): Promise<boolean>;
  /** The first frame of a video, as a JPEG. */
  of(video: { hash: string; absolutePath: string }): Promise<Buffer>;
}

/** About 10 MB of 1080p. */
const KEPT = 20;

/**
 * Keeps the stills that were asked for last in memory: they take a moment to make, Discord asks once for each link, and
 * nothing of a deleted video stays on the disk.
 */
export function createStills(frames: FrameMaker): Stills {
  const kept = new Map<string, Promise<Buffer>>();

  return {
    canMake: async () => (await frames.version()) !== undefined,
    of: ({ hash, absolutePath }) => {
      const still = kept.get(hash) ?? make(frames, absolutePath);
      kept.delete(hash);
      kept.set(hash, still);
      const [oldest] = kept.keys();
      if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
      still.catch(() => kept.get(hash) === still && kept.delete(hash));
      return still;
    },
  };
}

async function make(frames: FrameMaker, path: string): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'clapper-still-'));
  try {
    const target = join(folder, 'still.jpg');
    await frames.frame(path, 'first', target);
    return await readFile(target);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A dark picture in place of a still, for Discord shows no player without a picture. */
export const BLANK_PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAABAAAAAQAQMAAAAlPW0iAAAAA1BMVEUgIiVzgeldAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAADElEQVQImWNgIA0AAAAwAAFDlLdnAAAAAElFTkSuQmCC',
  'base64',
);

import { readFile } from 'node:fs/promises';
import { BufferSource, BufferTarget, Conversion, Input, MP4, Mp4OutputFormat, Output } from 'mediabunny';
import type { VeoBody } from './validate.ts';

/** What of a request decides which clip stands for its video. */
type ClipShape = Pick<VeoBody, 'resolution' | 'aspectRatio' | 'duration' | 'generateAudio'>;

export interface Clip {
  /** An MP4 file: H.264, with AAC sound unless silent. */
  readonly bytes: Buffer;
  readonly width: number;
  readonly height: number;
  readonly durationSeconds: number;
  readonly frameRate: number;
  /** Undefined for a silent clip. */
  readonly sound: { readonly channels: number; readonly sampleRate: number } | undefined;
}

/** Gives the clip of a shape, or the MP4 file at `path` instead; each file is read, or made silent, once. */
type ClipShelf = (shape: ClipShape, path?: string) => Promise<Clip>;

// As make-clips.sh makes them.
const CLIPS_FOLDER = new URL('../clips/', import.meta.url);
const FRAME_RATE = 24;
const SOUND = { channels: 1, sampleRate: 48_000 };
const SIDES = { '720p': [1280, 720], '1080p': [1920, 1080] } as const;

export function createClipShelf(): ClipShelf {
  const shelf = new Map<string, Promise<Clip>>();
  return (shape, path) => {
    const key = path ?? `${fileName(shape)} ${shape.generateAudio}`;
    const clip = shelf.get(key) ?? (path === undefined ? loadClip(shape) : loadFile(path));
    shelf.set(key, clip);
    return clip;
  };
}

async function loadFile(path: string): Promise<Clip> {
  const bytes = await readFile(path);
  const input = new Input({ formats: [MP4], source: new BufferSource(bytes) });
  const [video, audio] = await Promise.all([input.getPrimaryVideoTrack(), input.getPrimaryAudioTrack()]);
  if (!video) throw new Error(`${path} has no picture`);
  return {
    bytes,
    width: video.displayWidth,
    height: video.displayHeight,
    durationSeconds: await input.computeDuration(),
    frameRate: FRAME_RATE,
    sound: audio ? { channels: audio.numberOfChannels, sampleRate: audio.sampleRate } : undefined,
  };
}

async function loadClip(shape: ClipShape): Promise<Clip> {
  const bytes = await readFile(new URL(fileName(shape), CLIPS_FOLDER));
  const [long, short] = SIDES[shape.resolution];
  const wide = shape.aspectRatio === '16:9';
  return {
    bytes: shape.generateAudio ? bytes : await withoutSound(bytes),
    width: wide ? long : short,
    height: wide ? short : long,
    durationSeconds: shape.duration,
    frameRate: FRAME_RATE,
    sound: shape.generateAudio ? SOUND : undefined,
  };
}

const fileName = ({ resolution, aspectRatio, duration }: ClipShape): string =>
  `${resolution}-${aspectRatio.replace(':', 'x')}-${duration}s.mp4`;

async function withoutSound(bytes: Buffer): Promise<Buffer> {
  const target = new BufferTarget();
  const conversion = await Conversion.init({
    input: new Input({ formats: [MP4], source: new BufferSource(bytes) }),
    output: new Output({ format: new Mp4OutputFormat({ fastStart: 'in-memory' }), target }),
    audio: { discard: true },
  });
  await conversion.execute();
  if (!target.buffer) throw new Error('the silent clip came out empty');
  return Buffer.from(target.buffer);
}

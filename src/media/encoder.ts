import { rm, stat } from 'node:fs/promises';
import PQueue from 'p-queue';
import { runBounded } from './bounded-process.ts';
import { type Ffmpeg, findFfmpeg } from './ffmpeg.ts';
import { type FrameFrom, fitArguments, frameArguments } from './ffmpeg-arguments.ts';
import { type FitTry, planFit } from './fit-plan.ts';
import { probeVideo, type VideoFacts } from './probe-video.ts';
import { exists, writeBeside } from './write-beside.ts';

/** `impossible`: no ffmpeg, or below the floor of quality. */
export type FitResult =
  | { kind: 'fitted'; bytes: number; width: number; height: number }
  | { kind: 'impossible'; reason: string };

export type FitTurn = 'usual' | 'spare';

/** Works on videos in child processes, a bounded number at once. Aborted calls reject with the signal's reason. */
export interface Encoder {
  /** What is used, such as `ffmpeg 5.1.9`; undefined where there is none. Looked for once. */
  version(): Promise<string | undefined>;
  /**
   * Makes a copy of at most `limitBytes` with its sound, at `target`: H.264 and AAC, fast start. It is written beside its place
   * and renamed; its folder is made. Waits for its turn.
   * @param turn `spare` waits for all others: what is made for the asking holds up no delivery
   * @throws Error with ffmpeg's last words when the video cannot be read, or the copy written
   */
  fit(
    source: { path: string; facts: VideoFacts },
    limitBytes: number,
    target: string,
    signal?: AbortSignal,
    turn?: FitTurn,
  ): Promise<FitResult>;
  /**
   * Takes one frame as a JPEG file of the video's size at `target`, written as above. Goes before waiting copies.
   * @throws Error when the video cannot be read, or there is no ffmpeg
   */
  frame(path: string, which: 'first' | 'last', target: string, signal?: AbortSignal): Promise<void>;
  /** Kills what runs; what waits or comes later is refused. */
  stop(): Promise<void>;
}

const FIT_TIMEOUT_MS = 5 * 60_000;
const FRAME_TIMEOUT_MS = 60_000;
const FRAME_PRIORITY = 1;
const FIT_PRIORITIES: Record<FitTurn, number> = { usual: 0, spare: -1 };
/** A copy that differs by more from its original has lost something. */
const DURATION_TOLERANCE_MS = 200;

export interface EncoderOptions {
  /** The only ffmpeg to use; when undefined, one is looked for. */
  ffmpegPath: string | undefined;
  concurrency?: number;
  /** Is told why an ffmpeg that was found cannot be used. */
  onUnusable?: (command: string, reason: string) => void;
}

export function createEncoder({ ffmpegPath, concurrency = 1, onUnusable }: EncoderOptions): Encoder {
  const queue = new PQueue({ concurrency });
  const stopping = new AbortController();
  let found: Promise<Ffmpeg | undefined> | undefined;
  const ffmpeg = (): Promise<Ffmpeg | undefined> => {
    found ??= findFfmpeg(ffmpegPath, onUnusable);
    return found;
  };

  const inTurn = async <Result>(
    work: (signal: AbortSignal) => Promise<Result>,
    { signal, priority = 0 }: { signal: AbortSignal | undefined; priority?: number },
  ): Promise<Result> => {
    const either = signal ? AbortSignal.any([signal, stopping.signal]) : stopping.signal;
    either.throwIfAborted();
    // The queue would also let go of work that began, before its process is gone: it hears of an abort only until then.
    const waiting = new AbortController();
    const leave = () => waiting.abort(either.reason);
    either.addEventListener('abort', leave, { once: true });
    const begin = () => {
      either.removeEventListener('abort', leave);
      return work(either);
    };
    return queue.add(begin, { signal: waiting.signal, priority });
  };

  return {
    version: async () => (await ffmpeg())?.version,

    fit: async (source, limitBytes, target, signal, turn = 'usual') => {
      const used = await ffmpeg();
      if (!used) return { kind: 'impossible', reason: 'there is no ffmpeg' };
      const { size: bytes } = await stat(source.path);
      const steps = planFit({ ...source.facts, bytes }, limitBytes);
      if (steps.length === 0) return { kind: 'impossible', reason: 'it would look too bad at that size' };
      return inTurn(
        (either) => writeBeside(target, (part) => fitInto(used, source, { limitBytes, steps, part }, either)),
        { signal, priority: FIT_PRIORITIES[turn] },
      );
    },

    frame: async (path, which, target, signal) => {
      const used = await ffmpeg();
      if (!used) throw new Error('there is no ffmpeg');
      await inTurn((turn) => writeBeside(target, (part) => takeFrame(used, path, { which, part }, turn)), {
        signal,
        priority: FRAME_PRIORITY,
      });
    },

    stop: async () => {
      stopping.abort(new Error('the encoder was stopped'));
      await queue.onIdle();
    },
  };
}

async function fitInto(
  { command }: Ffmpeg,
  source: { path: string; facts: VideoFacts },
  { limitBytes, steps, part }: { limitBytes: number; steps: readonly FitTry[]; part: string },
  signal: AbortSignal,
): Promise<FitResult> {
  for (const step of steps) {
    const args = fitArguments(step, source.path, part);
    await runBounded({ command, args, timeoutMs: FIT_TIMEOUT_MS, signal });
    const { size: bytes } = await stat(part);
    if (bytes <= limitBytes) {
      const { width, height } = await requireWhole(part, source.facts);
      return { kind: 'fitted', bytes, width, height };
    }
    await rm(part);
  }
  return { kind: 'impossible', reason: 'no copy came out small enough' };
}

/** @throws Error when the copy lacks some of what the original has: ffmpeg calls half a video a success */
async function requireWhole(path: string, original: VideoFacts): Promise<VideoFacts> {
  const copy = await probeVideo(path);
  if (Math.abs(copy.durationMs - original.durationMs) > DURATION_TOLERANCE_MS) {
    throw new Error(`the copy lasts ${copy.durationMs} ms instead of ${original.durationMs} ms`);
  }
  if (original.audioCodec !== undefined && copy.audioCodec === undefined) {
    throw new Error('the copy has lost its sound');
  }
  return copy;
}

async function takeFrame(
  { command }: Ffmpeg,
  path: string,
  { which, part }: { which: 'first' | 'last'; part: string },
  signal: AbortSignal,
): Promise<void> {
  const places: readonly FrameFrom[] = which === 'first' ? ['beginning'] : ['tail', 'whole video'];
  for (const from of places) {
    const args = frameArguments(from, path, part);
    await runBounded({ command, args, timeoutMs: FRAME_TIMEOUT_MS, signal });
    if (await exists(part)) return;
  }
  throw new Error('the video has no frame');
}

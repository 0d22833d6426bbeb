import type { VideoFacts } from './probe-video.ts';

/** One way to make a copy that is small enough. */
export type FitTry =
  /** The same picture and sound in a new file: for a file whose other contents make it too large. */
  | { kind: 'copy' }
  | {
      kind: 'encode';
      /** Even, as H.264 wants it. */
      width: number;
      height: number;
      /** Bits a second; both the aim and the most that is allowed. */
      videoBitrate: number;
      /** Bits over which the picture's rate is evened out. */
      bufferBits: number;
      /** Bits a second; undefined for a silent video. */
      audioBitrate: number | undefined;
    };

/** Shares of the limit that are planned for: the rest is for the container, and for an encoder that misses its aim. */
const BUDGET_SHARES = [0.93, 0.85, 0.75] as const;
/** How much above the limit a file may be for a plain copy to be worth its second. */
const COPY_WORTH_TRYING = 1.03;
/** Lengths of the shorter side that pictures are stepped down through, with the sound that goes with each. */
const STEPS = [
  { shortSide: 1_080, audioBitrate: 128_000 },
  { shortSide: 720, audioBitrate: 128_000 },
  { shortSide: 540, audioBitrate: 96_000 },
  { shortSide: 480, audioBitrate: 96_000 },
  { shortSide: 360, audioBitrate: 64_000 },
] as const;
/** Below this a smaller picture looks better than a blurred one. */
const FLOOR_BITS_PER_PIXEL = 0.06;
/** Veo's videos have 24 pictures a second. */
const FRAMES_PER_SECOND = 24;
/** The encoder may overdraw its rate by one buffer: of a short video that would be too much. */
const BUFFER_SHARE_OF_DURATION = 1 / 8;
const MAX_BUFFER_SECONDS = 1;

/**
 * How to fit a video into a size, the best way first; each is planned smaller than the one before it.
 * @param source with the size of its file
 * @returns nothing when it cannot be done in a quality worth looking at
 */
export function planFit(source: VideoFacts & { bytes: number }, limitBytes: number): FitTry[] {
  const encodes = BUDGET_SHARES.map((share) => encodeWithin(source, limitBytes * share)).filter(
    (step) => step !== undefined,
  );
  return copyMayFit(source, limitBytes) ? [{ kind: 'copy' }, ...encodes] : encodes;
}

const copyMayFit = (
  { bytes, videoCodec, audioCodec }: VideoFacts & { bytes: number },
  limitBytes: number,
): boolean =>
  bytes <= limitBytes * COPY_WORTH_TRYING &&
  videoCodec === 'avc' &&
  (audioCodec === undefined || audioCodec === 'aac');

/** The largest picture that the bytes are enough for. */
function encodeWithin(source: VideoFacts & { bytes: number }, bytes: number): FitTry | undefined {
  const seconds = source.durationMs / 1_000;
  if (seconds <= 0) return undefined;
  // A copy with more bits than the original would only be larger.
  const bitrate = Math.floor((Math.min(bytes, source.bytes) * 8) / seconds);
  for (const { width, height, audioBitrate } of sizesOf(source)) {
    const audio = source.audioCodec === undefined ? undefined : audioBitrate;
    const videoBitrate = bitrate - (audio ?? 0);
    if (videoBitrate < width * height * FRAMES_PER_SECOND * FLOOR_BITS_PER_PIXEL) continue;
    const bufferSeconds = Math.min(MAX_BUFFER_SECONDS, seconds * BUFFER_SHARE_OF_DURATION);
    const bufferBits = Math.ceil(videoBitrate * bufferSeconds);
    return { kind: 'encode', width, height, videoBitrate, bufferBits, audioBitrate: audio };
  }
  return undefined;
}

/** The sizes that a picture may be given, the largest first: its own, if it is not above all steps, and the steps below. */
function sizesOf({ width, height }: VideoFacts): { width: number; height: number; audioBitrate: number }[] {
  const shortSide = Math.min(width, height);
  const own = STEPS.findLast((step) => step.shortSide >= shortSide);
  const below = STEPS.filter((step) => step.shortSide < shortSide);
  return [
    ...(own ? [{ width: evenBelow(width), height: evenBelow(height), audioBitrate: own.audioBitrate }] : []),
    ...below.map((step) => ({
      width: evenNear((width * step.shortSide) / shortSide),
      height: evenNear((height * step.shortSide) / shortSide),
      audioBitrate: step.audioBitrate,
    })),
  ];
}

const evenBelow = (pixels: number): number => Math.floor(pixels / 2) * 2;
const evenNear = (pixels: number): number => Math.round(pixels / 2) * 2;

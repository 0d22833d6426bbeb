import { ALL_FORMATS, FilePathSource, Input, MP4 } from 'mediabunny';

export interface VideoFacts {
  width: number;
  height: number;
  durationMs: number;
  videoCodec: string;
  /** Absent when the video is silent. */
  audioCodec: string | undefined;
}

/**
 * Reads what a video file is, without decoding it.
 * @throws Error when it is not a readable MP4 with a picture
 */
export async function probeVideo(path: string): Promise<VideoFacts> {
  const input = new Input({ source: new FilePathSource(path), formats: ALL_FORMATS });
  try {
    if ((await input.getFormat()) !== MP4) throw new Error('it is not an MP4 file');
    const video = await input.getPrimaryVideoTrack();
    if (!video?.codec) throw new Error('it has no video track');
    const audio = await input.getPrimaryAudioTrack();
    return {
      width: video.displayWidth,
      height: video.displayHeight,
      durationMs: Math.round((await input.computeDuration()) * 1_000),
      videoCodec: video.codec,
      audioCodec: audio?.codec ?? undefined,
    };
  } finally {
    input.dispose();
  }
}

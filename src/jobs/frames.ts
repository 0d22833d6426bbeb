import type { KeptPicture } from './input-pictures.ts';
import type { Job } from './job.ts';

/** Takes pictures out of finished videos. */
export interface FrameSource {
  /**
   * Finds out whether a frame can be taken, and brings the video here where it is only at Scenario.
   * @throws ExpectedError when there is no ffmpeg, or the video is gone
   */
  check(job: Job): Promise<void>;
  /**
   * The last frame of a video, kept like a member's picture.
   * @throws ExpectedError when there is no ffmpeg, or the video is gone
   */
  lastFrameOf(job: Job, signal?: AbortSignal): Promise<Omit<KeptPicture, 'slot'>>;
}

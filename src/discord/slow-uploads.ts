import type { Clock } from '../lib/clock.ts';
import type { UploadLimit } from './upload-limit.ts';

/** One time-out may be Discord's, or a moment's: a file is sent again once before it is too large. */
const TRIES = 2;
/** Of what was too slow: what is a little smaller would hardly be sent in time. */
const COPY_SHARE = 1 / 3;
const REMEMBERED_MS = 24 * 3_600_000;

/** What is known of the uploads of one job's video. */
export interface SlowUpload {
  /** The smallest file that was not sent in time as often as it is tried; undefined while there is none. */
  tooSlowBytes(): number | undefined;
  timedOut(bytes: number): void;
  /** A file of this size got through. */
  accepted(bytes: number): void;
}

interface Known {
  at: number;
  tooSlowBytes: number | undefined;
  /** The file that timed out last, and how often in a row. */
  bytes: number;
  times: number;
}

/** Remembers which videos' files could not be sent in time. */
export function createSlowUploads(clock: Clock): { of(jobId: number): SlowUpload } {
  const jobs = new Map<number, Known>();
  const recent = (jobId: number): Known | undefined => {
    const found = jobs.get(jobId);
    return found && found.at > clock.now() - REMEMBERED_MS ? found : undefined;
  };
  const dropOld = (): void => {
    for (const jobId of [...jobs.keys()]) if (recent(jobId) === undefined) jobs.delete(jobId);
  };

  return {
    of: (jobId) => ({
      tooSlowBytes: () => recent(jobId)?.tooSlowBytes,
      timedOut: (bytes) => {
        dropOld();
        const before = recent(jobId);
        const times = before?.bytes === bytes ? before.times + 1 : 1;
        const tooSlowBytes = times >= TRIES ? bytes : before?.tooSlowBytes;
        jobs.set(jobId, { at: clock.now(), tooSlowBytes, bytes, times });
      },
      accepted: (bytes) => {
        const { tooSlowBytes = bytes } = recent(jobId) ?? {};
        if (bytes >= tooSlowBytes) jobs.delete(jobId);
      },
    }),
  };
}

/** A place's limit, for a video of which some files are too large for the line. */
export const lessWhatIsSlow = (place: UploadLimit, slow: SlowUpload): UploadLimit => {
  const bounded = (bytes: number, most: (tooSlow: number) => number): number => {
    const tooSlow = slow.tooSlowBytes();
    return tooSlow === undefined ? bytes : Math.min(bytes, most(tooSlow));
  };
  return {
    largest: async () => bounded(await place.largest(), (tooSlow) => tooSlow - 1),
    aim: async () => bounded(await place.aim(), (tooSlow) => Math.floor(tooSlow * COPY_SHARE)),
    refused: place.refused,
    accepted: async (bytes) => {
      slow.accepted(bytes);
      await place.accepted(bytes);
    },
    timedOut: slow.timedOut,
  };
};

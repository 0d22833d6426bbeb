import { type Job, slotsOf } from '../../jobs/job.ts';
import { keptPictures } from '../../jobs/kept-pictures.ts';
import { type ImageSlot, VEO_PARAMETERS } from '../../veo/parameters.ts';

const { image, lastFrameImage, referenceImages } = VEO_PARAMETERS;
const FRAMES: readonly ImageSlot[] = [...image.options, ...lastFrameImage.options];
const REFERENCES: readonly ImageSlot[] = referenceImages.options;

export const hasReferences = (slots: readonly ImageSlot[]): boolean =>
  slots.some((slot) => REFERENCES.includes(slot));

/** What files become that are attached to the form of a video, in their order: pictures of the kind that it has. */
export const uploadSlots = (job: Job): readonly ImageSlot[] =>
  hasReferences(slotsOf(job)) ? REFERENCES : FRAMES;

/** What the form says of files: at most 100 characters. */
export function uploadHint(job: Job): string {
  const areReferences = hasReferences(slotsOf(job));
  if (keptPictures(job) === undefined)
    return 'Its pictures could not be used: attach them again, or go on without.';
  if (areReferences) return 'Leave this empty to keep its reference pictures. New ones take their place.';
  const how = 'One is the first frame, two are the first and the last.';
  return job.images.length > 0 ? `Leave this empty to keep its pictures. ${how}` : how;
}

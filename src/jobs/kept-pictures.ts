import type { KeptPicture } from './input-pictures.ts';
import type { Job } from './job.ts';

/** A video's pictures, for another one to share them; undefined when one of them was never fetched. */
export function keptPictures(job: Pick<Job, 'images'>): KeptPicture[] | undefined {
  const shared = sharedPictures(job);
  return shared.length === job.images.length ? shared : undefined;
}

/** Those of a video's pictures that another one can share: all that were fetched. */
export const sharedPictures = ({ images }: Pick<Job, 'images'>): KeptPicture[] =>
  images.flatMap(({ slot, storedAs, fileName }) =>
    storedAs === undefined ? [] : [{ slot, storedAs, fileName }],
  );

import type { KeptPicture } from './input-pictures.ts';
import type { Job } from './job.ts';

/** A video's pictures, for another one to share them; undefined when one of them was never fetched. */
export function keptPictures({ images }: Pick<Job, 'images'>): KeptPicture[] | undefined {
  const kept = images.flatMap(({ slot, storedAs, fileName }) =>
    storedAs === undefined ? [] : [{ slot, storedAs, fileName }],
  );
  return kept.length === images.length ? kept : undefined;
}

import type { AttachedPicture } from './input-pictures.ts';

/** A picture of a message that a member is about to animate. */
export interface PictureDraft extends Omit<AttachedPicture, 'slot'> {
  guildId: string;
  userId: string;
}

/** As long as Discord's links to pictures live. */
export const DRAFT_KEPT_MS = 24 * 3_600_000;

export interface PictureDraftStore {
  /** @returns its number */
  add(draft: PictureDraft, now: number): Promise<number>;
  find(id: number): Promise<PictureDraft | undefined>;
  /** Deletes those made before a moment. */
  sweep(before: number): Promise<void>;
}

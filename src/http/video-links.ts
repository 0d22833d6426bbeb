import { createHmac, timingSafeEqual } from 'node:crypto';
import type { PublicLinks } from '../jobs/public-links.ts';

/** Makes the addresses of videos, and knows its own again. */
export interface VideoLinks extends PublicLinks {
  pageOf(job: { id: number }): string;
  /** The number of the video that a link's last part names; undefined unless it was made here. */
  jobIdOf(token: string): number | undefined;
}

/** Half of a SHA-256: not to be guessed, and short enough to read. */
const SIGNATURE_BYTES = 16;
const TOKEN = /^([1-9]\d{0,14})-([\w-]{22})$/;

/**
 * Links that nobody can make or guess but whoever has the secret: one link says nothing of another.
 * @param publicUrl without a slash at its end
 */
export function createVideoLinks(publicUrl: string, secret: string): VideoLinks {
  // The text names what is signed, and how: a later kind of link cannot be taken for this one.
  const signatureOf = (id: string): string =>
    createHmac('sha256', secret)
      .update(`video-page:1:${id}`)
      .digest()
      .subarray(0, SIGNATURE_BYTES)
      .toString('base64url');

  return {
    pageOf: ({ id }) => `${publicUrl}/v/${id}-${signatureOf(String(id))}`,
    jobIdOf: (token) => {
      const [, id, signature] = TOKEN.exec(token) ?? [];
      if (id === undefined || signature === undefined) return undefined;
      return timingSafeEqual(Buffer.from(signature), Buffer.from(signatureOf(id))) ? Number(id) : undefined;
    },
  };
}

import { ExpectedError } from '../lib/errors.ts';
import type { ImageSlot } from '../veo/parameters.ts';

/** A picture as Discord describes it, before anybody looked into it. */
export interface AttachedPicture {
  slot: ImageSlot;
  url: string;
  fileName: string;
  contentType: string | undefined;
  bytes: number;
}

/** Larger pictures are refused at once; smaller ones are shrunk as needed. */
export const PICTURE_MAX_BYTES = 20 * 1_024 * 1_024;

const ACCEPTED_TYPES = ['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif', 'image/tiff'];

/** File endings that Discord's picker offers for a picture option: ten at the most. */
export const PICTURE_FILE_ENDINGS = [
  '.jpg',
  '.jpeg',
  '.png',
  '.webp',
  '.gif',
  '.avif',
  '.tif',
  '.tiff',
] as const;

/**
 * Refuses what cannot become a job's picture. What is inside is checked once it was fetched.
 * @param allowedHosts hosts (with port, if not the usual one) that pictures may be fetched from
 * @throws ExpectedError
 */
export function checkPicture(picture: AttachedPicture, allowedHosts: readonly string[]): void {
  if (!looksLikePicture(picture)) {
    throw new ExpectedError(
      'picture-type',
      `\`${picture.slot}\` is not a picture I can use: attach a JPEG, PNG, WebP, GIF, AVIF or TIFF file.`,
    );
  }
  if (picture.bytes > PICTURE_MAX_BYTES) {
    throw new ExpectedError(
      'picture-size',
      `\`${picture.slot}\` is too large: attach a picture of at most 20 MB.`,
    );
  }
  if (!isAllowedHost(picture.url, allowedHosts)) {
    throw new ExpectedError(
      'picture-host',
      `\`${picture.slot}\` does not come from Discord: attach the file itself.`,
    );
  }
}

/** By the type that Discord gives; where it gives none, by the file's ending. */
function looksLikePicture({ contentType, fileName }: AttachedPicture): boolean {
  const type = contentType?.split(';', 1)[0]?.toLowerCase();
  if (type) return ACCEPTED_TYPES.includes(type);
  return PICTURE_FILE_ENDINGS.some((ending) => fileName.toLowerCase().endsWith(ending));
}

/** Whether a link leads to one of the hosts. Plain HTTP is for this machine only. */
export function isAllowedHost(url: string, allowedHosts: readonly string[]): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host, hostname, username, password } = new URL(url);
  const local = hostname === '127.0.0.1' || hostname === 'localhost' || hostname === '[::1]';
  const secure = protocol === 'https:' || (protocol === 'http:' && local);
  return secure && username === '' && password === '' && allowedHosts.includes(host);
}

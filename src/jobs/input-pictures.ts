import { ExpectedError } from '../lib/errors.ts';
import { fileInWords } from '../lib/file-in-words.ts';
import type { ImageSlot } from '../veo/parameters.ts';

/** A picture as Discord describes it, before anybody looked into it. */
export interface AttachedPicture {
  slot: ImageSlot;
  url: string;
  fileName: string;
  contentType: string | undefined;
  bytes: number;
  /** Pixels, where Discord says. */
  width?: number | undefined;
  height?: number | undefined;
}

/** A picture of an earlier video, or a frame of one: it was looked into already, and lies on the disk. */
export interface KeptPicture {
  slot: ImageSlot;
  /** Name of the kept copy. */
  storedAs: string;
  fileName: string;
}

/** Larger pictures are refused at once; smaller ones are shrunk as needed. */
export const PICTURE_MAX_BYTES = 20 * 1_024 * 1_024;

/** HEIC pictures cannot be shrunk here, and Scenario takes no larger ones. */
export const HEIC_MAX_BYTES = 4_000_000;

const HEIC_TYPES = ['image/heic', 'image/heif'];
const ACCEPTED_TYPES = [
  'image/jpeg',
  'image/png',
  'image/apng',
  'image/webp',
  'image/gif',
  'image/avif',
  'image/tiff',
  ...HEIC_TYPES,
];
/** Says as much as no type at all. */
const UNKNOWN_TYPE = 'application/octet-stream';
const HEIC_ENDINGS = ['.heic', '.heif'] as const;

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
  ...HEIC_ENDINGS,
] as const;

/**
 * Refuses what cannot become a job's picture. What is inside is checked once it was fetched.
 * @param allowedHosts hosts (with port, if not the usual one) that pictures may be fetched from
 * @throws ExpectedError
 */
export function checkPicture(picture: AttachedPicture, allowedHosts: readonly string[]): void {
  const type = declaredType(picture);
  if (!(type === undefined ? hasEnding(picture, PICTURE_FILE_ENDINGS) : ACCEPTED_TYPES.includes(type))) {
    throw new ExpectedError(
      'picture-type',
      `\`${picture.slot}\` is ${fileInWords(type ?? UNKNOWN_TYPE)}: attach a JPEG, PNG, WebP, GIF, AVIF, TIFF or HEIC file.`,
    );
  }
  if (picture.bytes > PICTURE_MAX_BYTES) {
    throw new ExpectedError(
      'picture-size',
      `\`${picture.slot}\` is too large: attach a picture of at most 20 MB.`,
    );
  }
  if (picture.bytes > HEIC_MAX_BYTES && isHeic(picture)) {
    throw new ExpectedError(
      'picture-size',
      `\`${picture.slot}\` is a HEIC picture, which I can use only up to 4 MB: convert it to JPEG and attach that.`,
    );
  }
  if (!isAllowedHost(picture.url, allowedHosts)) {
    throw new ExpectedError(
      'picture-host',
      `\`${picture.slot}\` does not come from Discord: attach the file itself.`,
    );
  }
}

/** The type that Discord gives; where it gives none, the file's ending counts. */
function declaredType({ contentType }: AttachedPicture): string | undefined {
  const type = contentType?.split(';', 1)[0]?.trim().toLowerCase();
  return type && type !== UNKNOWN_TYPE ? type : undefined;
}

/** Whether it goes on as it is: such pictures cannot be opened here. */
export function isHeic(picture: AttachedPicture): boolean {
  const type = declaredType(picture);
  return type === undefined ? hasEnding(picture, HEIC_ENDINGS) : HEIC_TYPES.includes(type);
}

const hasEnding = ({ fileName }: AttachedPicture, endings: readonly string[]): boolean =>
  endings.some((ending) => fileName.toLowerCase().endsWith(ending));

/** Whether a link leads to one of the hosts. Plain HTTP is for this machine only. */
export function isAllowedHost(url: string, allowedHosts: readonly string[]): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host, hostname, username, password } = new URL(url);
  const local = hostname === '127.0.0.1' || hostname === 'localhost' || hostname === '[::1]';
  const secure = protocol === 'https:' || (protocol === 'http:' && local);
  return secure && username === '' && password === '' && allowedHosts.includes(host);
}

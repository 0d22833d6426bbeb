import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { request } from 'undici';
import { errorText } from './errors.ts';

export interface DownloadOptions {
  url: string;
  /** Where the file is to lie; its folder is made. */
  path: string;
  maxBytes: number;
  /** The size that is expected, if it is known. */
  expectedBytes?: number | undefined;
  /** How many redirects are followed; none when absent. */
  maxRedirections?: number;
  signal?: AbortSignal | undefined;
}

/** A download that did not give a whole file. Nothing is left on the disk. */
export class DownloadError extends Error {
  override readonly name = 'DownloadError';
  /** The HTTP status, if one came. */
  readonly status: number | undefined;
  /** Whether trying again is pointless: the link is dead, or what it gives is not acceptable. */
  readonly permanent: boolean;

  constructor(message: string, details: { status?: number; permanent: boolean }, options?: ErrorOptions) {
    super(message, options);
    this.status = details.status;
    this.permanent = details.permanent;
  }
}

/** How unfinished files are named; one that is found at the start was left by a process that died. */
export const PART_ENDING = '.part';

const IDLE_TIMEOUT_MS = 30_000;

/**
 * Fetches a link into a file, without authorization. It is written beside its place, flushed and renamed: a file that is
 * there is whole.
 * @returns its size in bytes
 * @throws DownloadError
 */
export async function download(options: DownloadOptions): Promise<number> {
  const { path, expectedBytes } = options;
  const part = `${path}.${randomUUID()}${PART_ENDING}`;
  await mkdir(dirname(path), { recursive: true });
  try {
    const bytes = await writeBody(options, part);
    if (expectedBytes !== undefined && bytes !== expectedBytes) {
      throw new DownloadError(`${bytes} bytes came instead of ${expectedBytes}`, { permanent: false });
    }
    await rename(part, path);
    return bytes;
  } catch (error) {
    await rm(part, { force: true });
    if (error instanceof DownloadError) throw error;
    throw new DownloadError(errorText(error), { permanent: false }, { cause: error });
  }
}

async function writeBody(options: DownloadOptions, part: string): Promise<number> {
  const { url, maxBytes, maxRedirections = 0, signal } = options;
  const response = await request(url, {
    headersTimeout: IDLE_TIMEOUT_MS,
    bodyTimeout: IDLE_TIMEOUT_MS,
    maxRedirections,
    ...(signal ? { signal } : {}),
  });
  const status = response.statusCode;
  if (status !== 200) {
    await response.body.dump();
    const permanent = status >= 400 && status < 500 && status !== 408 && status !== 429;
    throw new DownloadError(`the server answered ${status}`, { status, permanent });
  }
  let bytes = 0;
  const limited = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.byteLength;
      if (bytes <= maxBytes) return done(null, chunk);
      done(new DownloadError(`more than ${maxBytes} bytes`, { permanent: true }));
    },
  });
  await pipeline(response.body, limited, createWriteStream(part));
  const file = await open(part, 'r+');
  await file.sync().finally(() => file.close());
  return bytes;
}

import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Agent, request } from 'undici';
import { errorText } from './errors.ts';

export interface DownloadOptions {
  url: string;
  /** Where the file is to lie; its folder is made. */
  path: string;
  maxBytes: number;
  /** The whole of it takes no longer, however steadily a little comes. In real time. */
  withinMs: number;
  /** The size that is expected, if it is known. */
  expectedBytes?: number | undefined;
  /** How many redirects are followed; none when absent. */
  maxRedirections?: number;
  signal?: AbortSignal | undefined;
}

/** What came. */
export interface Downloaded {
  bytes: number;
  /** SHA-256, in hexadecimal. */
  hash: string;
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
 * @throws DownloadError
 */
export async function download(options: DownloadOptions): Promise<Downloaded> {
  const { path, expectedBytes } = options;
  const part = `${path}.${randomUUID()}${PART_ENDING}`;
  await mkdir(dirname(path), { recursive: true });
  try {
    const came = await writeBody(options, part);
    if (expectedBytes !== undefined && came.bytes !== expectedBytes) {
      throw new DownloadError(`${came.bytes} bytes came instead of ${expectedBytes}`, { permanent: false });
    }
    await rename(part, path);
    return came;
  } catch (error) {
    await rm(part, { force: true });
    if (error instanceof DownloadError) throw error;
    throw new DownloadError(errorText(error), { permanent: false }, { cause: error });
  }
}

async function writeBody(options: DownloadOptions, part: string): Promise<Downloaded> {
  const { withinMs, signal } = options;
  const deadline = AbortSignal.timeout(withinMs);
  // One of its own: the process-wide one may be that of Node's own copy of undici, which takes no `maxRedirections`.
  const dispatcher = new Agent({ headersTimeout: IDLE_TIMEOUT_MS, bodyTimeout: IDLE_TIMEOUT_MS });
  try {
    return await writeAnswer(options, part, {
      dispatcher,
      signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
    });
  } catch (error) {
    if (!deadline.aborted) throw error;
    throw new DownloadError(
      `it took longer than ${withinMs / 1_000} s`,
      { permanent: false },
      { cause: error },
    );
  } finally {
    await dispatcher.destroy();
  }
}

async function writeAnswer(
  { url, maxBytes, maxRedirections = 0 }: DownloadOptions,
  part: string,
  line: { dispatcher: Agent; signal: AbortSignal },
): Promise<Downloaded> {
  const response = await request(url, { maxRedirections, ...line });
  const status = response.statusCode;
  if (status !== 200) {
    await response.body.dump();
    const permanent = status >= 400 && status < 500 && status !== 408 && status !== 429;
    throw new DownloadError(`the server answered ${status}`, { status, permanent });
  }
  let bytes = 0;
  const hash = createHash('sha256');
  const measured = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.byteLength;
      if (bytes > maxBytes) {
        return done(new DownloadError(`more than ${maxBytes} bytes`, { permanent: true }));
      }
      hash.update(chunk);
      done(null, chunk);
    },
  });
  await pipeline(response.body, measured, createWriteStream(part), { signal: line.signal });
  const file = await open(part, 'r+');
  await file.sync().finally(() => file.close());
  return { bytes, hash: hash.digest('hex') };
}

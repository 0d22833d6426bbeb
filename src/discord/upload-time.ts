import { DefaultRestOptions, type RESTOptions } from 'discord.js';

/** A line that sends 2 Mbit/s is fast enough. */
const BYTES_PER_MS = 250;
/** For Discord to make a message of it. */
const BASE_MS = 30_000;
/** More than any file needs that Discord takes: 500 MiB. */
export const UPLOAD_MAX_MS = 40 * 60_000;

/** How long the sending of a file may take, its answer included. */
export const uploadTimeMs = (bytes: number): number =>
  Math.min(UPLOAD_MAX_MS, BASE_MS + Math.ceil(bytes / BYTES_PER_MS));

/** discord.js would send a file again whole after its own time-out: this one it passes on. */
class UploadTimeoutError extends Error {
  override readonly name = 'UploadTimeoutError';
}

/** Whether a message could not be sent in the time that its files have. It may have arrived all the same. */
export const isUploadTimeout = (error: unknown): boolean => error instanceof UploadTimeoutError;

/** Gives every request the time that its body needs, from the moment at which it is its turn. */
export const sendInTime: RESTOptions['makeRequest'] = async (url, init) => {
  const limitMs = uploadTimeMs(sizeOf(init.body));
  const late = new AbortController();
  const timer = setTimeout(() => {
    late.abort(new UploadTimeoutError(`it was not sent within ${Math.round(limitMs / 1_000)} s`));
  }, limitMs);
  const signal = init.signal ? AbortSignal.any([init.signal, late.signal]) : late.signal;
  try {
    return await DefaultRestOptions.makeRequest(url, { ...init, signal });
  } finally {
    clearTimeout(timer);
  }
};

function sizeOf(body: unknown): number {
  if (!(body instanceof FormData)) return 0;
  let bytes = 0;
  for (const part of body.values()) bytes += typeof part === 'string' ? part.length : part.size;
  return bytes;
}

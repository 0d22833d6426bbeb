import type { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { refusal } from './errors.ts';
import type { FileStore, KeptFile } from './file-store.ts';

const MAX_FILES = 10;
const FIELD_BYTES = 1024 * 1024;

export interface IncomingFile {
  /** The n of `files[n]`, by which the JSON part speaks of it. */
  index: string;
  filename: string;
  declaredType: string;
  file: KeptFile;
}

/** A body that may come with files; the files lie on disk until dropped. */
export interface Payload {
  body: unknown;
  files: readonly IncomingFile[];
}

/** Reads JSON or multipart (`payload_json` and `files[n]`); one file over the limit refuses the whole. */
export async function readPayload(
  request: FastifyRequest,
  store: FileStore,
  maxFileBytes: number,
): Promise<Payload> {
  if (!request.isMultipart()) return { body: request.body ?? {}, files: [] };
  const files: IncomingFile[] = [];
  let body: unknown = {};
  const limits = { fileSize: Number.MAX_SAFE_INTEGER, fieldSize: FIELD_BYTES };
  for await (const part of request.parts({ limits })) {
    if (part.type === 'file') {
      const file = await store.keep(chunksOf(part.file), maxFileBytes);
      const index = /^files\[(\d+)\]$/.exec(part.fieldname)?.[1] ?? String(files.length);
      files.push({ index, filename: part.filename, declaredType: part.mimetype, file });
    } else if (part.fieldname === 'payload_json') {
      body = typeof part.value === 'string' ? parseJson(part.value) : part.value;
    }
  }
  const payload = { body, files };
  if (files.length > MAX_FILES) return refuse(payload, store, 'tooManyAttachments');
  if (files.some(({ file }) => file.tooLarge)) return refuse(payload, store, 'tooLarge');
  return payload;
}

/** Forgets the files of a body that did not become a message. */
export async function dropFiles(payload: Payload, store: FileStore): Promise<void> {
  await Promise.all(payload.files.map(({ file }) => store.drop(file)));
}

async function refuse(
  payload: Payload,
  store: FileStore,
  why: 'tooManyAttachments' | 'tooLarge',
): Promise<never> {
  await dropFiles(payload, store);
  throw refusal(why);
}

async function* chunksOf(stream: Readable): AsyncGenerator<Uint8Array> {
  for await (const chunk of stream) {
    if (chunk instanceof Uint8Array) yield chunk;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refusal('invalidJson');
  }
}

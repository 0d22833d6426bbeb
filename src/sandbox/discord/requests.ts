import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { FileStore } from './file-store.ts';
import { type Payload, readPayload } from './payload.ts';

/** A REST call of the bot, in order of arrival. */
export interface RecordedRequest {
  readonly method: string;
  /** Without "/api", the version and the query. */
  readonly path: string;
  readonly query: unknown;
  /** The JSON, or the `payload_json` of a multipart body; `undefined` when a fault struck before it was read. */
  readonly body: unknown;
  readonly files: readonly { field: string; filename: string; contentType: string; sizeBytes: number }[];
  /** `undefined` while unanswered and when the connection was cut. */
  readonly status: number | undefined;
  /** Milliseconds on the sandbox's clock. */
  readonly at: number;
}

/** Reads the body of a request, files to disk, and notes it in the record. */
export type Receive = (request: FastifyRequest, maxFileBytes: number) => Promise<Payload>;

type Entry = { -readonly [K in keyof RecordedRequest]: RecordedRequest[K] };

export interface RequestRecorder {
  readonly requests: readonly RecordedRequest[];
  readonly receive: Receive;
}

/** Keeps a record of every call below /api. Call before faults are installed, so that struck calls show too. */
export function recordRequests(
  server: FastifyInstance,
  now: () => number,
  files: FileStore,
): RequestRecorder {
  const requests: Entry[] = [];
  const entries = new WeakMap<FastifyRequest, Entry>();

  server.addHook('onRequest', async (request) => {
    const [fullPath = ''] = request.url.split('?', 1);
    const path = /^\/api(?:\/v\d+)?(\/.*)$/.exec(fullPath)?.[1];
    if (path === undefined) return;
    const entry: Entry = {
      method: request.method,
      path,
      query: request.query,
      body: undefined,
      files: [],
      status: undefined,
      at: now(),
    };
    requests.push(entry);
    entries.set(request, entry);
  });
  server.addHook('preHandler', async (request) => {
    const entry = entries.get(request);
    if (entry && !request.isMultipart()) entry.body = request.body;
  });
  server.addHook('onResponse', async (request, reply) => {
    const entry = entries.get(request);
    if (entry && reply.raw.writableFinished) entry.status = reply.statusCode;
  });

  return {
    requests,
    async receive(request, maxFileBytes) {
      const payload = await readPayload(request, files, maxFileBytes);
      const entry = entries.get(request);
      if (entry) {
        entry.body = payload.body;
        entry.files = payload.files.map(({ index, filename, declaredType, file }) => ({
          field: `files[${index}]`,
          filename,
          contentType: declaredType,
          sizeBytes: file.sizeBytes,
        }));
      }
      return payload;
    },
  };
}

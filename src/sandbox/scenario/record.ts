import type { FastifyInstance } from 'fastify';

export interface RecordedRequest {
  readonly method: string;
  /** With `/v1` or `/cdn`, without the query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Parsed JSON; undefined where there was none. */
  readonly body: unknown;
  /** Of the answer, also when a fault keeps the answer from arriving. */
  readonly status: number;
  /** Milliseconds on the server's clock, when the answer was ready. */
  readonly at: number;
}

/**
 * Records what the server answers, in memory for as long as it runs. Call before faults are installed: a lost answer is
 * recorded, since the request was handled; a request cut off before that is not.
 */
export function installRecorder(server: FastifyInstance, now: () => number): readonly RecordedRequest[] {
  const requests: RecordedRequest[] = [];
  server.addHook('onSend', async (request, reply) => {
    const url = new URL(request.url, 'http://localhost');
    requests.push({
      method: request.method,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      body: request.body,
      status: reply.statusCode,
      at: now(),
    });
  });
  return requests;
}

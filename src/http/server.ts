import Fastify, { type FastifyBaseLogger, type FastifyError, LogController } from 'fastify';
import type { Clock } from '../lib/clock.ts';
import type { Metrics } from './metrics.ts';
import { type VideoRoutesOptions, videoRoutes } from './video-routes.ts';

/** Whether one of the things that the bot depends on works at this moment. */
export type ReadinessChecks = Record<string, () => boolean | Promise<boolean>>;

export interface HttpServerOptions {
  host: string;
  port: number;
  clock: Clock;
  logger: FastifyBaseLogger;
  metrics: Metrics;
  ready: ReadinessChecks;
  /** Videos are shown under `/v/`; not at all when absent. */
  videos?: Omit<VideoRoutesOptions, 'onAnswer'> | undefined;
  /** How long a request may take to arrive, its body included. */
  requestTimeoutMs?: number;
}

export interface HttpServer {
  url: string;
  close(): Promise<void>;
}

const REQUEST_TIMEOUT_MS = 30_000;
/** Nothing is sent here. */
const MAX_BODY_BYTES = 1_024;
const MAX_CONNECTIONS = 1_000;
/** Whoever asks whether the bot is ready does not wait much longer themselves. */
const CHECK_WITHIN_MS = 3_000;

/**
 * Serves `/healthz` (the process runs), `/readyz` (everything it depends on works; names what does not), `/metrics`, and
 * videos.
 * @throws Error when the port cannot be had
 */
export async function startHttpServer({
  host,
  port,
  clock,
  logger,
  metrics,
  ready,
  videos,
  requestTimeoutMs = REQUEST_TIMEOUT_MS,
}: HttpServerOptions): Promise<HttpServer> {
  const server = Fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: true,
    requestTimeout: requestTimeoutMs,
    // Of the two limits Node takes the longer one for the whole request.
    http: { headersTimeout: requestTimeoutMs, connectionsCheckingInterval: requestTimeoutMs },
    bodyLimit: MAX_BODY_BYTES,
  });
  server.server.maxConnections = MAX_CONNECTIONS;
  server.setErrorHandler<FastifyError>((err, request, reply) => {
    const { statusCode = 500 } = err;
    if (statusCode < 500) return reply.code(statusCode).send({ error: err.message });
    request.log.error({ err }, 'a request could not be answered');
    // What went wrong is for the log alone.
    return reply.code(500).send({ error: 'Something went wrong. The log says what.' });
  });

  server.get('/healthz', async () => ({ status: 'ok' }));
  server.get('/readyz', async (_request, reply) => {
    const results = await Promise.all(
      Object.entries(ready).map(async ([name, check]) => [name, await works(check, clock)] as const),
    );
    const allWork = results.every(([, working]) => working);
    return reply.code(allWork ? 200 : 503).send(Object.fromEntries(results));
  });
  server.get('/metrics', async (_request, reply) =>
    reply.header('content-type', metrics.contentType).send(await metrics.text()),
  );

  if (videos) await server.register(videoRoutes, { prefix: '/v', ...videos, onAnswer: metrics.linkAnswered });

  const url = await server.listen({ host, port });
  return { url, close: () => server.close() };
}

async function works(check: () => boolean | Promise<boolean>, clock: Clock): Promise<boolean> {
  const answered = new AbortController();
  try {
    const tooLate = clock.sleep(CHECK_WITHIN_MS, answered.signal).then(() => false);
    return await Promise.race([check(), tooLate]);
  } catch {
    // What exactly is wrong is in the log of whoever uses it; here it only counts that it does not work.
    return false;
  } finally {
    answered.abort();
  }
}

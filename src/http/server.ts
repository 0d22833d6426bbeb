import Fastify, { type FastifyBaseLogger, LogController } from 'fastify';
import type { Metrics } from './metrics.ts';
import { type VideoRoutesOptions, videoRoutes } from './video-routes.ts';

/** Whether one of the things that the bot depends on works at this moment. */
export type ReadinessChecks = Record<string, () => boolean | Promise<boolean>>;

export interface HttpServerOptions {
  host: string;
  port: number;
  logger: FastifyBaseLogger;
  metrics: Metrics;
  ready: ReadinessChecks;
  /** Videos are shown under `/v/`; not at all when absent. */
  videos?: Omit<VideoRoutesOptions, 'onAnswer'> | undefined;
}

export interface HttpServer {
  url: string;
  close(): Promise<void>;
}

/**
 * Serves `/healthz` (the process runs), `/readyz` (everything it depends on works; names what does not), `/metrics`, and
 * videos.
 * @throws Error when the port cannot be had
 */
export async function startHttpServer({
  host,
  port,
  logger,
  metrics,
  ready,
  videos,
}: HttpServerOptions): Promise<HttpServer> {
  const server = Fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: true,
  });

  server.get('/healthz', async () => ({ status: 'ok' }));
  server.get('/readyz', async (_request, reply) => {
    const results = await Promise.all(
      Object.entries(ready).map(async ([name, check]) => [name, await works(check)] as const),
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

async function works(check: () => boolean | Promise<boolean>): Promise<boolean> {
  try {
    return await check();
  } catch {
    // What exactly is wrong is in the log of whoever uses it; here it only counts that it does not work.
    return false;
  }
}

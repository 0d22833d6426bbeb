import { randomUUID } from 'node:crypto';
import type { FastifyError, FastifyInstance } from 'fastify';

interface Refusal {
  status: number;
  /** In Scenario's own error body; the API gateway in front of it answers with `{ message }` alone. */
  reason: string;
  name: string;
  details?: Record<string, unknown>;
  /** A cooldown: sent as a header and in the body. */
  retryAfterSeconds?: number;
}

/** Thrown by a handler: answered with Scenario's error body. */
export class ApiError extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.reason);
    this.refusal = refusal;
  }
}

export const badRequest = (reason: string, details?: Record<string, unknown>): ApiError =>
  new ApiError({ status: 400, reason, name: 'BadRequestError', ...(details && { details }) });

export const notFound = (reason: string): ApiError =>
  new ApiError({ status: 404, reason, name: 'NotFoundError' });

/** Makes every error of the server's routes look as Scenario's do. Call before the routes are declared. */
export function installErrorAnswers(server: FastifyInstance): void {
  server.setNotFoundHandler((_request, reply) => reply.code(404).send({ message: 'Not Found' }));
  server.setErrorHandler<FastifyError | ApiError>((error, _request, reply) => {
    if (error instanceof ApiError) {
      const { status, retryAfterSeconds, ...body } = error.refusal;
      if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds));
      return reply.code(status).send({
        ...body,
        ...(retryAfterSeconds !== undefined && { remainingSeconds: retryAfterSeconds }),
        trace_id: randomUUID(),
      });
    }
    const status = error.statusCode ?? 500;
    if (status === 413) return reply.code(413).send({ message: 'Request Too Long' });
    const refused = status < 500;
    return reply.code(refused ? 400 : 500).send({
      reason: error.message,
      name: refused ? 'BadRequestError' : 'InternalServerError',
      trace_id: randomUUID(),
    });
  });
}

import type { FastifyInstance } from 'fastify';
import { ApiError } from './api-error.ts';

const WINDOW_MS = 60_000;

/** Refuses what goes over the limit of any 60 seconds. A refused request does not count. */
export function installRateLimit(scope: FastifyInstance, requestsPerMinute: number, now: () => number): void {
  const admitted: number[] = [];
  scope.addHook('onRequest', async () => {
    const at = now();
    while (admitted[0] !== undefined && admitted[0] <= at - WINDOW_MS) admitted.shift();
    if (admitted.length >= requestsPerMinute) {
      const oldest = admitted[0] ?? at;
      throw new ApiError({
        status: 429,
        reason: 'Too many requests, please slow down',
        name: 'TooManyRequestsError',
        retryAfterSeconds: Math.ceil((oldest + WINDOW_MS - at) / 1_000),
      });
    }
    admitted.push(at);
  });
}

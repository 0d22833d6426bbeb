import type { FastifyInstance } from 'fastify';
import { ApiError } from './api-error.ts';

export interface Credentials {
  apiKey: string;
  apiSecret: string;
  /** When set, a request that names another project is refused. */
  projectId?: string;
}

/** Lets only the holder of the key reach this scope's routes. The gateway refuses the others, so its body is `{ message }`. */
export function installAuth(scope: FastifyInstance, credentials: Credentials): void {
  const expected = `Basic ${Buffer.from(`${credentials.apiKey}:${credentials.apiSecret}`).toString('base64')}`;
  scope.addHook<{ Querystring: { projectId?: unknown } }>('onRequest', async (request, reply) => {
    if (request.headers.authorization !== expected) {
      return reply.code(401).send({ message: 'Unauthorized' });
    }
    const asked = request.query.projectId;
    if (asked !== undefined && credentials.projectId !== undefined && asked !== credentials.projectId) {
      throw new ApiError({
        status: 403,
        reason: 'You are not allowed to access this project',
        name: 'ForbiddenError',
      });
    }
    return undefined;
  });
}

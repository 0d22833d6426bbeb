import type { AddressInfo } from 'node:net';
import multipart from '@fastify/multipart';
import fastify, { type FastifyInstance } from 'fastify';
import { DiscordError, refusal } from './errors.ts';

/** Interaction tokens are longer than what fastify takes by default. */
const MAX_PATH_PARAMETER_CHARACTERS = 500;

/** A server that speaks of its errors as Discord does. */
export async function createServer(): Promise<FastifyInstance> {
  const server = fastify({
    forceCloseConnections: true,
    routerOptions: { maxParamLength: MAX_PATH_PARAMETER_CHARACTERS },
  });
  await server.register(multipart);
  server.setNotFoundHandler((_request, reply) => reply.code(404).send(refusal('notFound').body()));
  server.setErrorHandler((error, _request, reply) => {
    if (error instanceof DiscordError) return reply.code(error.status).send(error.body());
    const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
    const message = error instanceof Error ? error.message : String(error);
    if (status < 500) return reply.code(status).send({ ...refusal('invalidJson').body(), message });
    return reply.code(500).send({ message: `500: Internal Server Error (${message})`, code: 0 });
  });
  return server;
}

export function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string')
    throw new Error('The sandbox does not listen on a port');
  return address.port;
}

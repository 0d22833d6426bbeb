import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** What goes wrong with a request that a fault matches. */
export type FaultEffect =
  /** Answered with this instead of being handled. */
  | { kind: 'status'; status: number; body?: unknown; headers?: Record<string, string> }
  /** Handled after a pause. */
  | { kind: 'delay'; ms: number }
  /** The connection drops before anything was handled. */
  | { kind: 'cut' }
  /** Handled in full, but the connection drops instead of the answer. */
  | { kind: 'lose-answer' }
  /** Handled only once `until` resolves. */
  | { kind: 'hold-request'; until: Promise<unknown> }
  /** Handled at once, answered only once `until` resolves. */
  | { kind: 'hold-answer'; until: Promise<unknown> };

export interface Fault {
  /** Any method when absent. */
  method?: string;
  /** Tested against the path without its query. */
  path: RegExp;
  /** How many requests it strikes; every one when absent. */
  times?: number;
  effect: FaultEffect;
}

export interface ActiveFault {
  readonly hits: number;
  /** Resolves at the first request that it strikes. */
  readonly firstHit: Promise<void>;
  remove(): void;
}

export interface FaultBoard {
  /** Switches a fault on. Where several match one request, the first added strikes. */
  add(fault: Fault): ActiveFault;
  clear(): void;
}

interface Entry {
  fault: Fault;
  hits: number;
  firstHit: PromiseWithResolvers<void>;
}

/** Gives a server faults that can be switched on while it runs. Call before the routes are declared. */
export function installFaults(server: FastifyInstance): FaultBoard {
  const entries = new Set<Entry>();
  const struck = new WeakMap<FastifyRequest, FaultEffect>();

  server.addHook('onRequest', async (request, reply) => {
    const entry = [...entries].find(({ fault }) => matches(fault, request));
    if (!entry) return;
    entry.hits += 1;
    entry.firstHit.resolve();
    if (entry.hits >= (entry.fault.times ?? Number.POSITIVE_INFINITY)) entries.delete(entry);
    struck.set(request, entry.fault.effect);
    return beforeHandling(entry.fault.effect, request, reply);
  });
  server.addHook('onSend', async (request) => {
    const effect = struck.get(request);
    if (effect?.kind === 'lose-answer') request.raw.socket.destroy();
    if (effect?.kind === 'hold-answer') await effect.until;
  });

  return {
    add(fault) {
      const entry: Entry = { fault, hits: 0, firstHit: Promise.withResolvers<void>() };
      entries.add(entry);
      return {
        get hits() {
          return entry.hits;
        },
        firstHit: entry.firstHit.promise,
        remove: () => void entries.delete(entry),
      };
    },
    clear: () => entries.clear(),
  };
}

function matches(fault: Fault, request: FastifyRequest): boolean {
  const path = request.url.split('?', 1)[0] ?? '';
  return (fault.method === undefined || fault.method === request.method) && fault.path.test(path);
}

async function beforeHandling(
  effect: FaultEffect,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  switch (effect.kind) {
    case 'status':
      return reply
        .code(effect.status)
        .headers(effect.headers ?? {})
        .send(effect.body ?? {});
    case 'cut':
      reply.hijack();
      request.raw.socket.destroy();
      return undefined;
    case 'delay':
      await delay(effect.ms);
      return undefined;
    case 'hold-request':
      await effect.until;
      return undefined;
    case 'lose-answer':
    case 'hold-answer':
      return undefined;
  }
}

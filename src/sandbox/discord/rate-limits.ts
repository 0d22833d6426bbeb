import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { World } from './world.ts';

/** How often a route may be called with the same major parameter (channel, or webhook token). */
interface Rule {
  method: string;
  /** The first group is the major parameter. */
  path: RegExp;
  limit: number;
  windowMs: number;
}

const RULES: readonly Rule[] = [
  { method: 'POST', path: /\/channels\/(\d+)\/messages$/, limit: 5, windowMs: 5_000 },
  { method: 'PATCH', path: /\/channels\/(\d+)\/messages\/\d+$/, limit: 5, windowMs: 5_000 },
  { method: 'POST', path: /\/webhooks\/(\d+\/[^/]+)$/, limit: 5, windowMs: 2_000 },
  { method: 'PATCH', path: /\/webhooks\/(\d+\/[^/]+)\/messages\/[^/]+$/, limit: 5, windowMs: 2_000 },
];
const OLD_MESSAGE_MS = 60 * 60 * 1000;
const OLD_EDITS: Rule = { method: 'PATCH', path: RULES[1]?.path ?? /^$/, limit: 3, windowMs: 6_000 };

interface Window {
  used: number;
  /** Milliseconds of the process's own clock: the limits run in real time. */
  endsAt: number;
}

/**
 * Answers 429 where the bot goes over Discord's observed limits, and says in the headers how much is left.
 * Real time counts, because the bot waits in real time.
 */
export function limitRates(server: FastifyInstance, world: World): void {
  const windows = new Map<string, Window>();

  const take = (rule: Rule, key: string): Window => {
    const at = performance.now();
    const open = windows.get(key);
    const window = open && open.endsAt > at ? open : { used: 0, endsAt: at + rule.windowMs };
    window.used += 1;
    windows.set(key, window);
    return window;
  };

  server.addHook('preHandler', async (request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '';
    for (const rule of RULES) {
      const major = rule.method === request.method ? rule.path.exec(path)?.[1] : undefined;
      if (major === undefined) continue;
      const window = take(rule, `${rule.method} ${rule.path} ${major}`);
      setHeaders(reply, rule, window);
      if (window.used > rule.limit) return refuse(request, reply, window, 0, 'You are being rate limited.');
      if (isOldEdit(rule, path)) {
        const edits = take(OLD_EDITS, `old ${major}`);
        const text = 'Maximum number of edits to messages older than 1 hour reached. Try again later.';
        if (edits.used > OLD_EDITS.limit) return refuse(request, reply, edits, 30046, text);
      }
    }
    return undefined;
  });

  function isOldEdit(rule: Rule, path: string): boolean {
    if (rule.path !== OLD_EDITS.path) return false;
    const message = world.messages.find(path.split('/').at(-1) ?? '');
    return message !== undefined && world.now() - message.createdAt > OLD_MESSAGE_MS;
  }
}

function setHeaders(reply: FastifyReply, rule: Rule, window: Window): void {
  const resetAfterMs = Math.max(0, window.endsAt - performance.now());
  reply.headers({
    'x-ratelimit-limit': String(rule.limit),
    'x-ratelimit-remaining': String(Math.max(0, rule.limit - window.used)),
    'x-ratelimit-reset': ((Date.now() + resetAfterMs) / 1000).toFixed(3),
    'x-ratelimit-reset-after': (resetAfterMs / 1000).toFixed(3),
    'x-ratelimit-bucket': createHash('sha1').update(`${rule.method} ${rule.path}`).digest('hex'),
  });
}

async function refuse(
  request: FastifyRequest,
  reply: FastifyReply,
  window: Window,
  code: number,
  message: string,
): Promise<unknown> {
  // An upload is read to its end first: an answer in the midst of it would look like a broken connection.
  if (request.isMultipart()) for await (const _ of request.raw);
  const retryAfter = Math.max(0, window.endsAt - performance.now()) / 1000;
  return reply
    .code(429)
    .headers({ 'retry-after': String(Math.ceil(retryAfter)), 'x-ratelimit-scope': 'user' })
    .send({ message, retry_after: Number(retryAfter.toFixed(3)), global: false, code });
}

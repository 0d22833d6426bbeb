import { Agent, request } from 'undici';
import type { z } from 'zod';
import { backoffMs } from '../lib/backoff.ts';
import type { Clock } from '../lib/clock.ts';
import { errorText } from '../lib/errors.ts';
import type { Random } from '../lib/random.ts';
import { networkErrorKind, ScenarioError } from './errors.ts';
import type { Priority, RateBudget } from './rate-budget.ts';
import { errorBodySchema } from './wire.ts';

export interface ScenarioRequest<Answer> {
  method: 'GET' | 'POST';
  path: string;
  query?: Record<string, string | undefined>;
  body?: unknown;
  answer: z.ZodType<Answer>;
  priority: Priority;
  /** Sent again after a failure that may pass. Never for a request that costs money. */
  repeatable: boolean;
  signal?: AbortSignal | undefined;
}

export interface Transport {
  /** @throws ScenarioError */
  send<Answer>(request: ScenarioRequest<Answer>): Promise<Answer>;
  close(): Promise<void>;
}

export interface TransportOptions {
  /** With the version: `https://api.cloud.scenario.com/v1`. */
  baseUrl: string;
  apiKey: string;
  apiSecret: string;
  projectId?: string | undefined;
  budget: RateBudget;
  clock: Clock;
  random: Random;
  /** Told of every answer; `status` is 0 when none came. */
  onAnswer?: (method: string, path: string, status: number) => void;
}

const CONNECT_TIMEOUT_MS = 10_000;
const ANSWER_TIMEOUT_MS = 60_000;
const REPEATS = 3;
const REPEAT_BACKOFF = { baseMs: 500, maxMs: 8_000 };
/** A longer pause than this is of the route that was asked, not of all requests together. */
const LONGEST_SHARED_PAUSE_MS = 60_000;
/** A longer pause than this is not waited out inside a request: the caller decides. */
const LONGEST_WAIT_MS = 15_000;

/** Sends requests to Scenario: authentication, the shared budget, repeats of reads, errors with their context. */
export function createTransport(options: TransportOptions): Transport {
  const { baseUrl, budget, clock, random } = options;
  const authorization = `Basic ${Buffer.from(`${options.apiKey}:${options.apiSecret}`).toString('base64')}`;
  const timeouts = {
    connect: { timeout: CONNECT_TIMEOUT_MS },
    headersTimeout: ANSWER_TIMEOUT_MS,
    bodyTimeout: ANSWER_TIMEOUT_MS,
  };
  const keptAlive = new Agent(timeouts);
  // A kept connection may turn out closed only after the request was written to it, which cannot be told from a lost answer.
  const fresh = new Agent({ ...timeouts, pipelining: 0 });

  const sendOnce = async <Answer>(call: ScenarioRequest<Answer>): Promise<Answer> => {
    const { method, path } = call;
    const url = new URL(baseUrl + path);
    for (const [name, value] of Object.entries({ ...call.query, projectId: options.projectId })) {
      if (value !== undefined) url.searchParams.set(name, value);
    }
    await budget.acquire(call.priority, call.signal);
    let status = 0;
    let text: string;
    let retryAfter: string | undefined;
    try {
      const response = await request(url, {
        method,
        dispatcher: call.repeatable ? keptAlive : fresh,
        headers: { authorization, accept: 'application/json', 'content-type': 'application/json' },
        ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
        ...(call.signal ? { signal: call.signal } : {}),
      });
      text = await response.body.text();
      status = response.statusCode;
      const header = response.headers['retry-after'];
      retryAfter = Array.isArray(header) ? header[0] : header;
    } catch (cause) {
      throw new ScenarioError(
        { kind: networkErrorKind(cause), method, path, reason: errorText(cause) },
        { cause },
      );
    } finally {
      options.onAnswer?.(method, path, status);
    }
    const body = parseJson(text);
    if (status < 200 || status > 299) throw refusal({ method, path, status, body, text, retryAfter });
    const parsed = call.answer.safeParse(body);
    if (parsed.success) return parsed.data;
    throw new ScenarioError(
      { kind: 'malformed', method, path, status, reason: 'the answer has an unknown shape' },
      { cause: parsed.error },
    );
  };

  return {
    send: async (call) => {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await sendOnce(call);
        } catch (error) {
          if (!(error instanceof ScenarioError)) throw error;
          if (error.kind === 'busy' && error.actionLimit === undefined) {
            budget.pauseUntil(clock.now() + sharedPauseMs(error.retryAfterMs));
          }
          const waitMs = error.retryAfterMs ?? backoffMs(attempt, random.fraction(), REPEAT_BACKOFF);
          const hopeless = error.kind === 'refused' || error.kind === 'malformed' || waitMs > LONGEST_WAIT_MS;
          if (!call.repeatable || hopeless || attempt > REPEATS || call.signal?.aborted) throw error;
          await clock.sleep(waitMs, call.signal);
        }
      }
    },
    close: async () => {
      await Promise.all([keptAlive.close(), fresh.close()]);
    },
  };
}

/** How long nobody asks anything after a 429: a cooldown of hours on one route is not to stop the others. */
const sharedPauseMs = (retryAfterMs: number | undefined): number =>
  retryAfterMs === undefined || retryAfterMs > LONGEST_SHARED_PAUSE_MS ? REPEAT_BACKOFF.maxMs : retryAfterMs;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: gateways answer with pages of their own. What it means is decided by the status.
    return undefined;
  }
}

interface Refusal {
  method: string;
  path: string;
  status: number;
  body: unknown;
  text: string;
  retryAfter: string | undefined;
}

const REASON_MAX_LENGTH = 300;
/** Says nothing of whether the request took effect. */
const REQUEST_TIMEOUT = 408;

function refusal({ method, path, status, body, text, retryAfter }: Refusal): ScenarioError {
  const parsed = errorBodySchema.safeParse(body);
  const fields = parsed.success ? parsed.data : {};
  const reason = fields.reason ?? fields.message ?? fields.error ?? String(fields.code ?? text);
  const seconds = Number(retryAfter) || fields.remainingSeconds || fields.details?.remainingSeconds;
  return new ScenarioError({
    kind: status === 429 ? 'busy' : status >= 500 || status === REQUEST_TIMEOUT ? 'server' : 'refused',
    method,
    path,
    status,
    reason: reason.slice(0, REASON_MAX_LENGTH),
    retryAfterMs: seconds ? seconds * 1_000 : undefined,
    actionLimit: fields.details?.actionLimit,
  });
}

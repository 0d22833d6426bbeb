import type { AddressInfo } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { onTestFinished } from 'vitest';
import type { Clock } from '../../src/lib/clock.ts';
import type { Random } from '../../src/lib/random.ts';
import {
  type ScenarioSandbox,
  type ScenarioSandboxOptions,
  startScenarioSandbox,
} from '../../src/sandbox/scenario/server.ts';
import { createScenarioClient, type ScenarioClient } from '../../src/scenario/client.ts';
import { createRateBudget } from '../../src/scenario/rate-budget.ts';
import { createTransport, type Transport } from '../../src/scenario/transport.ts';
import type { VeoRequestBody } from '../../src/veo/request-body.ts';
import { createTestClock, type TestClock } from '../support/test-clock.ts';

/** 22 November 2026, noon UTC. */
const START = Date.UTC(2026, 10, 22, 12);
/** How long a job of the sandbox takes here. */
export const WHOLE_JOB_MS = 4_000;
const STAGES = { pending: 1_000, queued: 1_000, inProgress: 1_000, finalizing: 1_000 };

export const BODY: VeoRequestBody = {
  prompt: 'A paper boat at dusk',
  resolution: '720p',
  aspectRatio: '16:9',
  duration: 8,
  generateAudio: true,
  seed: 7,
};

export interface Answered {
  method: string;
  path: string;
  status: number;
}

export interface Line {
  clock: TestClock;
  transport: Transport;
  client: ScenarioClient;
  /** Every pause that was waited out, in milliseconds. */
  pauses: number[];
  /** Every attempt, as the transport reported it. */
  answers: Answered[];
}

const NO_CHANCE: Random = { fraction: () => 0, integer: (min) => min, token: () => 'token' };

/** A line to a Scenario at some address, on a clock that skips pauses. It is closed with the test. */
export function openLine(
  baseUrl: string,
  {
    projectId,
    apiKey = 'sandbox-key',
    perMinute = 10_000,
  }: { projectId?: string; apiKey?: string; perMinute?: number } = {},
): Line {
  const clock = createTestClock({ startAt: START });
  const pauses: number[] = [];
  const answers: Answered[] = [];
  const skipping: Clock = {
    now: clock.now,
    sleep: async (ms) => {
      pauses.push(ms);
      clock.jump(ms);
    },
  };
  const transport = createTransport({
    baseUrl,
    apiKey,
    apiSecret: 'sandbox-secret',
    projectId,
    budget: createRateBudget(perMinute, skipping),
    clock: skipping,
    random: NO_CHANCE,
    onAnswer: (method, path, status) => void answers.push({ method, path, status }),
  });
  onTestFinished(() => transport.close());
  return { clock, transport, client: createScenarioClient(transport), pauses, answers };
}

/** A line to a sandbox of its own, which follows the line's clock. */
export async function openSandboxLine(
  options: ScenarioSandboxOptions = {},
  lineOptions: Parameters<typeof openLine>[1] = {},
): Promise<Line & { sandbox: ScenarioSandbox }> {
  let now = () => START;
  const sandbox = await startScenarioSandbox({
    now: () => now(),
    stageDurationsMs: STAGES,
    requestsPerMinute: 10_000,
    ...options,
  });
  onTestFinished(() => sandbox.close());
  const line = openLine(sandbox.url, lineOptions);
  now = line.clock.now;
  return { ...line, sandbox };
}

/** A line to a server whose routes the test declares. */
export async function openStubLine(routes: (server: FastifyInstance) => void): Promise<Line> {
  const server = Fastify({ forceCloseConnections: true });
  routes(server);
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => server.close());
  return openLine(url);
}

/** An address at which nobody listens. */
export async function deadAddress(): Promise<string> {
  const server = Fastify();
  await server.listen({ host: '127.0.0.1', port: 0 });
  const { port } = server.server.address() as AddressInfo; // sound: it listens on TCP
  await server.close();
  return `http://127.0.0.1:${port}`;
}

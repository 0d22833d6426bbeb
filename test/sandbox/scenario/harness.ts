import { onTestFinished } from 'vitest';
import { z } from 'zod';
import {
  type ScenarioSandbox,
  type ScenarioSandboxOptions,
  startScenarioSandbox,
} from '../../../src/sandbox/scenario/server.ts';

/** 22 November 2026, noon UTC. */
export const START = Date.UTC(2026, 10, 22, 12);
export const DAY_MS = 24 * 60 * 60 * 1_000;
export const STAGES = { pending: 1_000, queued: 2_000, inProgress: 6_000, finalizing: 1_000 };
export const WHOLE_JOB_MS = 10_000;

export const GENERATE = '/generate/custom/model_veo3-1';
/** The smallest body that is right. */
export const BODY = { prompt: 'a fox in the snow', generateAudio: true };
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

interface Answer {
  status: number;
  headers: Headers;
  json: unknown;
}

export interface Bench {
  sandbox: ScenarioSandbox;
  /** The sandbox's clock, in milliseconds. */
  clock: { now: number };
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Makes a paid job and gives its id. */
  submit(body?: Record<string, unknown>): Promise<string>;
  /** Uploads an image and gives its asset id. */
  upload(): Promise<string>;
  /** A fresh signed URL. */
  urlOf(assetId: string): Promise<string>;
}

const AUTH = { authorization: `Basic ${Buffer.from('sandbox-key:sandbox-secret').toString('base64')}` };
const jobAnswer = z.object({ job: z.object({ jobId: z.string() }) });
const assetAnswer = z.object({ asset: z.object({ id: z.string(), url: z.string() }) });

/** A sandbox for one test, with a clock that only the test moves. */
export async function startBench(options: ScenarioSandboxOptions = {}): Promise<Bench> {
  const clock = { now: START };
  const sandbox = await startScenarioSandbox({ now: () => clock.now, stageDurationsMs: STAGES, ...options });
  onTestFinished(() => sandbox.close());

  const call: Bench['call'] = async (method, path, body, headers = AUTH) => {
    const response = await fetch(sandbox.url + path, {
      method,
      headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, json: await response.json() };
  };
  return {
    sandbox,
    clock,
    call,
    submit: async (body = BODY) => jobAnswer.parse((await call('POST', GENERATE, body)).json).job.jobId,
    upload: async () => {
      const answer = await call('POST', '/assets', { name: 'dot.png', image: PNG.toString('base64') });
      return assetAnswer.parse(answer.json).asset.id;
    },
    urlOf: async (assetId) => assetAnswer.parse((await call('GET', `/assets/${assetId}`)).json).asset.url,
  };
}

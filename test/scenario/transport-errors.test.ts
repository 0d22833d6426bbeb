import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { FaultEffect } from '../../src/sandbox/faults.ts';
import { ScenarioError } from '../../src/scenario/errors.ts';
import type { Transport } from '../../src/scenario/transport.ts';
import { deadAddress, type Line, openLine, openSandboxLine } from './bench.ts';

const HTML = `<!DOCTYPE html><html><body>${'Bad gateway. '.repeat(100)}</body></html>`;

/** One request that is not repeated, and the error that it must end with. */
async function failure(transport: Transport, signal?: AbortSignal): Promise<ScenarioError> {
  const error = await transport
    .send({
      method: 'GET',
      path: '/models',
      answer: z.object({ models: z.array(z.unknown()) }),
      priority: 'background',
      repeatable: false,
      signal,
    })
    .then(
      () => new Error('it went through'),
      (reason: unknown) => reason,
    );
  if (!(error instanceof ScenarioError)) throw error;
  return error;
}

/** What a fault does to a request. */
async function failureBy(effect: FaultEffect): Promise<{ error: ScenarioError; line: Line }> {
  const line = await openSandboxLine();
  line.sandbox.faults.add({ path: /models$/, effect });
  return { error: await failure(line.transport), line };
}

describe('a network failure', () => {
  test('before anything was sent is told from one after it', async () => {
    const line = openLine(await deadAddress());
    expect(await failure(line.transport)).toMatchObject({
      kind: 'unreachable',
      status: undefined,
      method: 'GET',
      path: '/models',
    });
    expect(line.answers).toEqual([{ method: 'GET', path: '/models', status: 0 }]);
  });

  test('to find the host counts as nothing sent', async () => {
    const line = openLine('http://nowhere.invalid/v1');
    expect(await failure(line.transport)).toMatchObject({ kind: 'unreachable' });
  });

  test.each(['cut', 'lose-answer'] as const)('after it leaves open whether it arrived (%s)', async (kind) => {
    const { error, line } = await failureBy({ kind });
    expect(error).toMatchObject({ kind: 'lost', status: undefined });
    expect(line.answers).toEqual([{ method: 'GET', path: '/models', status: 0 }]);
  });

  test('in the middle of an answer leaves it open too', async () => {
    const held = Promise.withResolvers<void>();
    const line = await openSandboxLine();
    const fault = line.sandbox.faults.add({
      path: /models$/,
      effect: { kind: 'hold-answer', until: held.promise },
    });
    const stop = new AbortController();
    const failed = failure(line.transport, stop.signal);
    await fault.firstHit;
    stop.abort();
    expect((await failed).kind).toBe('lost');
    held.resolve();
  });
});

describe('a refusal', () => {
  test.each<[number, ScenarioError['kind']]>([
    [400, 'refused'],
    [401, 'refused'],
    [402, 'refused'],
    [403, 'refused'],
    [404, 'refused'],
    [422, 'refused'],
    [408, 'server'],
    [429, 'busy'],
    [500, 'server'],
    [502, 'server'],
    [503, 'server'],
    [504, 'server'],
  ])('with status %d is of kind %s', async (status, kind) => {
    const { error, line } = await failureBy({ kind: 'status', status, body: { reason: 'Because' } });
    expect(error).toMatchObject({ kind, status, reason: 'Because', method: 'GET', path: '/models' });
    expect(error.message).toBe(`GET /models: ${status}: Because`);
    expect(line.answers).toEqual([{ method: 'GET', path: '/models', status }]);
  });

  test('of a wrong key carries the gateway’s words', async () => {
    const { transport } = await openSandboxLine({}, { apiKey: 'wrong' });
    expect(await failure(transport)).toMatchObject({ kind: 'refused', status: 401, reason: 'Unauthorized' });
  });

  test('of another project carries Scenario’s words', async () => {
    const { transport } = await openSandboxLine({ projectId: 'proj_1' }, { projectId: 'proj_2' });
    expect(await failure(transport)).toMatchObject({
      status: 403,
      reason: expect.stringContaining('project'),
    });
  });

  test.each<[string, unknown, string]>([
    ['reason before everything', { reason: 'r', message: 'm', error: 'e', code: 'c' }, 'r'],
    ['then message', { message: 'm', error: 'e', code: 'c' }, 'm'],
    ['then error', { error: 'e', code: 'c' }, 'e'],
    ['then code', { code: 'QUOTA_EXCEEDED' }, 'QUOTA_EXCEEDED'],
    ['a code that is a number', { code: 17 }, '17'],
    ['the body itself when it has none of them', { oops: true }, '{"oops":true}'],
    ['a list', [1, 2], '[1,2]'],
    ['details of an unknown shape', { reason: 'r', details: ['x'] }, 'r'],
    ['a reason that is null, with a message', { reason: null, message: 'm' }, 'm'],
    ['details that are null', { reason: 'r', details: null }, 'r'],
  ])('tells its reason: %s', async (_what, body, reason) => {
    const { error } = await failureBy({ kind: 'status', status: 400, body });
    expect(error.reason).toBe(reason);
  });

  test('that is a page is judged by its status, and its text kept short', async () => {
    const headers = { 'content-type': 'text/html' };
    const { error } = await failureBy({ kind: 'status', status: 502, body: HTML, headers });
    expect(error).toMatchObject({ kind: 'server', status: 502 });
    expect(error.reason.startsWith('<!DOCTYPE html>')).toBe(true);
    expect(error.reason.length).toBeLessThanOrEqual(300);
  });
});

describe('a 429', () => {
  test.each<[string, FaultEffect & { kind: 'status' }, Partial<ScenarioError>]>([
    [
      'teaches how many may run',
      { kind: 'status', status: 429, body: { reason: 'Full', details: { actionName: 'x', actionLimit: 5 } } },
      { actionLimit: 5, retryAfterMs: undefined },
    ],
    [
      'teaches it whatever stands beside it',
      {
        kind: 'status',
        status: 429,
        body: { reason: null, details: { actionLimit: 5, remainingSeconds: null } },
      },
      { actionLimit: 5, retryAfterMs: undefined },
    ],
    [
      'says in its header how long to wait',
      { kind: 'status', status: 429, body: {}, headers: { 'retry-after': '7' } },
      { actionLimit: undefined, retryAfterMs: 7_000 },
    ],
    [
      'says so in its body',
      { kind: 'status', status: 429, body: { reason: 'Slow down', remainingSeconds: 12.5 } },
      { retryAfterMs: 12_500 },
    ],
    [
      'says so in its details',
      { kind: 'status', status: 429, body: { details: { remainingSeconds: 3 } } },
      { retryAfterMs: 3_000 },
    ],
    [
      'says so by a date, which is not understood: the body counts',
      {
        kind: 'status',
        status: 429,
        body: { remainingSeconds: 4 },
        headers: { 'retry-after': 'Sun, 22 Nov 2026 12:00:09 GMT' },
      },
      { retryAfterMs: 4_000 },
    ],
    [
      'says nothing',
      { kind: 'status', status: 429, body: {} },
      { actionLimit: undefined, retryAfterMs: undefined },
    ],
  ])('%s', async (_what, effect, expected) => {
    const { error } = await failureBy(effect);
    expect(error).toMatchObject({ kind: 'busy', status: 429, ...expected });
  });
});

describe('an answer that is no refusal but makes no sense', () => {
  test.each<[string, unknown, string]>([
    ['a page', HTML, 'text/html'],
    ['nothing', '', 'application/json'],
    ['broken JSON', '{"models":[', 'application/json'],
    ['another shape', '{"model":{}}', 'application/json'],
    ['null', 'null', 'application/json'],
  ])('is malformed: %s', async (_what, body, type) => {
    const effect: FaultEffect = { kind: 'status', status: 200, body, headers: { 'content-type': type } };
    expect((await failureBy(effect)).error).toMatchObject({ kind: 'malformed', status: 200 });
  });
});

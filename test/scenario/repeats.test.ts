import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { FaultEffect } from '../../src/sandbox/faults.ts';
import { ScenarioError } from '../../src/scenario/errors.ts';
import { BODY, openSandboxLine } from './bench.ts';

const status = (
  code: number,
  rest: { body?: unknown; headers?: Record<string, string> } = {},
): FaultEffect => ({
  kind: 'status',
  status: code,
  ...rest,
});

describe('a read', () => {
  test.each<[string, FaultEffect]>([
    ['a server error', status(503)],
    ['a time-out', status(408)],
    ['a lost answer', { kind: 'lose-answer' }],
    ['a dropped connection', { kind: 'cut' }],
  ])('is repeated after %s, after ever longer pauses', async (_what, effect) => {
    const { client, sandbox, pauses, answers } = await openSandboxLine();
    sandbox.faults.add({ path: /models$/, times: 3, effect });
    await client.checkAccess();
    expect(answers).toHaveLength(4);
    expect(answers.at(-1)?.status).toBe(200);
    expect(pauses).toEqual([250, 500, 1_000]);
  });

  test('is given up after the fourth failure, with the last one', async () => {
    const { client, sandbox } = await openSandboxLine();
    const fault = sandbox.faults.add({ path: /models$/, effect: status(503, { body: { reason: 'Down' } }) });
    await expect(client.checkAccess()).rejects.toMatchObject({ kind: 'server', status: 503, reason: 'Down' });
    expect(fault.hits).toBe(4);
  });

  test.each<[string, FaultEffect]>([
    ['a refusal', status(403)],
    ['an answer that makes no sense', status(200, { body: 'x', headers: { 'content-type': 'text/plain' } })],
    ['a pause that is too long to be waited out', status(429, { headers: { 'retry-after': '60' } })],
  ])('is not repeated after %s', async (_what, effect) => {
    const { client, sandbox, pauses } = await openSandboxLine();
    const fault = sandbox.faults.add({ path: /jobs/, effect });
    await expect(client.job('job_1')).rejects.toThrow(ScenarioError);
    expect(fault.hits).toBe(1);
    expect(pauses).toEqual([]);
  });

  test('waits as long as a 429 says', async () => {
    const { client, sandbox, pauses } = await openSandboxLine();
    sandbox.faults.add({
      path: /models$/,
      times: 1,
      effect: status(429, { headers: { 'retry-after': '9' } }),
    });
    await client.checkAccess();
    expect(pauses).toEqual([9_000]);
  });

  test('that was told to slow down holds every other request back as well', async () => {
    const { client, sandbox, clock } = await openSandboxLine();
    sandbox.faults.add({ path: /jobs/, times: 1, effect: status(429, { headers: { 'retry-after': '60' } }) });
    await expect(client.job('job_1')).rejects.toMatchObject({ kind: 'busy' });
    const told = clock.now();
    await client.checkAccess();
    expect(clock.now() - told).toBe(60_000);
  });

  test('goes on soon after another route was told to stay away for a day', async () => {
    const { client, sandbox, clock } = await openSandboxLine();
    const body = { details: { remainingSeconds: 86_400 } };
    sandbox.faults.add({ path: /generate/, times: 1, effect: status(429, { body }) });
    expect(await client.submit(BODY)).toEqual({
      kind: 'busy',
      actionLimit: undefined,
      retryAfterMs: 86_400_000,
    });
    const told = clock.now();
    await client.checkAccess();
    expect(clock.now() - told).toBeLessThanOrEqual(10_000);
  });

  test('is not repeated once it was aborted', async () => {
    const { transport, sandbox } = await openSandboxLine();
    const stop = new AbortController();
    const fault = sandbox.faults.add({
      path: /models$/,
      effect: { kind: 'hold-request', until: new Promise(() => {}) },
    });
    const sent = transport.send({
      method: 'GET',
      path: '/models',
      answer: z.unknown(),
      priority: 'poll',
      repeatable: true,
      signal: stop.signal,
    });
    const failed = expect(sent).rejects.toMatchObject({ kind: 'lost' });
    await fault.firstHit;
    stop.abort();
    await failed;
    expect(fault.hits).toBe(1);
  });
});

describe('the order of a video is sent once, whatever happens:', () => {
  test.each<[string, FaultEffect, string]>([
    ['a refusal', status(400), 'refused'],
    ['no credit', status(402), 'refused'],
    ['too many at once', status(429, { body: { details: { actionLimit: 2 } } }), 'busy'],
    ['too many requests', status(429, { headers: { 'retry-after': '1' } }), 'busy'],
    ['a time-out', status(408), 'lost'],
    ['a fault of the server', status(500), 'lost'],
    ['a gateway that gave up', status(504, { body: 'x', headers: { 'content-type': 'text/html' } }), 'lost'],
    ['an answer that makes no sense', status(200, { body: { ok: true } }), 'lost'],
    ['an answer that names no job', status(200, { body: { job: { status: 'pending' } } }), 'lost'],
    ['a dropped connection', { kind: 'cut' }, 'lost'],
    ['a lost answer', { kind: 'lose-answer' }, 'lost'],
  ])('%s', async (_what, effect, kind) => {
    const { client, sandbox, pauses, answers } = await openSandboxLine();
    const fault = sandbox.faults.add({ method: 'POST', path: /generate/, effect });
    expect(await client.submit(BODY)).toMatchObject({ kind });
    expect(fault.hits).toBe(1);
    expect(answers).toHaveLength(1);
    expect(pauses).toEqual([]);
  });

  test('even when an earlier request left a connection that has died meanwhile', async () => {
    const { client, sandbox, answers } = await openSandboxLine();
    await client.checkAccess();
    const fault = sandbox.faults.add({ method: 'POST', path: /generate/, times: 1, effect: { kind: 'cut' } });
    expect((await client.submit(BODY)).kind).toBe('lost');
    expect(fault.hits).toBe(1);
    expect(answers.filter(({ method }) => method === 'POST')).toHaveLength(1);
    expect(sandbox.jobs).toHaveLength(0);
  });
});

test('a dry run, which costs nothing, is not repeated either: it goes to the same address', async () => {
  const { client, sandbox } = await openSandboxLine();
  const fault = sandbox.faults.add({ method: 'POST', path: /generate/, effect: status(500) });
  await expect(client.price(BODY)).rejects.toMatchObject({ kind: 'server' });
  expect(fault.hits).toBe(1);
});

test('an upload, which is free, is repeated', async () => {
  const { client, sandbox } = await openSandboxLine();
  sandbox.faults.add({ method: 'POST', path: /assets/, times: 1, effect: { kind: 'lose-answer' } });
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );
  expect(await client.uploadImage('dot.png', png)).toMatch(/^asset_/);
  expect(sandbox.assets.filter(({ kind }) => kind === 'image')).toHaveLength(2);
});

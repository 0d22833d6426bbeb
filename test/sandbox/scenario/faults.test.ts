import { expect, test } from 'vitest';
import { BODY, GENERATE, startBench } from './harness.ts';

test('an answer that is lost leaves a paid job behind', async () => {
  const { sandbox, call } = await startBench();
  sandbox.faults.add({ method: 'POST', path: /generate/, times: 1, effect: { kind: 'lose-answer' } });
  await expect(call('POST', GENERATE, { ...BODY, seed: 7 })).rejects.toThrow();
  expect(sandbox.jobs).toMatchObject([{ body: { seed: 7 }, status: 'pending' }]);
  expect((await call('GET', '/jobs?types=custom&pageSize=200')).json).toMatchObject({
    jobs: [{ metadata: { input: { prompt: BODY.prompt, seed: 7 } } }],
  });
});

test('a request that is cut off makes nothing', async () => {
  const { sandbox, call } = await startBench();
  sandbox.faults.add({ method: 'POST', path: /generate/, times: 1, effect: { kind: 'cut' } });
  await expect(call('POST', GENERATE, BODY)).rejects.toThrow();
  expect(sandbox.jobs).toHaveLength(0);
  expect(sandbox.requests).toHaveLength(0);
});

test('every request that was handled is recorded, also one whose answer was lost', async () => {
  const { sandbox, clock, call } = await startBench();
  sandbox.faults.add({ path: /generate/, effect: { kind: 'lose-answer' } });
  sandbox.faults.add({ path: /jobs/, effect: { kind: 'status', status: 503, body: { message: 'Down' } } });
  await expect(call('POST', `${GENERATE}?projectId=p`, BODY)).rejects.toThrow();
  expect(await call('GET', '/jobs')).toMatchObject({ status: 503, json: { message: 'Down' } });
  expect(sandbox.requests).toEqual([
    {
      method: 'POST',
      path: `/v1${GENERATE}`,
      query: { projectId: 'p' },
      body: BODY,
      status: 200,
      at: clock.now,
    },
    { method: 'GET', path: '/v1/jobs', query: {}, body: undefined, status: 503, at: clock.now },
  ]);
});

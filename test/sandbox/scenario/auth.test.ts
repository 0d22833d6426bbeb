import { expect, test } from 'vitest';
import { startBench } from './harness.ts';

const basic = (credentials: string) => ({
  authorization: `Basic ${Buffer.from(credentials).toString('base64')}`,
});

test.each([
  ['no credentials', {}],
  ['a wrong secret', basic('sandbox-key:wrong')],
  ['a wrong key', basic('wrong:sandbox-secret')],
  ['a bearer token', { authorization: 'Bearer sandbox-key' }],
])('%s are refused with 401', async (_name, headers) => {
  const { call } = await startBench();
  const answer = await call('GET', '/models?pageSize=1', undefined, headers);
  expect(answer).toMatchObject({ status: 401, json: { message: 'Unauthorized' } });
});

test('the right key reads the models', async () => {
  const { call } = await startBench();
  expect(await call('GET', '/models?pageSize=1')).toMatchObject({ status: 200, json: { models: [] } });
  expect(await call('GET', '/models?privacy=public')).toMatchObject({
    json: { models: [{ id: 'model_veo3-1' }] },
  });
});

test('a key of one’s own replaces the default one', async () => {
  const { call } = await startBench({ apiKey: 'mine', apiSecret: 'hush' });
  expect((await call('GET', '/models', undefined, basic('mine:hush'))).status).toBe(200);
  expect((await call('GET', '/models')).status).toBe(401);
});

test('another project is refused', async () => {
  const { call } = await startBench({ projectId: 'proj_mine' });
  expect((await call('GET', '/jobs?projectId=proj_mine')).status).toBe(200);
  expect((await call('GET', '/jobs?projectId=proj_other')).status).toBe(403);
});

test('the model’s record lists every input with what it allows', async () => {
  const { call } = await startBench();
  expect((await call('GET', '/models/model_veo3-1')).json).toMatchObject({
    model: {
      id: 'model_veo3-1',
      inputs: expect.arrayContaining([
        expect.objectContaining({ name: 'duration', type: 'number', allowedValues: [4, 6, 8], default: 8 }),
        expect.objectContaining({ name: 'generateAudio', required: { always: true } }),
        expect.objectContaining({ name: 'referenceImages', type: 'file_array', maxLength: 3 }),
      ]),
    },
  });
});

test.each([
  ['GET', '/models/model_other'],
  ['GET', '/jobs/job_other'],
  ['GET', '/assets/asset_other'],
  ['POST', '/generate/custom/model_other'],
])('%s %s: an unknown id is a 404 with a reason', async (method, path) => {
  const { call } = await startBench();
  expect(await call(method, path, method === 'POST' ? {} : undefined)).toMatchObject({
    status: 404,
    json: {
      reason: expect.stringContaining('not found'),
      name: 'NotFoundError',
      trace_id: expect.any(String),
    },
  });
});

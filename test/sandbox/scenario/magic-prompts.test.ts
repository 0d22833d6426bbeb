import { expect, test } from 'vitest';
import { BODY, STAGES, startBench, WHOLE_JOB_MS } from './harness.ts';

test.each([
  ['[fail]', { status: 'failure', metadata: { error: 'Internal provider error' } }],
  ['[blocked]', { status: 'failure', metadata: { error: expect.stringContaining('content policy') } }],
  ['[empty]', { status: 'success', metadata: { assetIds: [] } }],
  ['none', { status: 'success', metadata: { assetIds: [expect.any(String)] } }],
])('%s in the prompt decides how the job ends', async (magic, end) => {
  const { clock, call, submit } = await startBench();
  const id = await submit({ ...BODY, prompt: `a fox ${magic} in the snow` });
  clock.now += WHOLE_JOB_MS;
  expect((await call('GET', `/jobs/${id}`)).json).toMatchObject({ job: end });
});

test('[slow] keeps the job in progress ten times longer', async () => {
  const { sandbox, clock, submit } = await startBench();
  await submit({ ...BODY, prompt: '[slow]' });
  clock.now += STAGES.pending + STAGES.queued + 10 * STAGES.inProgress - 1;
  expect(sandbox.jobs[0]?.status).toBe('in-progress');
  clock.now += 1;
  expect(sandbox.jobs[0]?.status).toBe('finalizing');
});

import { expect, test } from 'vitest';
import { BODY, GENERATE, startBench, WHOLE_JOB_MS } from './harness.ts';

test('a job above the limit on concurrent ones is refused until one has ended', async () => {
  const { sandbox, clock, call, submit } = await startBench({ maxConcurrentJobs: 2 });
  await submit();
  await submit({ ...BODY, prompt: '[fail]' });
  expect(await call('POST', GENERATE, BODY)).toMatchObject({
    status: 429,
    json: { reason: expect.any(String), details: { actionName: 'custom-generation', actionLimit: 2 } },
  });
  expect(sandbox.jobs).toHaveLength(2);
  expect((await call('POST', `${GENERATE}?dryRun=true`, BODY)).status).toBe(269);

  clock.now += WHOLE_JOB_MS;
  expect((await call('POST', GENERATE, BODY)).status).toBe(200);
});

test('of jobs sent at once no more are made than the limit', async () => {
  const { sandbox, call } = await startBench({ maxConcurrentJobs: 1 });
  const answers = await Promise.all([1, 2, 3].map(() => call('POST', GENERATE, BODY)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 429, 429]);
  expect(sandbox.jobs).toHaveLength(1);
});

test('requests above the limit of any 60 seconds are refused and told how long to wait', async () => {
  const { clock, call } = await startBench({ requestsPerMinute: 2 });
  await call('GET', '/jobs');
  clock.now += 20_000;
  await call('GET', '/jobs');
  const refused = await call('GET', '/jobs');
  expect(refused).toMatchObject({ status: 429, json: { remainingSeconds: 40 } });
  expect(refused.headers.get('retry-after')).toBe('40');

  clock.now += 39_999;
  expect((await call('GET', '/jobs')).status).toBe(429);
  clock.now += 1;
  expect((await call('GET', '/jobs')).status).toBe(200);
  expect((await call('GET', '/jobs')).status).toBe(429);
});

test('a hundred requests a minute is what is allowed by default', async () => {
  const { call, sandbox } = await startBench();
  const answers = await Promise.all(Array.from({ length: 101 }, () => call('GET', '/jobs')));
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(1);
  expect(sandbox.requests).toHaveLength(101);
});

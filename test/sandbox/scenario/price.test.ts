import { expect, test } from 'vitest';
import { BODY, GENERATE, startBench } from './harness.ts';

const DRY_RUN = `${GENERATE}?dryRun=true`;

test('a dry run answers 269 with the price and makes nothing', async () => {
  const { sandbox, call } = await startBench();
  const answer = await call('POST', DRY_RUN, BODY);
  expect(answer.status).toBe(269);
  expect(answer.json).toEqual({
    creativeUnitsCost: 400,
    creativeUnitsDiscount: 0,
    costDetails: { 'custom-generation': 400 },
    job: {},
  });
  expect(sandbox.jobs).toHaveLength(0);
});

test('a dry run refuses what a paid run would refuse', async () => {
  const { call } = await startBench();
  expect((await call('POST', DRY_RUN, { ...BODY, duration: 5 })).status).toBe(400);
});

test('dryRun in the body is ignored: the job is made and paid', async () => {
  const { sandbox, call } = await startBench();
  const answer = await call('POST', GENERATE, { ...BODY, dryRun: true });
  expect(answer).toMatchObject({ status: 200, json: { creativeUnitsCost: 400 } });
  expect(sandbox.jobs).toHaveLength(1);
});

test.each([
  [{ duration: 4, resolution: '720p', generateAudio: false }, 100],
  [{ duration: 8, resolution: '720p', generateAudio: true }, 400],
  [{ duration: 6, resolution: '1080p', generateAudio: true }, 480],
  [{ duration: 8, resolution: '1080p', generateAudio: false }, 320],
])('%o costs %d in the dry run, in the answer and in the job', async (parameters, cost) => {
  const { sandbox, call } = await startBench();
  const body = { ...BODY, ...parameters };
  expect((await call('POST', DRY_RUN, body)).json).toMatchObject({ creativeUnitsCost: cost });
  expect((await call('POST', GENERATE, body)).json).toMatchObject({
    creativeUnitsCost: cost,
    creativeUnitsDiscount: 0,
    job: { billing: { cuCost: cost, cuDiscount: 0 } },
  });
  expect(sandbox.jobs[0]?.cost).toBe(cost);
});

test('each reference image adds to the price', async () => {
  const { call, upload } = await startBench();
  const id = await upload();
  expect((await call('POST', DRY_RUN, { ...BODY, referenceImages: [id, id] })).json).toMatchObject({
    creativeUnitsCost: 420,
  });
});

import { expect, test } from 'vitest';
import { BODY, STAGES, START, startBench, WHOLE_JOB_MS } from './harness.ts';

test('a job goes through every status as the clock moves', async () => {
  const { sandbox, clock, call, submit } = await startBench();
  const id = await submit({ ...BODY, seed: 7 });
  const seen: unknown[] = [];
  for (const duration of [0, STAGES.pending, STAGES.queued, STAGES.inProgress / 2, STAGES.inProgress / 2]) {
    clock.now += duration;
    seen.push((await call('GET', `/jobs/${id}`)).json);
  }
  expect(seen).toMatchObject([
    { job: { status: 'pending', progress: 0 } },
    { job: { status: 'queued', progress: 0 } },
    { job: { status: 'in-progress', progress: 0 } },
    { job: { status: 'in-progress', progress: 0.475 } },
    { job: { status: 'finalizing', progress: 0.95, metadata: { assetIds: [] } } },
  ]);
  expect(sandbox.assets).toHaveLength(0);

  clock.now += STAGES.finalizing;
  const at = (ms: number) => new Date(START + ms).toISOString();
  expect((await call('GET', `/jobs/${id}`)).json).toEqual({
    job: {
      jobId: id,
      jobType: 'custom',
      status: 'success',
      progress: 1,
      statusHistory: [
        { status: 'pending', date: at(0) },
        { status: 'queued', date: at(1_000) },
        { status: 'in-progress', date: at(3_000) },
        { status: 'finalizing', date: at(9_000) },
        { status: 'success', date: at(10_000) },
      ],
      metadata: {
        input: {
          modelId: 'model_veo3-1',
          ...BODY,
          seed: 7,
          duration: 8,
          resolution: '720p',
          aspectRatio: '16:9',
          negativePrompt: '',
          referenceImagesType: 'ASSET',
        },
        assetIds: sandbox.jobs[0]?.assetIds,
      },
      billing: { cuCost: 400, cuDiscount: 0 },
      createdAt: at(0),
      updatedAt: at(10_000),
      authorId: 'proj_sandbox',
      ownerId: 'proj_sandbox',
    },
  });
  expect(sandbox.assets.map((asset) => asset.id)).toEqual(sandbox.jobs[0]?.assetIds);
});

test('the video says how it was made', async () => {
  const { sandbox, clock, call, submit, upload } = await startBench();
  const image = await upload();
  const id = await submit({ ...BODY, image, seed: 7, resolution: '1080p', aspectRatio: '9:16', duration: 4 });
  clock.now += WHOLE_JOB_MS;
  const [assetId] = sandbox.jobs[0]?.assetIds ?? [];
  expect((await call('GET', `/assets/${assetId}`)).json).toMatchObject({
    asset: {
      id: assetId,
      kind: 'video',
      mimeType: 'video/mp4',
      status: 'success',
      properties: { width: 1080, height: 1920, duration: 4, frameRate: 24, codecName: 'h264', channels: 1 },
      metadata: {
        type: 'img2video',
        kind: 'video',
        prompt: BODY.prompt,
        modelId: 'model_veo3-1',
        seed: '7',
        aspectRatio: '9:16',
        image,
        parentJobId: id,
      },
      createdAt: new Date(START + WHOLE_JOB_MS).toISOString(),
    },
  });
});

test('a failed job tells why and is refunded, which its billing does not show', async () => {
  const { sandbox, clock, call, submit } = await startBench({
    outcome: () => ({ kind: 'failure', error: 'It broke.', hint: 'Try again.' }),
  });
  const id = await submit();
  expect(sandbox.jobs[0]).toMatchObject({ status: 'pending', refunded: false });
  expect((await call('GET', `/jobs/${id}`)).json).not.toHaveProperty('job.metadata.error');
  clock.now += WHOLE_JOB_MS;
  expect((await call('GET', `/jobs/${id}`)).json).toMatchObject({
    job: {
      status: 'failure',
      metadata: { error: 'It broke.', hint: 'Try again.', assetIds: [] },
      billing: { cuCost: 400, cuDiscount: 0 },
    },
  });
  expect(sandbox.jobs[0]).toMatchObject({ status: 'failure', refunded: true, assetIds: [] });
});

test('a failed job without a refund says so', async () => {
  const { sandbox, clock, call, submit } = await startBench({
    outcome: () => ({ kind: 'failure', error: 'It broke.', disableRefund: true }),
  });
  const id = await submit();
  clock.now += WHOLE_JOB_MS;
  expect((await call('GET', `/jobs/${id}`)).json).toMatchObject({
    job: { billing: { cuCost: 400, disableRefund: true } },
  });
  expect(sandbox.jobs[0]?.refunded).toBe(false);
});

test('a stuck job stays in progress until its outcome is changed', async () => {
  const { sandbox, clock, submit } = await startBench({ outcome: () => ({ kind: 'stuck' }) });
  const id = await submit();
  clock.now += 100 * WHOLE_JOB_MS;
  expect(sandbox.jobs[0]?.status).toBe('in-progress');

  sandbox.setOutcome(id, { kind: 'success' });
  expect(sandbox.jobs[0]?.status).toBe('finalizing');
  clock.now += STAGES.finalizing;
  expect(sandbox.jobs[0]).toMatchObject({ status: 'success', assetIds: [expect.any(String)] });
});

test('the outcome of a job that has ended, or of none, cannot be changed', async () => {
  const { sandbox, clock, submit } = await startBench();
  const id = await submit();
  clock.now += WHOLE_JOB_MS;
  expect(() => sandbox.setOutcome(id, { kind: 'stuck' })).toThrow('has ended');
  expect(() => sandbox.setOutcome('job_none', { kind: 'stuck' })).toThrow('no job');
});

test('a job cannot be cancelled', async () => {
  const { call, submit } = await startBench();
  const id = await submit();
  expect(await call('POST', `/jobs/${id}/action`, { action: 'cancel' })).toMatchObject({
    status: 400,
    json: { reason: 'Cannot cancel this type of job. Action not permitted.' },
  });
  expect((await call('GET', `/jobs/${id}`)).json).toMatchObject({ job: { status: 'pending' } });
});

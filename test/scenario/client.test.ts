import type { FastifyInstance } from 'fastify';
import { describe, expect, test } from 'vitest';
import { createScenarioClient } from '../../src/scenario/client.ts';
import { BODY, deadAddress, openLine, openSandboxLine, openStubLine, WHOLE_JOB_MS } from './bench.ts';

const GENERATE = '/v1/generate/custom/model_veo3-1';
const SECOND_MS = 1_000;

describe('an order', () => {
  test('that is accepted gives the job and what it costs', async () => {
    const { client, sandbox } = await openSandboxLine();
    const result = await client.submit(BODY);
    expect(result).toEqual({ kind: 'accepted', remoteId: sandbox.jobs[0]?.id, units: 400 });
    expect(sandbox.jobs[0]?.body).toMatchObject(BODY);
    expect(sandbox.requests).toMatchObject([{ method: 'POST', path: GENERATE, query: {}, body: BODY }]);
  });

  test('that Scenario does not want carries its reason', async () => {
    const { client } = await openSandboxLine();
    const result = await client.submit({ ...BODY, duration: 5 });
    expect(result).toEqual({
      kind: 'refused',
      status: 400,
      reason: 'Input duration must be one of: 4, 6, 8',
    });
  });

  test('over the number that may run at once is told how many may', async () => {
    const { client } = await openSandboxLine({ maxConcurrentJobs: 1 });
    await client.submit(BODY);
    expect(await client.submit(BODY)).toEqual({ kind: 'busy', actionLimit: 1, retryAfterMs: undefined });
  });

  test('that does not get through is unreachable', async () => {
    const { client } = openLine(await deadAddress());
    expect((await client.submit(BODY)).kind).toBe('unreachable');
  });

  test('whose answer is lost may have made a job', async () => {
    const { client, sandbox } = await openSandboxLine();
    sandbox.faults.add({ path: /generate/, effect: { kind: 'lose-answer' } });
    expect((await client.submit(BODY)).kind).toBe('lost');
    expect(sandbox.jobs).toHaveLength(1);
  });

  test('that is aborted while it waits for the budget never leaves', async () => {
    const { client, sandbox } = await openSandboxLine();
    expect(await client.submit(BODY, AbortSignal.abort())).toEqual({
      kind: 'unreachable',
      reason: 'stopped before it was sent',
    });
    expect(sandbox.requests).toEqual([]);
  });

  test('that is aborted under way may have made a job', async () => {
    const held = Promise.withResolvers<void>();
    const { client, sandbox } = await openSandboxLine();
    const fault = sandbox.faults.add({
      path: /generate/,
      effect: { kind: 'hold-answer', until: held.promise },
    });
    const stop = new AbortController();
    const result = client.submit(BODY, stop.signal);
    await fault.firstHit;
    stop.abort();
    expect((await result).kind).toBe('lost');
    held.resolve();
  });

  test('goes over a connection of its own, which is not kept', async () => {
    const connections: (string | undefined)[] = [];
    const { client } = await openStubLine((server) => {
      server.get('/models', async () => ({}));
      server.post('/generate/custom/model_veo3-1', async ({ headers }) => {
        connections.push(headers.connection);
        return { job: { jobId: 'job_1', status: 'pending' } };
      });
    });
    await client.checkAccess();
    await client.submit(BODY);
    expect(connections).toEqual(['close']);
  });
});

describe('a price', () => {
  test('is asked for in the query, and no job is made', async () => {
    const { client, sandbox } = await openSandboxLine();
    expect(await client.price({ ...BODY, duration: 4, generateAudio: false })).toBe(100);
    expect(sandbox.jobs).toEqual([]);
    expect(sandbox.requests).toMatchObject([{ path: GENERATE, query: { dryRun: 'true' }, status: 269 }]);
    expect(sandbox.requests[0]?.body).not.toHaveProperty('dryRun');
  });

  test('of what Scenario would refuse is the refusal', async () => {
    const { client } = await openSandboxLine();
    await expect(client.price({ ...BODY, resolution: '4k' })).rejects.toMatchObject({ status: 400 });
  });
});

describe('a job', () => {
  test('works until it is done', async () => {
    const { client, sandbox, clock } = await openSandboxLine();
    await client.submit(BODY);
    const id = sandbox.jobs[0]?.id ?? '';
    const seen = [];
    for (let second = 0; second <= 4; second += 1) {
      seen.push((await client.job(id))?.status);
      clock.jump(SECOND_MS);
    }
    expect(seen).toEqual(['working', 'working', 'working', 'working', 'success']);
    expect(await client.job(id)).toEqual({
      id,
      status: 'success',
      assetIds: sandbox.jobs[0]?.assetIds,
      error: undefined,
      hint: undefined,
      createdAt: sandbox.jobs[0]?.createdAt,
      input: { modelId: 'model_veo3-1', prompt: BODY.prompt, seed: 7 },
      billing: { units: 400, keptOnFailure: false },
    });
  });

  test('that failed says why', async () => {
    const { client, sandbox, clock } = await openSandboxLine();
    await client.submit({ ...BODY, prompt: 'A boat [blocked]' });
    clock.jump(WHOLE_JOB_MS);
    expect(await client.job(sandbox.jobs[0]?.id ?? '')).toMatchObject({
      status: 'failure',
      assetIds: [],
      error: expect.stringContaining('content policy'),
      hint: expect.stringContaining('Rephrase'),
    });
  });

  test('that Scenario does not know is nothing, not an error', async () => {
    const { client, answers } = await openSandboxLine();
    expect(await client.job('job_none')).toBeUndefined();
    expect(answers).toEqual([{ method: 'GET', path: '/jobs/job_none', status: 404 }]);
  });

  test('is asked for by its id, whatever characters are in it', async () => {
    const { client, answers } = await openSandboxLine();
    expect(await client.job('../assets?x=1')).toBeUndefined();
    expect(answers[0]?.path).toBe('/jobs/..%2Fassets%3Fx%3D1');
  });
});

describe('the list of jobs', () => {
  const at = (second: number) => new Date(second * SECOND_MS).toISOString();
  const job = (id: number, second?: number) => ({
    jobId: `job_${id}`,
    status: 'pending',
    ...(second === undefined ? {} : { createdAt: at(second) }),
  });
  /** Serves these pages; their tokens are their numbers. */
  const pages =
    (asked: unknown[], ...list: ReturnType<typeof job>[][]) =>
    (server: FastifyInstance) => {
      server.get<{ Querystring: { paginationToken?: string } }>('/jobs', async ({ query }) => {
        asked.push(query);
        const page = Number(query.paginationToken ?? 0);
        const last = page === list.length - 1;
        return { jobs: list[page], ...(last ? {} : { nextPaginationToken: String(page + 1) }) };
      });
    };
  const ids = (jobs: readonly { id: string }[]) => jobs.map(({ id }) => id);

  test('is read in large pages of jobs of the right kind', async () => {
    const asked: unknown[] = [];
    const { client } = await openStubLine(pages(asked, [job(2, 20)], [job(1, 10)]));
    expect(ids(await client.jobsSince(0, 5))).toEqual(['job_2', 'job_1']);
    expect(asked).toEqual([
      { types: 'custom', pageSize: '200' },
      { types: 'custom', pageSize: '200', paginationToken: '1' },
    ]);
  });

  test('is read no further than a page with nothing newer', async () => {
    const asked: unknown[] = [];
    const { client } = await openStubLine(pages(asked, [job(4, 40), job(1, 10)], [job(2, 19)], [job(3, 30)]));
    // The first page is not in order: its newest job counts.
    expect(ids(await client.jobsSince(20 * SECOND_MS, 5))).toEqual(['job_4', 'job_1', 'job_2']);
    expect(asked).toHaveLength(2);
  });

  test('counts a job as new that is as old as the moment, or whose age is not known', async () => {
    const asked: unknown[] = [];
    const { client } = await openStubLine(pages(asked, [job(1, 20)], [job(2)], [job(3, 1)], [job(4, 99)]));
    expect(ids(await client.jobsSince(20 * SECOND_MS, 5))).toEqual(['job_1', 'job_2', 'job_3']);
  });

  test('is read no further than so many pages', async () => {
    const asked: unknown[] = [];
    const { client } = await openStubLine(pages(asked, [job(1, 90)], [job(2, 91)], [job(3, 92)]));
    expect(ids(await client.jobsSince(0, 2))).toEqual(['job_1', 'job_2']);
  });

  test('is read past jobs that cannot be read, of which each kind is told once', async () => {
    const told: string[] = [];
    const asked: unknown[] = [];
    const odd = { ...job(9), status: 5 };
    const list = [[odd, odd], [job(2, 20), odd], [job(1, 10)]];
    const { transport } = await openStubLine((server) => {
      server.get<{ Querystring: { paginationToken?: string } }>('/jobs', async ({ query }) => {
        asked.push(query);
        const page = Number(query.paginationToken ?? 0);
        return { jobs: list[page], nextPaginationToken: page === 2 ? null : String(page + 1) };
      });
    });
    const client = createScenarioClient(transport, { onOddJob: (oddness) => told.push(oddness) });
    expect(ids(await client.jobsSince(0, 5))).toEqual(['job_2', 'job_1']);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/^status: /);
  });

  test('that is empty is one request', async () => {
    const asked: unknown[] = [];
    const { client } = await openStubLine(pages(asked, []));
    expect(await client.jobsSince(0, 5)).toEqual([]);
    expect(asked).toHaveLength(1);
  });

  test('of the sandbox holds every job once, over more than a page', async () => {
    const { client, sandbox, clock } = await openSandboxLine();
    for (let nth = 0; nth < 205; nth += 1) {
      await client.submit({ ...BODY, seed: nth });
      clock.jump(10);
    }
    const jobs = await client.jobsSince(0, 5);
    expect(ids(jobs)).toEqual(sandbox.jobs.map(({ id }) => id).toReversed());
    expect(new Set(jobs.map(({ input }) => input.seed)).size).toBe(205);
  });
});

describe('an asset', () => {
  test('gives a link, its type and its size', async () => {
    const { client, sandbox, clock } = await openSandboxLine();
    await client.submit(BODY);
    clock.jump(WHOLE_JOB_MS);
    const assetId = sandbox.jobs[0]?.assetIds[0] ?? '';
    const asset = await client.asset(assetId);
    expect(asset.mimeType).toBe('video/mp4');
    const file = await fetch(asset.url);
    expect((await file.arrayBuffer()).byteLength).toBe(asset.bytes);
    expect(sandbox.requests.find(({ path }) => path === `/v1/assets/${assetId}`)?.query).toEqual({
      originalAssets: 'true',
    });
  });

  test('that is not there is an error', async () => {
    const { client } = await openSandboxLine();
    await expect(client.asset('asset_none')).rejects.toMatchObject({ kind: 'refused', status: 404 });
  });

  test('may leave out all but its link', async () => {
    const { client } = await openStubLine((server) => {
      server.get('/assets/:id', async () => ({ asset: { id: 'asset_1', url: 'https://x.example/a' } }));
    });
    expect(await client.asset('asset_1')).toEqual({
      url: 'https://x.example/a',
      mimeType: undefined,
      bytes: undefined,
    });
  });
});

test('a picture that is no picture is refused with Scenario’s reason', async () => {
  const { client } = await openSandboxLine();
  await expect(client.uploadImage('x.png', Buffer.from('no picture'))).rejects.toMatchObject({
    kind: 'refused',
    reason: 'Unhandled image format',
  });
});

describe('every request', () => {
  test('names the project where one is set', async () => {
    const { client, sandbox } = await openSandboxLine({ projectId: 'proj_1' }, { projectId: 'proj_1' });
    await client.checkAccess();
    await client.submit(BODY);
    expect(sandbox.requests.map(({ query }) => query.projectId)).toEqual(['proj_1', 'proj_1']);
  });

  test('is told of with its path, without the query', async () => {
    const { client, answers } = await openSandboxLine();
    await client.price(BODY);
    expect(answers).toEqual([{ method: 'POST', path: '/generate/custom/model_veo3-1', status: 269 }]);
  });
});

import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createMetrics } from '../../src/http/metrics.ts';
import { type ReadinessChecks, startHttpServer } from '../../src/http/server.ts';
import { JOB_STATES } from '../../src/jobs/states.ts';
import { keepLog } from '../lib/log.ts';
import { createTestClock } from '../support/test-clock.ts';

const REQUEST_TIMEOUT_MS = 300;

/** The endpoints of a bot, on a free port. */
async function openServer(
  ready: ReadinessChecks = {},
  jobs: () => Promise<Record<string, number>> = async () => ({}),
  storage = { freeBytes: 0, bytes: 0, videos: 0 },
) {
  const metrics = createMetrics(jobs, async () => storage);
  const { logger, lines } = keepLog();
  const clock = createTestClock();
  const server = await startHttpServer({
    host: '127.0.0.1',
    port: 0,
    clock,
    logger,
    metrics,
    ready,
    requestTimeoutMs: REQUEST_TIMEOUT_MS,
  });
  onTestFinished(() => server.close());
  const get = async (path: string) => {
    const response = await fetch(server.url + path);
    const text = await response.text();
    return { status: response.status, type: response.headers.get('content-type') ?? '', text };
  };
  /** The lines of one metric, without its help. */
  const metric = async (name: string) =>
    (await get('/metrics')).text.split('\n').filter((line) => line.startsWith(name));
  return { server, clock, metrics, get, metric, lines, url: server.url };
}

describe('/healthz', () => {
  test('is well as long as the process runs, whatever else does not', async () => {
    const { get } = await openServer({ discord: () => false });
    expect(await get('/healthz')).toMatchObject({ status: 200, text: '{"status":"ok"}' });
  });
});

describe('/readyz', () => {
  test.each<[string, ReadinessChecks, number, Record<string, boolean>]>([
    [
      'everything works',
      { discord: () => true, database: async () => true },
      200,
      { discord: true, database: true },
    ],
    [
      'one thing does not',
      { discord: () => true, scenario: async () => false },
      503,
      { discord: true, scenario: false },
    ],
    [
      'nothing works',
      { discord: () => false, scenario: () => false },
      503,
      { discord: false, scenario: false },
    ],
    [
      'a check breaks',
      {
        discord: () => true,
        database: async () => {
          throw new Error('disk I/O error');
        },
        scenario: () => {
          throw new Error('at once');
        },
      },
      503,
      { discord: true, database: false, scenario: false },
    ],
    ['there is nothing to check', {}, 200, {}],
  ])('when %s', async (_what, ready, status, body) => {
    const { get } = await openServer(ready);
    const answer = await get('/readyz');
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.text)).toEqual(body);
  });

  test('does not wait longer than a few seconds for one that does not answer', async () => {
    const { get, clock } = await openServer({ discord: () => true, scenario: () => new Promise(() => {}) });
    const answer = get('/readyz');
    await clock.asleep();
    await clock.advance(3_000);
    expect(await answer).toMatchObject({ status: 503, text: '{"discord":true,"scenario":false}' });
  });

  test('looks anew each time', async () => {
    let works = false;
    const { get } = await openServer({ discord: () => works });
    expect((await get('/readyz')).status).toBe(503);
    works = true;
    expect((await get('/readyz')).status).toBe(200);
  });
});

describe('/metrics', () => {
  test('is Prometheus’ text, with the process among it', async () => {
    const { get } = await openServer();
    const { status, type, text } = await get('/metrics');
    expect(status).toBe(200);
    expect(type).toMatch(/^text\/plain; version=0\.0\.4/);
    for (const name of ['process_resident_memory_bytes', 'nodejs_eventloop_lag_seconds', 'clapper_jobs']) {
      expect(text).toContain(`# TYPE ${name} `);
    }
  });

  test('counts the jobs at each look, and forgets states that are gone', async () => {
    let jobs: Record<string, number> = { queued: 3, generating: 1 };
    const { metric } = await openServer({}, async () => jobs);
    expect(await metric('clapper_jobs')).toEqual([
      'clapper_jobs{state="queued"} 3',
      'clapper_jobs{state="generating"} 1',
    ]);
    jobs = { queued: 2 };
    expect(await metric('clapper_jobs')).toEqual(['clapper_jobs{state="queued"} 2']);
  });

  test('tells what is on the disk, and what is free', async () => {
    const { metric } = await openServer({}, undefined, { freeBytes: 5e9, bytes: 12e6, videos: 3 });
    expect(await metric('clapper_disk_free_bytes')).toEqual(['clapper_disk_free_bytes 5000000000']);
    expect(await metric('clapper_library')).toEqual([
      'clapper_library_bytes 12000000',
      'clapper_library_videos 3',
    ]);
  });

  test('counts refusals by reason', async () => {
    const { metrics, metric } = await openServer();
    metrics.refused('quota');
    metrics.refused('quota');
    metrics.refused('settings');
    expect(await metric('clapper_refusals_total')).toEqual([
      'clapper_refusals_total{reason="quota"} 2',
      'clapper_refusals_total{reason="settings"} 1',
    ]);
  });

  test('tells how long jobs stayed in a state, in seconds', async () => {
    const { metrics, metric } = await openServer();
    for (const state of JOB_STATES) metrics.stageEnded(state, 1_500);
    metrics.stageEnded('generating', 65_000);
    const lines = await metric('clapper_stage_seconds');
    expect(lines).toContain('clapper_stage_seconds_sum{state="generating"} 66.5');
    expect(lines).toContain('clapper_stage_seconds_bucket{le="2",state="generating"} 1');
    expect(lines).toContain('clapper_stage_seconds_bucket{le="120",state="generating"} 2');
    expect(lines).toContain('clapper_stage_seconds_count{state="queued"} 1');
  });

  test('tells what nobody’s videos can get past', async () => {
    const { metrics, metric } = await openServer();
    metrics.standsStill('ordering', 'account', true);
    metrics.standsStill('fetching', 'disk', true);
    metrics.standsStill('fetching', 'disk', false);
    expect(await metric('clapper_standstill')).toEqual([
      'clapper_standstill{step="ordering",reason="account"} 1',
      'clapper_standstill{step="fetching",reason="disk"} 0',
    ]);
  });

  test('counts requests to Scenario by route, without the ids in it', async () => {
    const { metrics, metric } = await openServer();
    metrics.scenarioAnswered('GET', '/jobs/job_1', 200);
    metrics.scenarioAnswered('GET', '/jobs/job_2', 200);
    metrics.scenarioAnswered('GET', '/jobs', 200);
    metrics.scenarioAnswered('GET', '/assets/asset_1', 404);
    metrics.scenarioAnswered('POST', '/generate/custom/model_veo3-1', 0);
    expect(await metric('clapper_scenario_requests_total')).toEqual([
      'clapper_scenario_requests_total{method="GET",route="/jobs/:id",status="200"} 2',
      'clapper_scenario_requests_total{method="GET",route="/jobs",status="200"} 1',
      'clapper_scenario_requests_total{method="GET",route="/assets/:id",status="404"} 1',
      'clapper_scenario_requests_total{method="POST",route="/generate/custom/model_veo3-1",status="0"} 1',
    ]);
  });

  test('tells how large the posted videos were, by way', async () => {
    const { metrics, metric } = await openServer();
    metrics.delivered('file', 3_000_000);
    metrics.delivered('link', 60_000_000);
    const lines = await metric('clapper_delivered_bytes');
    expect(lines).toContain('clapper_delivered_bytes_sum{way="file"} 3000000');
    expect(lines).toContain('clapper_delivered_bytes_count{way="link"} 1');
  });

  test('that cannot be gathered are an error in the log, of which the answer tells nothing', async () => {
    const { get, lines } = await openServer({}, async () => {
      throw new Error('secret: disk I/O error');
    });
    const { status, text } = await get('/metrics');
    expect(status).toBe(500);
    expect(text).not.toContain('secret');
    expect(lines.filter((line) => line.includes('secret: disk I/O error'))).toHaveLength(1);
  });

  test('of two bots in one process are apart', async () => {
    const [one, other] = [await openServer(), await openServer()];
    one.metrics.refused('quota');
    expect(await other.metric('clapper_refusals_total{')).toEqual([]);
  });
});

test('anything else is not there', async () => {
  const { get } = await openServer();
  expect((await get('/')).status).toBe(404);
  expect((await get('/metrics/x')).status).toBe(404);
});

test.each(['GET /healthz', 'POST /v/x'])(
  'a body that does not come ends the connection (%s)',
  async (line) => {
    const { url } = await openServer();
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    socket.resume();
    socket.write(
      `${line} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{`,
    );
    await once(socket, 'close');
  },
);

test('a body that is large is not taken', async () => {
  const { url, lines } = await openServer();
  const body = JSON.stringify('x'.repeat(2_000));
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${url}/metrics`, { method: 'POST', headers, body });
  expect(answer.status).toBe(413);
  expect(lines.filter((line) => line.includes('"level":50'))).toEqual([]);
});

test('a look is not worth a line in the log', async () => {
  const { get, lines } = await openServer();
  const before = lines.length;
  for (const path of ['/healthz', '/readyz', '/metrics']) await get(path);
  expect(lines.slice(before)).toEqual([]);
});

test('a port that is taken is an error at the start', async () => {
  const { url, metrics } = await openServer();
  const port = Number(new URL(url).port);
  const { logger } = keepLog();
  const clock = createTestClock();
  const second = startHttpServer({ host: '127.0.0.1', port, clock, logger, metrics, ready: {} });
  await expect(second).rejects.toMatchObject({ code: 'EADDRINUSE' });
});

test('after the close nobody answers', async () => {
  const { server, get } = await openServer();
  await server.close();
  await expect(get('/healthz')).rejects.toThrow();
});

import { expect, test } from 'vitest';
import { z } from 'zod';
import { freePort } from '../support/free-port.ts';
import { BLOCKABLE, blockQueue, untilDelivered } from '../support/looking.ts';
import { openWorld, type RunningApp, results, textOf, type World } from '../support/world.ts';

async function startWithHttp(world: World, overrides: Record<string, string> = {}) {
  const running = await world.startApp({ HTTP_PORT: await freePort(), ...overrides });
  const url = running.app.httpUrl();
  if (url === undefined) throw new Error('HTTP is off');
  return { ...running, get: (path: string) => fetch(url + path) };
}

type Served = Awaited<ReturnType<typeof startWithHttp>>;

const readiness = async ({ get }: Served) => {
  const response = await get('/readyz');
  return { status: response.status, body: await response.json() };
};

/** The value of a line of Prometheus' text, by its name with labels in their order. */
async function metric({ get }: Served, name: string): Promise<number | undefined> {
  const text = await (await get('/metrics')).text();
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${name} `));
  return line === undefined ? undefined : Number(line.slice(name.length + 1));
}

test('/healthz and /readyz answer 200 while everything works', async () => {
  const world = await openWorld();
  const served = await startWithHttp(world);
  const health = await served.get('/healthz');
  expect([health.status, await health.json()]).toEqual([200, { status: 'ok' }]);
  expect(await readiness(served)).toEqual({
    status: 200,
    body: { discord: true, database: true, scenario: true },
  });
  expect((await served.get('/elsewhere')).status).toBe(404);
});

test('HTTP is off unless a port is given', async () => {
  const world = await openWorld();
  const { app }: RunningApp = await world.startApp();
  expect(app.httpUrl()).toBeUndefined();
});

test('with a key that Scenario refuses, it is alive but not ready', async () => {
  const world = await openWorld();
  const served = await startWithHttp(world, { SCENARIO_SDK_API_SECRET: 'wrong' });
  expect((await served.get('/healthz')).status).toBe(200);
  expect(await readiness(served)).toEqual({
    status: 503,
    body: { discord: true, database: true, scenario: false },
  });
});

test('it is ready again once Scenario answers again', async () => {
  const world = await openWorld();
  const fault = world.scenario.faults.add({ path: /^\/v1\//, effect: { kind: 'status', status: 403 } });
  const served = await startWithHttp(world);
  expect((await readiness(served)).status).toBe(503);
  fault.remove();
  await world.until('ready', async () => (await readiness(served)).status === 200);
});

test('without Discord it is not ready, and is again when the connection is back', async () => {
  const world = await openWorld();
  const served = await startWithHttp(world);
  expect((await readiness(served)).status).toBe(200);
  world.discord.gateway.invalidateSessions();
  await world.until('not ready', async () => {
    const { status, body } = await readiness(served);
    return status === 503 && z.object({ discord: z.literal(false) }).safeParse(body).success;
  });
  expect((await served.get('/healthz')).status).toBe(200);
  await world.until('ready', async () => (await readiness(served)).status === 200);
});

test('/metrics counts what waits, by state', async () => {
  const world = await openWorld(BLOCKABLE);
  const served = await startWithHttp(world, { MAX_RUNNING: '1' });
  expect(await metric(served, 'clapper_jobs{state="queued"}')).toBe(0);
  await blockQueue(world);
  await world.until(
    'Scenario to be at work',
    async () => (await metric(served, 'clapper_jobs{state="generating"}')) === 1,
  );
  await world.order();
  await world.order();
  expect(await metric(served, 'clapper_jobs{state="queued"}')).toBe(2);
  expect(await metric(served, 'clapper_jobs{state="delivered"}')).toBeUndefined();
});

test('/metrics counts refusals by reason', async () => {
  const world = await openWorld();
  const served = await startWithHttp(world, { QUOTA_VIDEOS_PER_DAY: '1' });
  await world.refusal({ reference_images_type: 'STYLE' });
  await untilDelivered(world, await world.order());
  await world.refusal();
  await world.refusal();
  expect(await metric(served, 'clapper_refusals_total{reason="settings"}')).toBe(1);
  expect(await metric(served, 'clapper_refusals_total{reason="quota"}')).toBe(2);
});

test('/metrics tells of a whole run: requests to Scenario, stages, bytes', async () => {
  const world = await openWorld();
  const served = await startWithHttp(world);
  world.scenario.faults.add({ path: /\/assets\//, times: 1, effect: { kind: 'status', status: 502 } });
  const startedAt = world.clock.now();
  const card = await world.order();
  await untilDelivered(world, card);
  const tookSeconds = (world.clock.now() - startedAt) / 1_000;

  const requests = (method: string, route: string, status: number) =>
    metric(served, `clapper_scenario_requests_total{method="${method}",route="${route}",status="${status}"}`);
  expect(await requests('POST', '/generate/custom/model_veo3-1', 200)).toBe(1);
  expect(await requests('GET', '/jobs/:id', 200)).toBeGreaterThan(1);
  expect(await requests('GET', '/assets/:id', 502)).toBe(1);
  expect(await requests('GET', '/assets/:id', 200)).toBe(1);

  let total = 0;
  for (const state of ['queued', 'preparing', 'submitting', 'generating', 'fetching', 'delivering']) {
    expect(await metric(served, `clapper_stage_seconds_count{state="${state}"}`), state).toBe(1);
    total += (await metric(served, `clapper_stage_seconds_sum{state="${state}"}`)) ?? 0;
  }
  expect(await metric(served, 'clapper_stage_seconds_sum{state="generating"}')).toBeGreaterThan(20);
  expect(total).toBeGreaterThan(20);
  expect(total).toBeLessThanOrEqual(tookSeconds);

  const [result] = results(world.channel);
  expect(await metric(served, 'clapper_delivered_bytes_count{way="file"}')).toBe(1);
  expect(await metric(served, 'clapper_delivered_bytes_sum{way="file"}')).toBe(result?.attachments[0]?.size);
  expect(await metric(served, 'clapper_delivered_bytes_count{way="link"}')).toBeUndefined();
});

test('a lost answer of Scenario counts with the status 0', async () => {
  const world = await openWorld();
  const served = await startWithHttp(world);
  world.scenario.faults.add({ path: /\/jobs\//, times: 1, effect: { kind: 'cut' } });
  const card = await world.order();
  await untilDelivered(world, card);
  expect(
    await metric(served, 'clapper_scenario_requests_total{method="GET",route="/jobs/:id",status="0"}'),
  ).toBe(1);
  expect(textOf(card)).toContain('Delivered');
});

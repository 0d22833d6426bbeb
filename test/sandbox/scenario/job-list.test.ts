import { expect, test } from 'vitest';
import { z } from 'zod';
import { type Bench, BODY, startBench, WHOLE_JOB_MS } from './harness.ts';

const listAnswer = z.object({
  jobs: z.array(z.object({ jobId: z.string() })),
  nextPaginationToken: z.string().optional(),
});

async function list(bench: Bench, query: string) {
  const page = listAnswer.parse((await bench.call('GET', `/jobs${query}`)).json);
  return { ids: page.jobs.map(({ jobId }) => jobId), next: page.nextPaginationToken };
}

async function submitted(bench: Bench, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let made = 0; made < count; made += 1) {
    ids.push(await bench.submit());
    bench.clock.now += 1;
  }
  return ids;
}

test('jobs are listed newest first, ten to a page', async () => {
  const bench = await startBench();
  const newestFirst = (await submitted(bench, 12)).toReversed();
  const first = await list(bench, '');
  expect(first.ids).toEqual(newestFirst.slice(0, 10));
  const second = await list(bench, `?paginationToken=${first.next}`);
  expect(second).toEqual({ ids: newestFirst.slice(10), next: undefined });
});

test('a page that ends with the last job has no next one', async () => {
  const bench = await startBench();
  await submitted(bench, 2);
  expect((await list(bench, '?pageSize=2')).next).toBeUndefined();
  expect((await list(bench, '?pageSize=1')).next).toEqual(expect.any(String));
});

test('jobs are found by status and by type', async () => {
  const bench = await startBench();
  const [done = ''] = await submitted(bench, 1);
  bench.clock.now += WHOLE_JOB_MS;
  const running = await bench.submit({ ...BODY, prompt: 'another' });
  expect((await list(bench, '?status=success')).ids).toEqual([done]);
  expect((await list(bench, '?status=pending')).ids).toEqual([running]);
  expect((await list(bench, '?types=custom,upload&type=flux')).ids).toEqual([running, done]);
  expect((await list(bench, '?type=flux')).ids).toEqual([]);
});

test.each(['pageSize=201', 'pageSize=0', 'pageSize=many', 'status=succeeded', 'paginationToken=nonsense'])(
  '%s is refused',
  async (query) => {
    const { call } = await startBench();
    expect((await call('GET', `/jobs?${query}`)).status).toBe(400);
  },
);

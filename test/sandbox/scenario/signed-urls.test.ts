import { expect, test } from 'vitest';
import { type Bench, DAY_MS, PNG, startBench, WHOLE_JOB_MS } from './harness.ts';

async function withVideo() {
  const bench = await startBench();
  await bench.submit();
  bench.clock.now += WHOLE_JOB_MS;
  const [video] = bench.sandbox.assets;
  if (!video) throw new Error('there is no video');
  return { ...bench, video, url: await bench.urlOf(video.id) };
}

const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

async function expectRefused(url: string, code = 'AccessDenied') {
  const response = await fetch(url);
  expect(response.status).toBe(403);
  expect(response.headers.get('content-type')).toContain('xml');
  expect(await response.text()).toContain(`<Code>${code}</Code>`);
}

test('a signed URL gives the file to whoever has it', async () => {
  const { url, video } = await withVideo();
  const response = await fetch(url);
  expect(response.headers.get('content-type')).toBe('video/mp4');
  expect(await bytesOf(response)).toEqual(video.bytes);
});

test('each look at an asset gives another URL, and all work', async () => {
  const { url, urlOf, video } = await withVideo();
  const other = await urlOf(video.id);
  expect(other).not.toBe(url);
  expect((await fetch(url)).status).toBe(200);
  expect((await fetch(other)).status).toBe(200);
});

test('an altered URL is refused', async () => {
  const { url, sandbox, upload, urlOf } = await withVideo();
  const image = await urlOf(await upload());
  const [path, query] = [url.slice(0, url.indexOf('?')), url.slice(url.indexOf('?') + 1)];
  await expectRefused(path, 'MissingKey');
  await expectRefused(`${url}&size=big`);
  await expectRefused(`${path}?${query.split('&').reverse().join('&')}`);
  await expectRefused(
    url.replace(/Signature=./, (start) => (start.endsWith('A') ? 'Signature=B' : 'Signature=A')),
  );
  await expectRefused(`${image.slice(0, image.indexOf('?'))}?${query}`);
  expect(sandbox.requests.filter(({ status }) => status === 403)).toHaveLength(5);
});

test('a request that brings an Authorization header is refused', async () => {
  const { url } = await withVideo();
  const response = await fetch(url, { headers: { authorization: 'Basic c2FuZGJveDpzYW5kYm94' } });
  expect(response.status).toBe(400);
});

test.each([
  ['2026-11-01T00:00:00Z', '2026-11-14T00:00:00Z'],
  ['2026-11-07T23:59:59Z', '2026-11-14T00:00:00Z'],
  ['2026-11-08T00:00:00Z', '2026-11-21T00:00:00Z'],
  ['2026-02-15T00:00:00Z', '2026-02-28T00:00:00Z'],
  ['2026-11-21T23:59:59Z', '2026-11-30T00:00:00Z'],
  ['2026-12-22T00:00:00Z', '2027-01-07T00:00:00Z'],
])('a URL made at %s works until %s', async (made, expires) => {
  const bench = await startBench();
  bench.clock.now = Date.parse(made);
  const url = await bench.urlOf(await bench.upload());
  bench.clock.now = Date.parse(expires) - 1;
  expect((await fetch(url)).status).toBe(200);
  bench.clock.now += 1;
  await expectRefused(url);
});

test('an asset outlives its URLs: another look gives one that works', async () => {
  const { clock, url, urlOf, video } = await withVideo();
  clock.now += 30 * DAY_MS;
  await expectRefused(url);
  expect((await fetch(await urlOf(video.id))).status).toBe(200);
});

test('a deleted asset is gone from the API and from the CDN', async () => {
  const { call, url, video } = await withVideo();
  expect(await call('DELETE', '/assets', { assetIds: [video.id] })).toMatchObject({ status: 200, json: {} });
  expect((await call('GET', `/assets/${video.id}`)).status).toBe(404);
  await expectRefused(url);
});

async function uploadedUrl(bench: Bench) {
  return bench.urlOf(await bench.upload());
}

test('HEAD tells the size without the file', async () => {
  const url = await uploadedUrl(await startBench());
  const response = await fetch(url, { method: 'HEAD' });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-length')).toBe(String(PNG.length));
  expect(response.headers.get('accept-ranges')).toBe('bytes');
});

test.each([
  ['bytes=0-3', 206, PNG.subarray(0, 4)],
  ['bytes=60-', 206, PNG.subarray(60)],
  ['bytes=60-9999', 206, PNG.subarray(60)],
  ['bytes=-5', 206, PNG.subarray(-5)],
  ['bytes=0-1,3-4', 200, PNG],
  ['lines=0-1', 200, PNG],
])('Range %s answers %d with those bytes', async (range, status, expected) => {
  const url = await uploadedUrl(await startBench());
  const response = await fetch(url, { headers: { range } });
  expect(response.status).toBe(status);
  expect(await bytesOf(response)).toEqual(expected);
});

test('a range beyond the end is a 416 that tells the size', async () => {
  const url = await uploadedUrl(await startBench());
  const response = await fetch(url, { headers: { range: `bytes=${PNG.length}-` } });
  expect(response.status).toBe(416);
  expect(response.headers.get('content-range')).toBe(`bytes */${PNG.length}`);
});

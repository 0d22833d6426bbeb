import { rm, utimes } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { withPrompt } from '../discord/job.ts';
import { openVideos, shownJob } from './shown-videos.ts';

const VIDEO = '/video.mp4';
const ranged = (range: string, headers: Record<string, string> = {}) => ({ headers: { range, ...headers } });
const body = async (response: Response) => Buffer.from(await response.arrayBuffer());

test('the original is served whole, named by its prompt, and is asked for anew each time', async () => {
  const { get, bytes } = await openVideos();
  const response = await get(VIDEO);
  expect(response.status).toBe(200);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'video/mp4',
    'content-length': String(bytes.length),
    'accept-ranges': 'bytes',
    'cache-control': 'private, no-cache',
    'content-disposition': 'inline; filename="a-paper-boat-at-dusk.mp4"',
    'x-content-type-options': 'nosniff',
    'x-robots-tag': 'noindex',
    'referrer-policy': 'no-referrer',
  });
  expect((await body(response)).equals(bytes)).toBe(true);
});

test('as a download it is an attachment', async () => {
  const { get } = await openVideos();
  const { headers } = await get(`${VIDEO}?download=1`);
  expect(headers.get('content-disposition')).toBe('attachment; filename="a-paper-boat-at-dusk.mp4"');
});

test.each(['../../etc/passwd"\r\nx: y', '動画', '"; filename="x.exe', '\u202e4pm'])(
  'a prompt such as %j makes a harmless file name',
  async (prompt) => {
    const { get } = await openVideos({ jobs: [withPrompt(shownJob(), prompt)] });
    const { headers } = await get(VIDEO);
    expect(headers.get('content-disposition')).toMatch(/^inline; filename="[a-z0-9-]+\.mp4"$/);
  },
);

describe('a range', () => {
  test.each([
    ['of the first bytes', 'bytes=0-99', 0, 100],
    ['in the middle', 'bytes=60000-60999', 60_000, 61_000],
    ['with an open end', 'bytes=119000-', 119_000, 119_912],
    ['of the last bytes', 'bytes=-500', 119_412, 119_912],
    ['that goes beyond the end', 'bytes=119900-999999', 119_900, 119_912],
  ])('%s', async (_what, range, from, to) => {
    const { get, bytes } = await openVideos();
    const response = await get(VIDEO, ranged(range));
    expect(response.status).toBe(206);
    expect(response.headers.get('content-range')).toBe(`bytes ${from}-${to - 1}/${bytes.length}`);
    expect(response.headers.get('content-length')).toBe(String(to - from));
    expect((await body(response)).equals(bytes.subarray(from, to))).toBe(true);
  });

  test('that begins behind the end is refused, with the size', async () => {
    const { get, bytes } = await openVideos();
    const response = await get(VIDEO, ranged('bytes=200000-'));
    expect(response.status).toBe(416);
    expect(response.headers.get('content-range')).toBe(`bytes */${bytes.length}`);
  });

  test.each(['bytes=0-1,5-6', 'lines=0-5', '0-5'])(
    'that is not one range of bytes (%s) gets it whole',
    async (range) => {
      const { get, bytes } = await openVideos();
      const response = await get(VIDEO, ranged(range));
      expect(response.status).toBe(200);
      expect((await body(response)).equals(bytes)).toBe(true);
    },
  );

  test('of a file that has changed since gets it whole', async () => {
    const { get, file, bytes } = await openVideos();
    const { headers } = await get(VIDEO, { method: 'HEAD' });
    const [modified, etag] = [headers.get('last-modified') ?? '', headers.get('etag') ?? ''];
    expect((await get(VIDEO, ranged('bytes=0-9', { 'if-range': modified }))).status).toBe(206);
    const later = new Date(Date.parse(modified) + 60_000);
    await utimes(file.absolutePath, later, later);
    for (const before of [modified, etag]) {
      const response = await get(VIDEO, ranged('bytes=0-9', { 'if-range': before }));
      expect([response.status, (await body(response)).length]).toEqual([200, bytes.length]);
    }
  });
});

test('HEAD tells everything but the bytes', async () => {
  const { get, bytes } = await openVideos();
  const response = await get(VIDEO, { method: 'HEAD' });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-length')).toBe(String(bytes.length));
  expect(response.headers.get('accept-ranges')).toBe('bytes');
  expect((await body(response)).length).toBe(0);
});

test('who has it already is told so, by tag and by date', async () => {
  const { get } = await openVideos();
  const { headers } = await get(VIDEO, { method: 'HEAD' });
  // As a browser asks; fetch would else add that it wants no copy.
  const asking = (header: string, value = '') =>
    get(VIDEO, { headers: { [header]: value, 'cache-control': 'max-age=0' } });
  const byTag = await asking('if-none-match', headers.get('etag') ?? '');
  const byDate = await asking('if-modified-since', headers.get('last-modified') ?? '');
  expect([byTag.status, byDate.status]).toEqual([304, 304]);
  expect((await asking('if-none-match', '"another"')).status).toBe(200);
});

test('a file that vanishes between look and sending is gone, without a fault', async () => {
  const { get, file, lines } = await openVideos();
  await rm(file.absolutePath);
  expect((await get(VIDEO)).status).toBe(404);
  expect(lines.filter((line) => line.includes('"level":50'))).toEqual([]);
});

test('a viewer who goes away in the middle is no fault, and in no line of the log', async () => {
  const { get, at, links, lines } = await openVideos();
  for (let times = 0; times < 5; times += 1) {
    const leaving = new AbortController();
    const response = await get(VIDEO, { signal: leaving.signal });
    const reader = response.body?.getReader();
    await reader?.read();
    leaving.abort();
    await reader?.closed.catch(() => {});
  }
  expect((await at('/healthz')).status).toBe(200);
  expect((await get(VIDEO)).status).toBe(200);
  expect(lines.filter((line) => /"level":(50|60)/.test(line))).toEqual([]);
  const token = links.pageOf({ id: 7 }).split('/').at(-1) ?? 'none';
  expect(lines.join('\n')).not.toContain(token);
});

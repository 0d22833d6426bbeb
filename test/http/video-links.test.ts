import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createVideoLinks } from '../../src/http/video-links.ts';
import type { Job } from '../../src/jobs/job.ts';
import { JOB_STATES } from '../../src/jobs/states.ts';
import { ExpectedError } from '../../src/lib/errors.ts';
import { linkSecret } from '../../src/store/link-secret.ts';
import { openDatabase } from '../../src/store/open.ts';
import { openStore, temporaryFile } from '../store/fixture.ts';
import { MIGRATIONS } from '../store/orders.ts';
import { openVideos, shownJob, withFfmpeg } from './shown-videos.ts';

const PARTS = ['', '/video.mp4', '/still.jpg', '/still.png'];
const links = createVideoLinks('https://clapper.example', 'one secret');
const tokenOf = (id: number, made = links): string => made.pageOf({ id }).split('/').at(-1) ?? '';

describe('a link', () => {
  test('is the operator’s address, the number, and 128 bits that nobody guesses', () => {
    expect(links.pageOf({ id: 7 })).toMatch(/^https:\/\/clapper\.example\/v\/7-[\w-]{22}$/);
  });

  test('may lie in a folder of the operator’s address', () => {
    const inFolder = createVideoLinks('https://example.com/clapper', 'one secret');
    expect(inFolder.pageOf({ id: 7 })).toBe(`https://example.com/clapper/v/${tokenOf(7)}`);
  });

  test('is known again, and only its own number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 40 }), fc.integer({ min: 1, max: 2 ** 40 }), (id, other) => {
        expect(links.jobIdOf(tokenOf(id))).toBe(id);
        fc.pre(id !== other);
        expect(tokenOf(id).split('-')[1]).not.toBe(tokenOf(other).split('-')[1]);
        expect(links.jobIdOf(tokenOf(id).replace(/^\d+/, String(other)))).toBeUndefined();
      }),
    );
  });

  test('of another secret is not known', () => {
    const other = createVideoLinks('https://clapper.example', 'another secret');
    expect(links.jobIdOf(tokenOf(7, other))).toBeUndefined();
  });

  test('with one sign changed, left out or added is not known', () => {
    const token = tokenOf(7);
    const signs = 'ABab01-_.%/ é';
    for (let at = 0; at < token.length; at += 1) {
      expect(links.jobIdOf(token.slice(0, at) + token.slice(at + 1))).toBeUndefined();
      for (const sign of signs) {
        const changed = token.slice(0, at) + sign + token.slice(at + 1);
        if (changed !== token) expect(links.jobIdOf(changed)).toBeUndefined();
        expect(links.jobIdOf(token.slice(0, at) + sign + token.slice(at))).toBeUndefined();
      }
    }
  });

  test('of anything else is not known', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => links.jobIdOf(text) === undefined));
    const [, signature] = tokenOf(7).split(/-(.*)/);
    for (const number of ['07', '+7', '7.0', '0x7', '7e0', ' 7', '']) {
      expect(links.jobIdOf(`${number}-${signature}`)).toBeUndefined();
    }
  });
});

describe('the secret', () => {
  test('stays the first one, over restarts', () => {
    const file = temporaryFile();
    const kept = ['first', 'second'].map((fresh) => {
      const { db, close } = openDatabase(file, MIGRATIONS);
      const secret = linkSecret(db, fresh);
      close();
      return secret;
    });
    expect(kept).toEqual(['first', 'first']);
  });

  test('is each database’s own', () => {
    expect(linkSecret(openStore().db, 'one')).not.toBe(linkSecret(openStore().db, 'other'));
  });
});

describe('gone, with one and the same answer, is', () => {
  const answer = async (response: Response) => ({
    status: response.status,
    headers: Object.fromEntries([...response.headers].filter(([name]) => name !== 'date')),
    text: await response.text(),
  });

  /** What a made-up link gets. */
  async function nothing() {
    const { at } = await openVideos();
    const response = await answer(await at(`/v/7-${'A'.repeat(22)}`));
    expect(response).toMatchObject({
      status: 404,
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'private, no-cache',
        'x-robots-tag': 'noindex',
      },
    });
    expect(response.text).toContain('No video here');
    return response;
  }

  test.each<[string, Partial<Job>]>([
    ['removed', { removedAt: 1 }],
    ['purged', { purgedAt: 1 }],
    ...JOB_STATES.filter(
      (state) => !['delivering', 'fitting', 'delivered', 'undeliverable'].includes(state),
    ).map((state): [string, Partial<Job>] => [state, { state }]),
  ])('a video that is %s', async (_what, changes) => {
    const { get } = await openVideos({ jobs: [shownJob(changes)], frames: withFfmpeg() });
    const expected = await nothing();
    for (const part of PARTS) expect(await answer(await get(part))).toEqual(expected);
  });

  test('one that Scenario does not have any more, and one that never was', async () => {
    const lost = await openVideos({
      videos: {
        fileOf: async () => {
          throw new ExpectedError('video-gone', 'It is gone.');
        },
      },
    });
    const unknown = await openVideos({ jobs: [] });
    const expected = await nothing();
    for (const { get } of [lost, unknown]) {
      for (const part of PARTS) expect(await answer(await get(part))).toEqual(expected);
    }
  });

  test('whatever else is asked for there', async () => {
    const { at, links: served } = await openVideos();
    const token = tokenOf(7, served);
    const expected = await nothing();
    for (const path of [
      '/v/',
      '/v/7',
      `/v/8-${token.slice(2)}`,
      `/v/${token}/`,
      `/v/${token}/clip.mp4`,
      `/v/${token}/video.mp4/..%2f..%2fclapper.db`,
      `/v/${token}/..%2f..%2fetc%2fpasswd`,
      '/v/..%2f..%2fetc%2fpasswd',
      '/v/%2e%2e/%2e%2e/etc/passwd',
      `/v/${'7'.repeat(90)}`,
    ]) {
      expect(await answer(await at(path)), path).toMatchObject({ status: 404 });
    }
    expect(await answer(await at(`/v/${token}/clip.mp4`))).toEqual(expected);
    expect(await answer(await at(`/v/${token}`, { method: 'POST' }))).toEqual(expected);
  });

  test('a video at once when it is removed, though it was seen before', async () => {
    const { get, now } = await openVideos({ frames: withFfmpeg() });
    const tags = await Promise.all(PARTS.map(async (part) => (await get(part)).headers.get('etag')));
    now(shownJob({ removedAt: 1 }));
    for (const [index, part] of PARTS.entries()) {
      const headers = { 'if-none-match': tags[index] ?? '*', 'cache-control': 'max-age=0' };
      expect((await get(part, { headers })).status).toBe(404);
    }
  });
});

test('a video is shown from the moment its message is sent', async () => {
  for (const state of ['delivering', 'fitting', 'delivered', 'undeliverable'] as const) {
    const { get } = await openVideos({ jobs: [shownJob({ state })] });
    expect((await get()).status, state).toBe(200);
  }
});

test('a video that cannot be had at this moment says so, and when to come again', async () => {
  const { get } = await openVideos({
    videos: {
      fileOf: async () => {
        throw new ExpectedError('video-unreachable', 'Try again later.');
      },
    },
  });
  const response = await get();
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '60']);
  expect(await response.text()).toContain('Try again in a minute');
});

test('videos that must be fetched again are waited for by a few at a time; others are not held up', async () => {
  const fetched = Promise.withResolvers<void>();
  const allWait = Promise.withResolvers<void>();
  const jobs = [1, 2, 3, 4, 5].map((id) => shownJob({ id, video: undefined }));
  let waiting = 0;
  const opened = await openVideos({
    jobs: [...jobs, shownJob()],
    videos: {
      fileOf: async (job) => {
        if (job.video) return opened.file;
        waiting += 1;
        if (waiting === 4) allWait.resolve();
        await fetched.promise;
        return opened.file;
      },
    },
  });
  const held = [1, 2, 3, 4].map((id) => fetch(opened.address(id)));
  await allWait.promise;
  expect((await fetch(opened.address(5))).status).toBe(503);
  expect((await opened.get()).status).toBe(200);
  fetched.resolve();
  expect((await Promise.all(held)).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  expect((await fetch(opened.address(5))).status).toBe(200);
});

test('a stop does not wait for a video that is being fetched', async () => {
  const asked = Promise.withResolvers<void>();
  const { get, server } = await openVideos({
    videos: {
      fileOf: (_job, signal) =>
        new Promise((_resolve, reject) => {
          signal?.addEventListener('abort', () => reject(new Error('stopped')));
          asked.resolve();
        }),
    },
  });
  const answer = get().catch(() => 'cut off');
  await asked.promise;
  await server.close();
  await answer;
});

test('a fault is logged without the address, and told without its reason', async () => {
  const {
    get,
    lines,
    links: served,
  } = await openVideos({
    videos: {
      fileOf: async () => {
        throw new Error('disk I/O error');
      },
    },
  });
  const response = await get();
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain('disk I/O');
  const log = lines.join('\n');
  expect(log).toContain('disk I/O error');
  expect(log).not.toContain(tokenOf(7, served));
});

test('answers are counted by part and status', async () => {
  const { get, at, metrics } = await openVideos();
  await get();
  await get('/video.mp4');
  await get('/video.mp4', { headers: { range: 'bytes=0-9' } });
  await at('/v/7-x');
  const counted = (await metrics.text())
    .split('\n')
    .filter((line) => line.startsWith('clapper_link_answers'));
  expect(counted.toSorted()).toEqual([
    'clapper_link_answers_total{part="page",status="200"} 1',
    'clapper_link_answers_total{part="page",status="404"} 1',
    'clapper_link_answers_total{part="video",status="200"} 1',
    'clapper_link_answers_total{part="video",status="206"} 1',
  ]);
});

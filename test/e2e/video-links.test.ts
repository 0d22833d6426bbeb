import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createVideoLinks } from '../../src/http/video-links.ts';
import { linkSecret } from '../../src/store/link-secret.ts';
import { keyValues } from '../../src/store/schema.ts';
import { freePort } from '../support/free-port.ts';
import { jobsOf, untilDelivered } from '../support/looking.ts';
import { databaseOf } from '../support/moderating.ts';
import { openWorld, type World } from '../support/world.ts';

/** A bot that is open to the internet, as far as the tests go, and a video that Ada has ordered from it. */
async function openPublicWorld() {
  const world = await openWorld();
  const port = await freePort();
  const settings = { HTTP_PORT: port, PUBLIC_URL: `http://127.0.0.1:${port}` };
  const running = await world.startApp(settings);
  const result = await untilDelivered(world, await world.order({ prompt: 'A boat at dusk' }));
  const secret = linkSecret(databaseOf(world), 'the bot has one already');
  const page = createVideoLinks(settings.PUBLIC_URL, secret).pageOf({ id: 1 });
  return { world, settings, running, result, page };
}

const videoFiles = async (world: World): Promise<string[]> => {
  const names = await readdir(join(world.dataDir, 'videos'));
  return names.map((name) => join(world.dataDir, 'videos', name));
};

test('a video has its page, over restarts, until it is removed', async () => {
  const { world, settings, running, result, page } = await openPublicWorld();
  const shown = await fetch(page);
  expect(shown.status).toBe(200);
  expect(await shown.text()).toContain(`<meta property="og:video" content="${page}/video.mp4">`);
  const video = await fetch(`${page}/video.mp4`);
  expect((await video.bytes()).length).toBe(result.attachments[0]?.size);
  expect((await fetch(`${page}/still.jpg`)).headers.get('content-type')).toBe('image/jpeg');

  await running.stop();
  await expect(fetch(page)).rejects.toThrow();
  const again = await world.startApp(settings);
  expect((await fetch(page)).status).toBe(200);

  await jobsOf(world).removeOwn(1, world.clock.now());
  for (const part of ['', '/video.mp4', '/still.jpg', '/still.png']) {
    expect((await fetch(page + part)).status).toBe(404);
  }
  const token = page.split('/').at(-1) ?? '';
  expect([...running.log, ...again.log].join('\n')).not.toContain(token);
});

test('a video that was deleted to make room is fetched again for whoever looks', async () => {
  const { world, result, page } = await openPublicWorld();
  for (const file of await videoFiles(world)) await rm(file);
  const video = await fetch(`${page}/video.mp4`);
  expect([video.status, (await video.bytes()).length]).toEqual([200, result.attachments[0]?.size]);
  expect(await videoFiles(world)).toHaveLength(1);
});

test('without an own address there are no pages, and no secret is made', async () => {
  const world = await openWorld();
  const { app } = await world.startApp({ HTTP_PORT: await freePort() });
  const answer = await fetch(`${app.httpUrl()}/v/1-${'A'.repeat(22)}`);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([
    404,
    'application/json; charset=utf-8',
  ]);
  const keys = databaseOf(world).select({ key: keyValues.key }).from(keyValues).all();
  expect(keys.map(({ key }) => key)).not.toContain('link-secret');
});
